import { GetCollaborationCommand } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import { messageOf } from './errors';

/** The account that created a collaboration. */
export interface Creator {
  readonly accountId: string;
  readonly displayName: string;
}

/** Reads who created a collaboration, for messages; undefined where that cannot be read. */
export async function readCreator(cleanRooms: CleanRooms, collaborationIdentifier: string): Promise<Creator | undefined> {
  try {
    const { collaboration } = await cleanRooms.send(new GetCollaborationCommand({ collaborationIdentifier }));
    return { accountId: collaboration!.creatorAccountId!, displayName: collaboration!.creatorDisplayName! };
  } catch (failure) {
    cleanRooms.log(`the creator of the collaboration is not known: ${messageOf(failure)}`);
    return undefined;
  }
}
