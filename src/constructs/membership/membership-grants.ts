import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs, aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import { DISALLOW_INTERMEDIATE_TABLE, EXPORT_ANALYSIS_LOGS, READ_MEMBERSHIP, READ_PRIVACY_BUDGETS } from './membership-actions';
import { checkBucket, checkKeyPrefix, encryptionKeyArnOf, placeOf } from '../../foundation/bucket-folders';
import { checkNotOwnRole } from '../../foundation/own-role';
import { checked } from '../../foundation/parameters';
import { writeResults } from '../../foundation/service-role';
import { throwIfAny } from '../../foundation/validation-faults';
import { FOLLOW_JOB, FOLLOW_QUERY } from '../analysis/analysis-actions';
import { toReadSchemas, toStartJobs, toStartQueries } from '../analysis/query-resource-arns';
import type { Permission } from '../analysis/query-resource-arns';
import { warnUnlessRunner } from '../analysis/runner';

/** Where exported logs of queries are written. */
export interface AnalysisLogLocation {
  /** The bucket, in the Region of the collaboration. */
  readonly bucket: s3Refs.IBucketRef;

  /**
   * The prefix of the keys, a folder such as `spark-logs`.
   *
   * @default - the root of the bucket
   */
  readonly prefix?: string;
}

/**
 * Permissions on a membership.
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
 * import { Membership } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Analysts', { env: { account: '111111111111', region: 'us-east-1' } });
 * const analyst = new Role(stack, 'Analyst', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
 * Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333').grants.query(analyst);
 */
@checked('MembershipGrants')
export class MembershipGrants {
  /**
   * Returns the permissions that can be granted on a membership: an L2, an L1 or an import.
   *
   * @param membership The membership.
   */
  public static fromMembership(membership: refs.IMembershipRef): MembershipGrants {
    return new MembershipGrants(membership);
  }

  private constructor(private readonly membership: refs.IMembershipRef) {}

  /**
   * Grants read access to the membership, and to the lists of its queries and jobs.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_MEMBERSHIP);
  }

  /**
   * Grants permission to write and run queries in the collaboration: to read which tables there are with their columns and rules, to start queries, and to
   * follow and cancel them.
   *
   * The grantee can be a managed policy, which a permission set of IAM Identity Center refers to by its name.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public query(grantee: IGrantable): Grant {
    warnUnlessRunner(this.membership, 'query');
    return this.start(grantee, [...toStartQueries(this.membership), toReadSchemas(this.membership)]).combine(this.actions(grantee, ...FOLLOW_QUERY));
  }

  /**
   * Grants permission to run PySpark jobs in the collaboration, and to follow and cancel them.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public runJob(grantee: IGrantable): Grant {
    warnUnlessRunner(this.membership, 'job');
    return this.start(grantee, toStartJobs(this.membership)).combine(this.actions(grantee, ...FOLLOW_JOB));
  }

  /**
   * Grants read access to the remaining privacy budgets of this member.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public readPrivacyBudget(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_PRIVACY_BUDGETS);
  }

  /**
   * Grants permission to export the Spark logs of queries that this member ran or paid for to a location, and to follow the exports. The service writes them
   * with the permissions of who exports, so the grantee is also allowed to write there. The bucket must be in the Region of the collaboration.
   *
   * The member needs `MemberAbility.CAN_EXPORT_QUERY_ANALYSIS_LOG`.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param location The bucket and the folder that the logs are written to.
   * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_StartAnalysisLogExport.html
   */
  public exportAnalysisLogs(grantee: IGrantable, location: AnalysisLogLocation): Grant {
    const { bucket, prefix } = location;
    throwIfAny(this.membership, [...checkBucket('bucket', bucket), ...checkKeyPrefix('prefix', prefix)]);
    const write = writeResults(bucket.bucketRef.bucketArn, prefix, placeOf(bucket).account);
    const keyArn = encryptionKeyArnOf(bucket);
    return [
      ...write.map(({ actions, resources: resourceArns, conditions }) =>
        Grant.addToPrincipal({ grantee, actions, resourceArns, conditions: conditions as Record<string, Record<string, unknown>> })),
      ...keyArn ? [Grant.addToPrincipal({ grantee, actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resourceArns: [keyArn] })] : [],
    ].reduce((all, grant) => all.combine(grant), this.actions(grantee, ...EXPORT_ANALYSIS_LOGS));
  }

  /**
   * Grants permission to disallow the use of intermediate tables that are filled from tables of this member.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public disallowIntermediateTables(grantee: IGrantable): Grant {
    return this.actions(grantee, ...DISALLOW_INTERMEDIATE_TABLE);
  }

  /**
   * Grants the given actions, such as `cleanrooms:GetMembership`, on this membership.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    checkNotOwnRole(this.membership, grantee);
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.membership.membershipRef.membershipArn] });
  }

  private start(grantee: IGrantable, permissions: Permission[]): Grant {
    checkNotOwnRole(this.membership, grantee);
    return permissions.map((permission) => Grant.addToPrincipal({ grantee, ...permission })).reduce((all, grant) => all.combine(grant));
  }
}
