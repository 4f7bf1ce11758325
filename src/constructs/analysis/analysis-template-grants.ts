import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { FOLLOW_JOB, FOLLOW_QUERY, MANAGE_ANALYSIS_TEMPLATE, READ_ANALYSIS_TEMPLATE } from './analysis-actions';
import { toStartJobs, toStartQueries } from './query-resource-arns';
import type { Permission } from './query-resource-arns';
import { warnUnlessRunner } from './runner';
import { checkNotOwnRole } from '../../foundation/own-role';
import { checked } from '../../foundation/parameters';

/** Permissions on an analysis template. */
@checked('AnalysisTemplateGrants')
export class AnalysisTemplateGrants {
  /**
   * Creates grants for a template, which can be an L2, an L1 or imported.
   *
   * @param template The analysis template.
   */
  public static fromAnalysisTemplate(template: refs.IAnalysisTemplateRef): AnalysisTemplateGrants {
    return new AnalysisTemplateGrants(template);
  }

  private constructor(private readonly template: refs.IAnalysisTemplateRef) {}

  /**
   * Grants read access to the template, including its SQL or script.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_ANALYSIS_TEMPLATE);
  }

  /**
   * Grants permission to read the template and to change its description, the only thing that can be changed.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public manage(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_ANALYSIS_TEMPLATE, ...MANAGE_ANALYSIS_TEMPLATE);
  }

  /**
   * Grants permission to run the SQL of this template, and of no other, in the membership of the member who can query, and to follow and
   * cancel queries. If the rules of tables allow any query, the grantee can run its own SQL as well.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param membership The membership in which the SQL runs: that of the member who can query, in the account of the grantee.
   */
  public query(grantee: IGrantable, membership: refs.IMembershipRef): Grant {
    warnUnlessRunner(membership, 'query');
    return this.run(grantee, membership, toStartQueries(membership, [this.template.analysisTemplateRef.analysisTemplateArn]), FOLLOW_QUERY);
  }

  /**
   * Grants permission to run the script of this template, and of no other, in the membership of the member who can run jobs, and to follow
   * and cancel jobs.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param membership The membership in which the script runs: that of the member who can run jobs, in the account of the grantee.
   */
  public runJob(grantee: IGrantable, membership: refs.IMembershipRef): Grant {
    warnUnlessRunner(membership, 'job');
    return this.run(grantee, membership, toStartJobs(membership, [this.template.analysisTemplateRef.analysisTemplateArn]), FOLLOW_JOB);
  }

  /**
   * Grants the given actions, such as `cleanrooms:GetAnalysisTemplate`, on this template.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    checkNotOwnRole(this.template, grantee);
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.template.analysisTemplateRef.analysisTemplateArn] });
  }

  private run(grantee: IGrantable, membership: refs.IMembershipRef, start: Permission[], follow: string[]): Grant {
    checkNotOwnRole(this.template, grantee);
    const { membershipArn } = membership.membershipRef;
    return [...start, { actions: follow, resourceArns: [membershipArn] }]
      .map((permission) => Grant.addToPrincipal({ grantee, ...permission }))
      .reduce((all, grant) => all.combine(grant));
  }
}
