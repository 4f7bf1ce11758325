import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { TableSourceImplementation } from './sources/table-source-implementation';
import { cleanRoomsArn } from '../../foundation/arns';
import type { ServiceRoleTrust } from '../../foundation/service-role';
import type { ProgramModel } from '../../program/model';
import type { NamedMembership } from '../../program/parents';

/** Decides which memberships can cause Clean Rooms to read a table. */
export interface TableReaders {
  /** The owner's membership. */
  readonly membership: NamedMembership;

  readonly readFor: TableSourceImplementation['readFor'];

  /** The id of the membership of the member who runs analyses, if it was given. */
  readonly runnerMembershipId?: string;
}

/**
 * The trust of the role that reads a table: the owner's membership, the runner's membership if its id is known, and the accounts of the
 * other members. The service also passes the runner's membership as the external id, but not for Snowflake.
 */
export function tableRoleTrust(scope: Construct, model: ProgramModel, { membership, readFor, runnerMembershipId }: TableReaders): ServiceRoleTrust {
  const { membershipArn, membershipIdentifier } = membership;
  const ownAccount = Stack.of(scope).account;
  const collaboration = model.collaborationOfMembership(membership.key);
  const runner = collaboration?.members()?.find(({ abilities }) => abilities?.includes('CAN_QUERY'))?.accountId;
  const ownRuns = runner === ownAccount;

  const runnerArns = runnerMembershipId === undefined || ownRuns ? []
    : [cleanRoomsArn(scope, `membership/${runnerMembershipId}`, { account: runner ?? '*' })]; // ids are unique over all accounts
  const readers = readFor === 'everyMember' ? collaboration?.accountIds()
    : runnerArns.length ? [] : collaboration?.accountIdsWith('CAN_QUERY');
  const namedExactly = [ownAccount, ...runnerArns.length ? [runner] : []];
  return {
    membershipArns: [membershipArn, ...runnerArns],
    accountIds: readers?.filter((account) => !namedExactly.includes(account)),
    runnerMembershipId: readFor === 'everyMember' ? runnerMembershipId ?? (ownRuns ? membershipIdentifier : undefined) : undefined,
  };
}
