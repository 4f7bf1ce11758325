import type { MemberSummary } from '@aws-sdk/client-cleanrooms';
import { membershipArnAttribute, type MembersJoinedProperties } from '../../src/custom-resources/contract';
import { listOf, text, wholeNumber } from '../decode';
import { DeploymentError } from '../errors';
import { regionOf } from '../event';
import { describedMember, hasLeft, listMembers } from '../members';
import { UUID } from '../nested-id';
import { poll } from '../poll';
import { resourceWithoutDelete } from '../resource-without-delete';

/** What a physical id records: the ids of the memberships, in the order of the accounts. */
const RECORD = 'members:';
const SEPARATOR = ',';
const FORMAT = new RegExp(`^${RECORD}${UUID}(?:${SEPARATOR}${UUID})*$`);

/** One of the expected accounts, and the member of the collaboration that it is. */
interface Expected {
  readonly accountId: string;
  readonly member?: MemberSummary;
}

/** Waits until members have joined a collaboration, and returns their memberships. */
export const membersJoined = resourceWithoutDelete<MembersJoinedProperties>({
  fields: { CollaborationIdentifier: text, AccountIds: listOf(text), WaitSeconds: wholeNumber },

  async apply(cleanRooms, { CollaborationIdentifier: collaborationIdentifier, AccountIds: accountIds, WaitSeconds: seconds }) {
    const members = await poll(
      cleanRooms, seconds,
      async () => listMembers(cleanRooms, collaborationIdentifier),
      (seen) => expectedOf(accountIds, seen).every(hasJoined) || expectedOf(accountIds, seen).some(cannotJoin),
    );

    const expected = expectedOf(accountIds, members);
    const impossible = expected.filter(cannotJoin);
    if (impossible.length > 0) {
      throw new DeploymentError(`not among the members of the collaboration ${collaborationIdentifier}: ${described(impossible)}. `
        + `Its members: ${described(expectedOf(members.map(({ accountId }) => accountId!), members))}`);
    }
    const late = expected.filter((one) => !hasJoined(one));
    if (late.length > 0) {
      throw new DeploymentError(`not joined the collaboration ${collaborationIdentifier} within ${seconds} s: ${described(late)}. `
        + "They have to create their memberships. Then deploy again, or wait longer with 'timeout'");
    }
    return RECORD + expected.map(({ member }) => idIn(member!.membershipArn!)).join(SEPARATOR);
  },

  attributes(recorded, { AccountIds: accountIds }, event) {
    const ids = recorded.slice(RECORD.length).split(SEPARATOR);
    return Object.fromEntries(accountIds.map((account, index) =>
      [membershipArnAttribute(index), `arn:aws:cleanrooms:${regionOf(event)}:${account}:membership/${ids[index]}`]));
  },

  isRecord: (recorded) => FORMAT.test(recorded),
});

function idIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function expectedOf(accountIds: readonly string[], members: readonly MemberSummary[]): Expected[] {
  return accountIds.map((accountId) => ({ accountId, member: members.find((member) => member.accountId === accountId) }));
}

function hasJoined({ member }: Expected): boolean {
  return member?.status === 'ACTIVE' && member.membershipArn !== undefined;
}

/** Whether there is no use in waiting, because the account was never invited, has left or was removed. */
function cannotJoin({ member }: Expected): boolean {
  return member === undefined || hasLeft(member);
}

function described(expected: readonly Expected[]): string {
  return expected.map(({ accountId, member }) => member ? describedMember(member) : accountId).join(', ');
}
