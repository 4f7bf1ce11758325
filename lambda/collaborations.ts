import { type CollaborationSummary, type FilterableMemberStatus, ListCollaborationsCommand } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import { allPages } from './pages';

/** Returns the collaborations that this account created, has joined or is invited to: all of them, or those with one status of its own. */
export async function listCollaborations(cleanRooms: CleanRooms, memberStatus?: FilterableMemberStatus): Promise<CollaborationSummary[]> {
  return allPages(
    async (nextToken) => cleanRooms.send(new ListCollaborationsCommand({ memberStatus, nextToken })),
    (output) => output.collaborationList,
  );
}
