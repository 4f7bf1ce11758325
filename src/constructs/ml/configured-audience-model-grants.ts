import { Stack } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { GENERATE_AUDIENCE, LIST_AUDIENCES, MANAGE_AUDIENCES, READ_CONFIGURED_AUDIENCE_MODEL } from './ml-actions';
import { cleanRoomsMlArn } from '../../foundation/arns';
import { checked } from '../../foundation/parameters';

/** A reference to a configured audience model. */
export interface IConfiguredAudienceModelRef extends IConstruct {
  /** The ARN of the configured audience model. */
  readonly configuredAudienceModelArn: string;
}

/** Permissions on a configured audience model. */
@checked('ConfiguredAudienceModelGrants')
export class ConfiguredAudienceModelGrants {
  /**
   * Creates grants for a configured audience model, which can be another member's.
   *
   * @param model The configured audience model, defined in this app or imported.
   */
  public static fromConfiguredAudienceModel(model: IConfiguredAudienceModelRef): ConfiguredAudienceModelGrants {
    return new ConfiguredAudienceModelGrants(model);
  }

  private constructor(private readonly model: IConfiguredAudienceModelRef) {}

  /**
   * Grants read access to the configuration. Only for its owner.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_CONFIGURED_AUDIENCE_MODEL);
  }

  /**
   * Grants permission to generate audiences with the model, and to read, export and delete audiences in the account of the stack.
   *
   * Whoever starts a job with a seed in Amazon S3 or from a query also passes the role that reads the seed: grant `iam:PassRole` on it. If the model
   * is another member's, its policy must let your account generate audiences, too: Clean Rooms sees to it for an associated model by default.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public generateAudience(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: GENERATE_AUDIENCE, resourceArns: [this.model.configuredAudienceModelArn, this.jobs] })
      .combine(this.actions(grantee, ...LIST_AUDIENCES))
      .combine(Grant.addToPrincipal({ grantee, actions: MANAGE_AUDIENCES, resourceArns: [this.jobs] }));
  }

  /**
   * Grants the given actions, such as `cleanrooms-ml:GetConfiguredAudienceModel`, on this model.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.model.configuredAudienceModelArn] });
  }

  /** Each member sees a job under an ARN of its own account, and its id is not known before it is started. */
  private get jobs(): string {
    return cleanRoomsMlArn(Stack.of(this.model), 'audience-generation-job/*');
  }
}
