import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { FOLLOW_JOB, FOLLOW_QUERY, MANAGE_ANALYSIS_TEMPLATE, READ_ANALYSIS_TEMPLATE, START_JOB, START_QUERY } from './analysis-actions';
import { arnsOfJob, arnsOfQuery } from './query-resource-arns';
import { warnUnlessRunner } from './runner';
import { checkNotOwnRole } from '../../foundation/own-role';

/** Permissions on an analysis template. */
export class AnalysisTemplateGrants {
  /** Permissions on the given template, be it an L2, an L1 or imported. */
  public static fromAnalysisTemplate(template: refs.IAnalysisTemplateRef): AnalysisTemplateGrants {
    return new AnalysisTemplateGrants(template);
  }

  private constructor(private readonly template: refs.IAnalysisTemplateRef) {}

  /** Lets the grantee see the template, what it runs among it. */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_ANALYSIS_TEMPLATE);
  }

  /** Lets the grantee change the description of the template. All else of a template never changes. */
  public manage(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_ANALYSIS_TEMPLATE, ...MANAGE_ANALYSIS_TEMPLATE);
  }

  /**
   * Lets the grantee run the SQL of this template, and of no other, through the membership of the member who can query, follow
   * and cancel queries. Where tables allow any query, the grantee can run SQL of its own as well.
   */
  public query(grantee: IGrantable, membership: refs.IMembershipRef): Grant {
    warnUnlessRunner(membership, 'query');
    return this.run(grantee, membership, START_QUERY, arnsOfQuery(membership, this.template.analysisTemplateRef.analysisTemplateArn), FOLLOW_QUERY);
  }

  /**
   * Lets the grantee run the script of this template, and of no other, through the membership of the member who can run jobs,
   * follow and cancel jobs.
   */
  public runJob(grantee: IGrantable, membership: refs.IMembershipRef): Grant {
    warnUnlessRunner(membership, 'job');
    return this.run(grantee, membership, START_JOB, arnsOfJob(membership, this.template.analysisTemplateRef.analysisTemplateArn), FOLLOW_JOB);
  }

  /** Lets the grantee call the given actions, such as `cleanrooms:GetAnalysisTemplate`, on this template. */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    checkNotOwnRole(this.template, grantee);
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.template.analysisTemplateRef.analysisTemplateArn] });
  }

  private run(grantee: IGrantable, membership: refs.IMembershipRef, start: string[], analysed: string[], follow: string[]): Grant {
    checkNotOwnRole(this.template, grantee);
    const { membershipArn } = membership.membershipRef;
    return Grant.addToPrincipal({ grantee, actions: start, resourceArns: [membershipArn, ...analysed] })
      .combine(Grant.addToPrincipal({ grantee, actions: follow, resourceArns: [membershipArn] }));
  }
}
