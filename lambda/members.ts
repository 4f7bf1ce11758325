import { ListMembersCommand, type MemberSummary } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import { allPages } from './pages';

/** The members of a collaboration: those who are invited, have joined, have left or were removed. */
export async function listMembers(cleanRooms: CleanRooms, collaborationIdentifier: string): Promise<MemberSummary[]> {
  return allPages(
    async (nextToken) => cleanRooms.send(new ListMembersCommand({ collaborationIdentifier, nextToken })),
    (output) => output.memberSummaries,
  );
}

/** Whether the member is out of the collaboration for good. */
export function hasLeft({ status }: MemberSummary): boolean {
  return status === 'REMOVED' || status === 'LEFT';
}

/** Describes a member in a message. */
export function describedMember({ accountId, displayName, status }: MemberSummary): string {
  return `${accountId} ('${displayName}', ${status})`;
}
