import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { CONFIGURE_AUDIENCE_MODEL, READ_AUDIENCE_MODEL } from './ml-actions';
import { checked } from '../../foundation/parameters';

/** A reference to an audience model. */
export interface IAudienceModelRef extends IConstruct {
  /** The ARN of the model. */
  readonly audienceModelArn: string;
}

/** Permissions on an audience model. */
@checked('AudienceModelGrants')
export class AudienceModelGrants {
  /**
   * Creates grants for a model, which can be imported.
   *
   * @param model The audience model, defined in this app or imported.
   */
  public static fromAudienceModel(model: IAudienceModelRef): AudienceModelGrants {
    return new AudienceModelGrants(model);
  }

  private constructor(private readonly model: IAudienceModelRef) {}

  /**
   * Grants read access to the description of the model and the state of its training.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_AUDIENCE_MODEL);
  }

  /**
   * Grants permission to read the model, and to configure how it may be used.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public configure(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_AUDIENCE_MODEL, ...CONFIGURE_AUDIENCE_MODEL);
  }

  /**
   * Grants the given actions, such as `cleanrooms-ml:GetAudienceModel`, on this model.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.model.audienceModelArn] });
  }
}
