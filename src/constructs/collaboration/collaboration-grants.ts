import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { MANAGE_COLLABORATION, READ_COLLABORATION, READ_COLLABORATION_PRIVACY_BUDGETS } from './collaboration-actions';

/** Permissions on a collaboration. */
export class CollaborationGrants {
  /** Permissions on the given collaboration, be it an L2, an L1 or imported. */
  public static fromCollaboration(collaboration: refs.ICollaborationRef): CollaborationGrants {
    return new CollaborationGrants(collaboration);
  }

  private constructor(private readonly collaboration: refs.ICollaborationRef) {}

  /** Lets the grantee see the collaboration, its members and the names of the tables in it. */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_COLLABORATION);
  }

  /** Lets the grantee rename the collaboration, remove members, and ask for and answer change requests. */
  public manage(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_COLLABORATION, ...MANAGE_COLLABORATION);
  }

  /** Lets the grantee see what is left of the privacy budgets of all members. */
  public readPrivacyBudgets(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_COLLABORATION_PRIVACY_BUDGETS);
  }

  /** Lets the grantee call the given actions, such as `cleanrooms:GetCollaboration`, on this collaboration. */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.collaboration.collaborationRef.collaborationArn] });
  }
}
