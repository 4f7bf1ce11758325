import { ListMembersCommand, type MemberSummary } from '@aws-sdk/client-cleanrooms';
import { membershipArnAttribute, type MembersJoinedProperties } from '../../src/custom-resources/contract';
import type { CleanRooms } from '../client';
import { listOf, text, wholeNumber } from '../decode';
import { DeploymentError } from '../errors';
import { allPages } from '../pages';
import { poll } from '../poll';
import { question, stableId } from '../question';

/** One of the accounts that are waited for, and what the collaboration says of it. */
interface Expected {
  readonly accountId: string;
  readonly member?: MemberSummary;
}

/** Waits until members have joined a collaboration, and answers with their memberships. */
export const membersJoined = question<MembersJoinedProperties>(
  { CollaborationIdentifier: text, AccountIds: listOf(text), WaitSeconds: wholeNumber },
  async (cleanRooms, { CollaborationIdentifier: collaborationIdentifier, AccountIds: accountIds, WaitSeconds: seconds }, event) => {
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
        + "They have to make their memberships; then deploy again, or wait longer by 'waitUpTo'");
    }
    return {
      PhysicalResourceId: stableId(event),
      Data: Object.fromEntries(expected.map(({ member }, index) => [membershipArnAttribute(index), member!.membershipArn!])),
    };
  },
);

async function listMembers(cleanRooms: CleanRooms, collaborationIdentifier: string): Promise<MemberSummary[]> {
  return allPages(
    async (nextToken) => cleanRooms.send(new ListMembersCommand({ collaborationIdentifier, nextToken })),
    (output) => output.memberSummaries,
  );
}

function expectedOf(accountIds: readonly string[], members: readonly MemberSummary[]): Expected[] {
  return accountIds.map((accountId) => ({ accountId, member: members.find((member) => member.accountId === accountId) }));
}

function hasJoined({ member }: Expected): boolean {
  return member?.status === 'ACTIVE' && member.membershipArn !== undefined;
}

/** Whether waiting is in vain: who was never invited, has left or was removed does not join. */
function cannotJoin({ member }: Expected): boolean {
  return member === undefined || member.status === 'LEFT' || member.status === 'REMOVED';
}

function described(expected: readonly Expected[]): string {
  return expected.map(({ accountId, member }) => member ? `${accountId} ('${member.displayName}', ${member.status})` : accountId).join(', ');
}
