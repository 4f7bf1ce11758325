import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as cleanRoomsRefs, aws_cleanroomsml as refs } from 'aws-cdk-lib/interfaces';
import { ASSOCIATE_CONFIGURED_MODEL_ALGORITHM, PASS_MEMBERSHIP, READ_CONFIGURED_MODEL_ALGORITHM } from './ml-actions';
import { checkNotOwnRole } from '../../foundation/own-role';
import { checked } from '../../foundation/parameters';

/** Permissions on a configured model algorithm. */
@checked('ConfiguredModelAlgorithmGrants')
export class ConfiguredModelAlgorithmGrants {
  /**
   * Creates grants for an algorithm, which can be an L2, an L1 or imported.
   *
   * @param algorithm The algorithm.
   */
  public static fromConfiguredModelAlgorithm(algorithm: refs.IConfiguredModelAlgorithmRef): ConfiguredModelAlgorithmGrants {
    return new ConfiguredModelAlgorithmGrants(algorithm);
  }

  private constructor(private readonly algorithm: refs.IConfiguredModelAlgorithmRef) {}

  /**
   * Grants read access to the algorithm.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_CONFIGURED_MODEL_ALGORITHM);
  }

  /**
   * Grants permission to read the algorithm, and to associate it with a collaboration in the given membership.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param membership The membership of the owner of the algorithm, in the collaboration where it is to be used.
   */
  public associate(grantee: IGrantable, membership: cleanRoomsRefs.IMembershipRef): Grant {
    return this.actions(grantee, ...READ_CONFIGURED_MODEL_ALGORITHM, ...ASSOCIATE_CONFIGURED_MODEL_ALGORITHM).combine(
      Grant.addToPrincipal({ grantee, actions: PASS_MEMBERSHIP, resourceArns: [membership.membershipRef.membershipArn] }),
    );
  }

  /**
   * Grants the given actions, such as `cleanrooms-ml:GetConfiguredModelAlgorithm`, on this algorithm.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    checkNotOwnRole(this.algorithm, grantee);
    return Grant.addToPrincipal({
      grantee, actions, resourceArns: [this.algorithm.configuredModelAlgorithmRef.configuredModelAlgorithmArn],
    });
  }
}
