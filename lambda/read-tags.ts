import { ListTagsForResourceCommand } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import { isException } from './errors';
import type { Tags } from '../src/custom-resources/contract';

/** The tags of a resource; none when it is gone. */
export async function readTags(cleanRooms: CleanRooms, resourceArn: string): Promise<Tags> {
  try {
    const output = await cleanRooms.send(new ListTagsForResourceCommand({ resourceArn }));
    return output.tags ?? {};
  } catch (error) {
    if (isException(error, 'ResourceNotFoundException')) return {};
    throw error;
  }
}
