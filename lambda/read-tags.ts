import { ListTagsForResourceCommand } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import { unlessException } from './errors';
import type { Tags } from '../src/custom-resources/contract';

/** Returns the tags of a resource; none if it is gone. */
export async function readTags(cleanRooms: CleanRooms, resourceArn: string): Promise<Tags> {
  const output = await unlessException('ResourceNotFoundException', async () => cleanRooms.send(new ListTagsForResourceCommand({ resourceArn })));
  return output?.tags ?? {};
}
