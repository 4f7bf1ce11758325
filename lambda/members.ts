import { ListMembersCommand, type MemberSummary } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import { messageOf } from './errors';
import { allPages } from './pages';

/** The members of a collaboration: those who are invited, have joined, have left or were removed. */
export async function listMembers(cleanRooms: CleanRooms, collaborationIdentifier: string): Promise<MemberSummary[]> {
  return allPages(
    async (nextToken) => cleanRooms.send(new ListMembersCommand({ collaborationIdentifier, nextToken })),
    (output) => output.memberSummaries,
  );
}

/** The same for messages: where the members cannot be read, messages name accounts only. */
export async function listMembersForMessage(cleanRooms: CleanRooms, collaborationIdentifier: string): Promise<MemberSummary[]> {
  try {
    return await listMembers(cleanRooms, collaborationIdentifier);
  } catch (failure) {
    cleanRooms.log(`the names of the members are not known: ${messageOf(failure)}`);
    return [];
  }
}

/** Names an account in a message, with the display name of the member if it is one: `222222222222 'Publisher'`. */
export function accountWithName(accountId: string, members: readonly MemberSummary[]): string {
  const member = members.find((each) => each.accountId === accountId);
  return member ? `${accountId} '${member.displayName}'` : accountId;
}

/** Whether the member is out of the collaboration for good. */
export function hasLeft({ status }: MemberSummary): boolean {
  return status === 'REMOVED' || status === 'LEFT';
}

/** Describes a member in a message. */
export function describedMember({ accountId, displayName, status }: MemberSummary): string {
  return `${accountId} ('${displayName}', ${status})`;
}
