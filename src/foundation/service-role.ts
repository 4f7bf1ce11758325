import { Aws, Stack } from 'aws-cdk-lib';
import { CompositePrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { cleanRoomsArn } from './arns';
import { objectsIn } from './bucket-folders';
import { warn } from './warnings';

/** Who may make Clean Rooms assume a role, as far as that is known at synthesis. */
export interface ServiceRoleTrust {
  /** ARNs of memberships that are known exactly. */
  readonly membershipArns?: string[];

  /** Accounts whose memberships may, where the memberships themselves are not known. `undefined`: the accounts are not known either. */
  readonly accountIds?: string[];

  /** The id of the membership that runs the queries, where it is known: the service then also names it as the external id. */
  readonly runnerMembershipId?: string;

  /** How the user can make the accounts known, for the warning. */
  readonly remedy: string;
}

/**
 * A role that Clean Rooms assumes.
 *
 * Trust follows the user guide: the source of the call is one of the memberships. Ids of other members' memberships are
 * not known before these have joined, so that their accounts stand for them.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/setting-up-roles.html
 */
export function serviceRole(scope: Construct, id: string, description: string, trust: ServiceRoleTrust): Role {
  const service = new ServicePrincipal('cleanrooms.amazonaws.com');
  const region = Stack.of(scope).region;
  const accounts = trust.accountIds ?? ['*'];
  if (!trust.accountIds) {
    warn(scope, [{
      id: 'cdk-cleanrooms:trustNotBoundToMembers',
      message: `the accounts of the members are not known, so that the trust policy of '${id}' lets memberships of any account use it: ${trust.remedy}`,
    }]);
  }
  const sourceArns = [
    ...(trust.membershipArns ?? []),
    ...accounts.map((account) => cleanRoomsArn(scope, 'membership/*', { account })),
  ];
  const bySource = service.withConditions({ 'ForAnyValue:ArnLike': { 'aws:SourceArn': sourceArns } });
  const byExternalId = trust.runnerMembershipId === undefined ? [] : [service.withConditions({
    StringLike: { 'sts:ExternalId': `arn:${Aws.PARTITION}:*:${region}:*:dbuser:*/${trust.runnerMembershipId}*` },
  })];
  return new Role(scope, id, { description, assumedBy: new CompositePrincipal(bySource, ...byExternalId) });
}

/** The statements by which a service role writes results below a prefix of a bucket. */
export function writeResults(bucketArn: string, prefix: string | undefined, bucketAccount: string): PolicyStatement[] {
  const conditions = { StringEquals: { 'aws:ResourceAccount': bucketAccount } };
  return [
    new PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [bucketArn], conditions }),
    new PolicyStatement({ actions: ['s3:PutObject'], resources: [objectsIn(bucketArn, prefix)], conditions }),
  ];
}

/** The ARN of the key with which a bucket is encrypted, where the bucket is an L2 that tells. */
export function encryptionKeyArnOf(bucket: s3Refs.IBucketRef): string | undefined {
  return (bucket as Partial<IBucket>).encryptionKey?.keyArn;
}
