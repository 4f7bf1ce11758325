import { invalid } from './exceptions';
import { memberOf, membersWith } from './kinds/collaboration';
import type { Resource, Values } from './resource';
import type { CleanRoomsService } from './service';

export interface S3Output extends Values {
  readonly bucket: string;
  readonly keyPrefix?: string;
}

interface MemberOutput extends Values {
  readonly accountId: string;
}

interface Location {
  readonly s3?: S3Output;
  readonly member?: MemberOutput;
}

export interface OutputConfiguration extends Location {
  readonly distribute?: { readonly locations: readonly Location[] };
  readonly intermediateTable?: Values;
}

export interface ResultConfiguration extends Values {
  readonly outputConfiguration: OutputConfiguration;
}

/** Where results go where a query does not say: to its runner's default place, or else to the one other member who can have them. */
export function defaultResults(runner: Resource<'Membership'>): ResultConfiguration {
  const receivers = membersWith(runner.parent.values.members, 'CAN_RECEIVE_RESULTS');
  const configured = runner.values.defaultResultConfiguration as ResultConfiguration | undefined;
  if (receivers.some(({ accountId }) => accountId === runner.account)) {
    if (!configured) throw invalid('The query names no place for its results, and the membership has no default one');
    return { outputConfiguration: configured.outputConfiguration };
  }
  if (receivers.length !== 1) throw invalid('The query must name the members who receive its results');
  return { outputConfiguration: { member: { accountId: receivers[0].accountId } } };
}

/** The accounts that a configuration gives results to, each of which can have them. */
export function receiversOf(configuration: OutputConfiguration, runner: Resource<'Membership'>, service: CleanRoomsService): string[] {
  if (configuration.intermediateTable) return [];
  const locations = configuration.distribute?.locations ?? [configuration];
  if (locations.filter(({ s3 }) => s3).length > 1) throw invalid('Results go to one place in S3 at most');
  return locations.map(({ member }) => {
    if (!member) return checkReceiver(runner.account, runner);
    if (member.accountId === runner.account) throw invalid("The runner's own account is not a member location");
    const membership = service.membershipIn(runner.parent, checkReceiver(member.accountId, runner));
    if (!membership?.values.defaultResultConfiguration) throw invalid(`The member ${member.accountId} has configured no place for results`);
    return member.accountId;
  });
}

function checkReceiver(account: string, { parent }: Resource<'Membership'>): string {
  const member = memberOf(parent, account);
  if (member?.status !== 'ACTIVE' || !member.memberAbilities.includes('CAN_RECEIVE_RESULTS')) {
    throw invalid(`The account ${account} is not an active member who can receive results`);
  }
  return account;
}

/** Where the results of a run lie, once it has succeeded. */
export function outputOf({ s3, member, distribute }: OutputConfiguration, runId: string): Values | undefined {
  if (s3) return { s3: locationOf(s3, runId) };
  if (member) return { memberList: [member] };
  if (!distribute) return undefined;
  const place = distribute.locations.find((location) => location.s3)?.s3;
  const members = distribute.locations.flatMap((location) => location.member ?? []);
  return { distribute: { ...(place && { s3: locationOf(place, runId) }), memberList: members } };
}

function locationOf({ bucket, keyPrefix = '' }: S3Output, runId: string): Values {
  return { location: `s3://${bucket}/${keyPrefix}${keyPrefix && !keyPrefix.endsWith('/') ? '/' : ''}${runId}` };
}
