import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { DISALLOW_INTERMEDIATE_TABLE, READ_MEMBERSHIP, READ_PRIVACY_BUDGETS } from './membership-actions';
import { checkNotOwnRole } from '../../foundation/own-role';
import { FOLLOW_JOB, FOLLOW_QUERY, START_JOB, START_QUERY } from '../analysis/analysis-actions';
import { arnsOfJob, arnsOfQuery } from '../analysis/query-resource-arns';
import { warnUnlessRunner } from '../analysis/runner';

/** Permissions on a membership. */
export class MembershipGrants {
  /** Permissions on the given membership, be it an L2, an L1 or imported. */
  public static fromMembership(membership: refs.IMembershipRef): MembershipGrants {
    return new MembershipGrants(membership);
  }

  private constructor(private readonly membership: refs.IMembershipRef) {}

  /** Lets the grantee see the membership, and its queries and jobs in a list. */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_MEMBERSHIP);
  }

  /** Lets the grantee run queries in the collaboration, follow and cancel them. */
  public query(grantee: IGrantable): Grant {
    warnUnlessRunner(this.membership, 'query');
    return this.start(grantee, START_QUERY, arnsOfQuery(this.membership)).combine(this.actions(grantee, ...FOLLOW_QUERY));
  }

  /** Lets the grantee run PySpark jobs in the collaboration, follow and cancel them. */
  public runJob(grantee: IGrantable): Grant {
    warnUnlessRunner(this.membership, 'job');
    return this.start(grantee, START_JOB, arnsOfJob(this.membership)).combine(this.actions(grantee, ...FOLLOW_JOB));
  }

  /** Lets the grantee see what is left of the privacy budgets of this member. */
  public readPrivacyBudget(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_PRIVACY_BUDGETS);
  }

  /** Lets the grantee stop the use of intermediate tables that were made of tables of this member. */
  public disallowIntermediateTables(grantee: IGrantable): Grant {
    return this.actions(grantee, ...DISALLOW_INTERMEDIATE_TABLE);
  }

  /** Lets the grantee call the given actions, such as `cleanrooms:GetMembership`, on this membership. */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    checkNotOwnRole(this.membership, grantee);
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.membership.membershipRef.membershipArn] });
  }

  private start(grantee: IGrantable, actions: string[], analysed: string[]): Grant {
    checkNotOwnRole(this.membership, grantee);
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.membership.membershipRef.membershipArn, ...analysed] });
  }
}
