import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { MANAGE_COLLABORATION, READ_COLLABORATION, READ_COLLABORATION_PRIVACY_BUDGETS } from './collaboration-actions';
import { checked } from '../../foundation/parameters';

/** Permissions on a collaboration. */
@checked('CollaborationGrants')
export class CollaborationGrants {
  /**
   * Returns the permissions that can be granted on a collaboration: an L2, an L1 or an import.
   *
   * @param collaboration The collaboration.
   */
  public static fromCollaboration(collaboration: refs.ICollaborationRef): CollaborationGrants {
    return new CollaborationGrants(collaboration);
  }

  private constructor(private readonly collaboration: refs.ICollaborationRef) {}

  /**
   * Grants read access to the collaboration, its members and the list of its tables.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_COLLABORATION);
  }

  /**
   * Grants permission to rename the collaboration, to remove members, and to create, approve and deny change requests.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public manage(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_COLLABORATION, ...MANAGE_COLLABORATION);
  }

  /**
   * Grants read access to the remaining privacy budgets of all members.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public readPrivacyBudgets(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_COLLABORATION_PRIVACY_BUDGETS);
  }

  /**
   * Grants the given actions, such as `cleanrooms:GetCollaboration`, on this collaboration.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.collaboration.collaborationRef.collaborationArn] });
  }
}
