import { Aws, Lazy, Stack } from 'aws-cdk-lib';
import { CfnRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IPrincipal, IRole, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { acknowledgeWildcards, withReason } from './acknowledgements';
import { cleanRoomsArn } from './arns';
import { resultsIn } from './bucket-folders';
import { checkExactPlace } from './exact-names';
import { InlinePolicyRole } from './inline-policy-role';
import { throwIfAny } from './validation-faults';
import type { Warning } from './warnings';

/** The memberships for which Clean Rooms may assume a role, as far as they are known at synthesis. */
export interface ServiceRoleTrust {
  /** The ARNs of known memberships. */
  readonly membershipArns?: readonly string[];

  /** The accounts of memberships whose ARNs are not known; `undefined` if the accounts are not known either. */
  readonly accountIds?: readonly string[];

  /** The id of the membership that runs the queries, if it is known. The service also passes it as the external id. */
  readonly runnerMembershipId?: string;
}

/**
 * Creates a role that Clean Rooms assumes.
 *
 * The trust policy follows the user guide: the source of the call is one of the memberships. The ids of other members' memberships are
 * not known before they have joined, so the policy names their accounts. The members are read when the template is written, so that it
 * does not matter where and when the app defines them.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/setting-up-roles.html
 */
export function serviceRole(scope: Construct, id: string, description: string, trust: () => ServiceRoleTrust): Role {
  let isDefined = false;
  const role = new InlinePolicyRole(scope, id, { description, assumedBy: trustedService(scope, () => isDefined ? trust() : NOBODY) });
  isDefined = true;
  trustExternalId(role, trust);
  reportTrust(role, trust);
  return role;
}

/** Returns Clean Rooms as the principal of a role, for the memberships that are trusted when the template is written. */
export function trustedService(scope: Construct, trust: () => ServiceRoleTrust): IPrincipal {
  const arns = lastOf((trusted: ServiceRoleTrust) => sourceArns(scope, trusted));
  return service().withConditions({
    'ForAnyValue:ArnLike': { 'aws:SourceArn': Lazy.uncachedAny({ produce: () => arns(trust()) }) },
  });
}

/** Returns a function that keeps its last result: a policy is written several times in a synthesis, for the same trust. */
function lastOf<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  let last: { readonly key: Key; readonly value: Value } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
}

function service(): ServicePrincipal {
  return new ServicePrincipal('cleanrooms.amazonaws.com');
}

/** Warns if the members are not known, so that the role trusts memberships of any account. */
export function warnAboutUnboundTrust(roleId: string, { accountIds }: ServiceRoleTrust, remedy: () => string): Warning[] {
  return accountIds ? [] : [{
    id: 'cdk-cleanrooms:trustNotBoundToMembers',
    message: `the accounts of the members are not known, so that the trust policy of '${roleId}' allows memberships of any account to use it: ${remedy()}`,
  }];
}

function sourceArns(scope: Construct, { membershipArns = [], accountIds }: ServiceRoleTrust): string[] {
  return [...membershipArns, ...membershipsOf(scope, accountIds)];
}

/** Returns the pattern for the ARNs of all memberships of each of the accounts, or of any account if they are not known. */
export function membershipsOf(scope: IConstruct, accountIds: readonly string[] | undefined): string[] {
  return accountPatterns(scope, accountIds).map((account) => cleanRoomsArn(scope, 'membership/*', { account }));
}

/** Returns the accounts as patterns in a policy: themselves, or any account if they are not known. */
export function accountPatterns(scope: IConstruct, accountIds: readonly string[] | undefined): readonly string[] {
  throwIfAny(scope, accountIds?.flatMap((account) => checkExactPlace('accountId', account)) ?? []);
  return accountIds ?? ['*'];
}

/** Adds a statement on the external id to the trust policy, after the first one, if the runner is known when the template is written. */
export function trustExternalId(role: Role, trust: () => ServiceRoleTrust): void {
  const resource = role.node.defaultChild;
  const document = role.assumeRolePolicy;
  if (!CfnRole.isCfnRole(resource) || !document) return;
  const statementOn = lastOf((membershipId: string) => byExternalId(role, membershipId));
  resource.assumeRolePolicyDocument = Lazy.uncachedAny({
    produce: () => trust().runnerMembershipId === undefined ? document : trustPolicy(role, trust, statementOn),
  });
}

/** Returns the trust policy of a role, with the statement on the external id if the runner is known. */
function trustPolicy(
  role: Role, trust: () => ServiceRoleTrust, statementOn = (membershipId: string) => byExternalId(role, membershipId),
): { readonly Statement: object[] } {
  const { runnerMembershipId: id } = trust();
  const { Statement: [first, ...others], ...rest } = role.assumeRolePolicy!.toJSON() as { readonly Statement: object[] };
  return { Statement: [first, ...id === undefined ? [] : [statementOn(id)], ...others], ...rest };
}

/** Whom a role trusts for the report of `Role.customizeRoles`, which reads it before the members can be known. */
const NOBODY: ServiceRoleTrust = { accountIds: [] };

/** What `Role.customizeRoles` reports of each role, by its path. */
type PolicySynthesizer = IConstruct & { readonly roleReport?: Record<string, { assumeRolePolicy?: object[] }> };

/** Has the report of `Role.customizeRoles` say whom a role trusts as the template would: it is read when the role is made. */
export function reportTrust(role: Role, trust: () => ServiceRoleTrust): void {
  role.node.addValidation({
    validate: () => {
      const { roleReport } = role.node.root.node.tryFindChild('PolicySynthesizer') as PolicySynthesizer | undefined ?? {};
      const reported = roleReport?.[role.node.path];
      if (reported) reported.assumeRolePolicy = Stack.of(role).resolve(trustPolicy(role, trust).Statement);
      return [];
    },
  });
}

function byExternalId(role: Role, membershipId: string): object {
  const principal = service();
  const statement = new PolicyStatement({
    actions: [principal.assumeRoleAction],
    principals: [principal],
    conditions: { StringLike: { 'sts:ExternalId': `arn:${Aws.PARTITION}:*:${Stack.of(role).region}:*:dbuser:*/${membershipId}*` } },
  });
  return statement.toStatementJson() as object;
}

const WRITES_RESULTS = 'Clean Rooms names the objects of the results: '
  + 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/setting-up-roles.html';

/** Grants a role statements, and acknowledges their wildcards. */
export function grantAcknowledged(role: IRole, statements: readonly PolicyStatement[]): void {
  statements.forEach((statement) => role.addToPrincipalPolicy(statement));
  acknowledgeWildcards(role, () => statements);
}

/** Returns the statements that allow a role to write results below a prefix of a bucket, a folder with or without a slash at its end. */
export function writeResults(bucketArn: string, prefix: string | undefined, bucketAccount: string): PolicyStatement[] {
  const conditions = { StringEquals: { 'aws:ResourceAccount': bucketAccount } };
  return [
    new PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [bucketArn], conditions }),
    withReason(new PolicyStatement({ actions: ['s3:PutObject'], resources: [resultsIn(bucketArn, prefix)], conditions }), WRITES_RESULTS),
  ];
}
