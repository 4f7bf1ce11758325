import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as cleanRoomsRefs, aws_cleanroomsml as refs } from 'aws-cdk-lib/interfaces';
import { PASS_MEMBERSHIP, READ_CONFIGURED_MODEL_ALGORITHM_ASSOCIATION, TRAIN_MODEL } from './ml-actions';

/** Permissions on the association of a configured model algorithm with a collaboration. */
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
   * Grants permission to train models with the algorithm, in the given membership of the member who can query.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param membership The membership of the member who trains, in the account of the grantee.
   */
  public train(grantee: IGrantable, membership: cleanRoomsRefs.IMembershipRef): Grant {
    return this.actions(grantee, ...TRAIN_MODEL).combine(
      Grant.addToPrincipal({ grantee, actions: PASS_MEMBERSHIP, resourceArns: [membership.membershipRef.membershipArn] }),
    );
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
