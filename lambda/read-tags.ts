import { ListTagsForResourceCommand } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import type { Tags } from '../src/custom-resources/contract';

export async function readTags(cleanRooms: CleanRooms, resourceArn: string): Promise<Tags> {
  const output = await cleanRooms.send(new ListTagsForResourceCommand({ resourceArn }));
  return output.tags ?? {};
}
