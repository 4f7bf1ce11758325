import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as cleanRoomsRefs, aws_cleanroomsml as refs } from 'aws-cdk-lib/interfaces';
import {
  PASS_MEMBERSHIP, READ_CONFIGURED_MODEL_ALGORITHM_ASSOCIATION, READ_OWN_ML_INPUT_CHANNEL, READ_OWN_TRAINED_MODEL, TRAIN_MODEL,
} from './ml-actions';
import { cleanRoomsMlArn } from '../../foundation/arns';
import { checked } from '../../foundation/parameters';

/** Permissions on the association of a configured model algorithm with a collaboration. */
@checked('ConfiguredModelAlgorithmAssociationGrants')
export class ConfiguredModelAlgorithmAssociationGrants {
  /**
   * Creates grants for an association, which can be an L2, an L1 or imported.
   *
   * @param association The association.
   */
  public static fromConfiguredModelAlgorithmAssociation(
    association: refs.IConfiguredModelAlgorithmAssociationRef,
  ): ConfiguredModelAlgorithmAssociationGrants {
    return new ConfiguredModelAlgorithmAssociationGrants(association);
  }

  private constructor(private readonly association: refs.IConfiguredModelAlgorithmAssociationRef) {}

  /**
   * Grants read access to the association.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_CONFIGURED_MODEL_ALGORITHM_ASSOCIATION);
  }

  /**
   * Grants permission to train models with the algorithm, in the given membership of the member who can query, and to follow that: to read the ML
   * input channels and the trained models of the membership.
   *
   * Whoever creates an ML input channel also passes the role that runs its query: grant `iam:PassRole` on it.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param membership The membership of the member who trains, in the account of the grantee.
   */
  public train(grantee: IGrantable, membership: cleanRoomsRefs.IMembershipRef): Grant {
    const { membershipArn, membershipIdentifier } = membership.membershipRef;
    const { account, region } = membership.env;
    const all = (kind: string) => cleanRoomsMlArn(membership, `membership/${membershipIdentifier}/${kind}/*`, { account, region });
    return this.actions(grantee, ...TRAIN_MODEL)
      .combine(Grant.addToPrincipal({ grantee, actions: READ_OWN_ML_INPUT_CHANNEL, resourceArns: [all('ml-input-channel')] }))
      .combine(Grant.addToPrincipal({ grantee, actions: READ_OWN_TRAINED_MODEL, resourceArns: [all('trained-model')] }))
      .combine(Grant.addToPrincipal({ grantee, actions: PASS_MEMBERSHIP, resourceArns: [membershipArn] }));
  }

  /**
   * Grants the given actions, such as `cleanrooms-ml:GetConfiguredModelAlgorithmAssociation`, on this association.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({
      grantee, actions, resourceArns: [this.association.configuredModelAlgorithmAssociationRef.configuredModelAlgorithmAssociationArn],
    });
  }
}
