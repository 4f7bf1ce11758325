import { Stack } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { TableSourceImplementation } from './sources/table-source-implementation';
import { cleanRoomsArn } from '../../foundation/arns';
import type { ServiceRoleTrust } from '../../foundation/service-role';
import type { ProgramModel } from '../../program/model';

/** What decides who may make Clean Rooms read a table. */
export interface TableReaders {
  /** The owner's membership. */
  readonly membership: refs.IMembershipRef;

  readonly readFor: TableSourceImplementation['readFor'];

  /** The id of the membership of the member who runs analyses, where the user gave it. */
  readonly runnerMembershipId?: string;
}

/**
 * Whom the role that reads a table trusts: the owner's membership exactly, the runner's where its id is known, and the other
 * members' by their accounts. The service names the runner's membership as the external id as well, but not for Snowflake.
 */
export function tableRoleTrust(scope: Construct, model: ProgramModel, { membership, readFor, runnerMembershipId }: TableReaders): ServiceRoleTrust {
  const { membershipArn, membershipIdentifier } = membership.membershipRef;
  const ownAccount = Stack.of(scope).account;
  const collaboration = model.collaborationOf(membership);
  const runner = collaboration?.members()?.find(({ abilities }) => abilities?.includes('CAN_QUERY'))?.accountId;
  const ownRuns = runner === ownAccount;

  const runnerArns = runnerMembershipId === undefined || ownRuns ? []
    : [cleanRoomsArn(scope, `membership/${runnerMembershipId}`, { account: runner ?? '*' })]; // the id is one in the world
  const readers = readFor === 'everyMember' ? collaboration?.accountIds()
    : runnerArns.length ? [] : collaboration?.accountIdsWith('CAN_QUERY');
  const namedExactly = [ownAccount, ...runnerArns.length ? [runner] : []];
  return {
    membershipArns: [membershipArn, ...runnerArns],
    accountIds: readers?.filter((account) => !namedExactly.includes(account)),
    runnerMembershipId: readFor === 'everyMember' ? runnerMembershipId ?? (ownRuns ? membershipIdentifier : undefined) : undefined,
  };
}
