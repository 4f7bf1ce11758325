import { TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import { isOwnershipTag } from './ownership-tags';
import { readTags } from './read-tags';
import type { Tags } from '../src/custom-resources/contract';

/**
 * Changes the tags of a resource to the wanted ones. It removes only tags that this resource had before, and leaves those
 * that somebody else added.
 */
export async function changeTags(cleanRooms: CleanRooms, resourceArn: string, wanted: Tags, before: readonly string[]): Promise<void> {
  const live = await readTags(cleanRooms, resourceArn);

  const tags = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => live[key] !== value && !isOwnershipTag(key)));
  if (Object.keys(tags).length > 0) {
    await cleanRooms.send(new TagResourceCommand({ resourceArn, tags }));
  }
  const tagKeys = before.filter((key) => key in live && !(key in wanted) && !isOwnershipTag(key));
  if (tagKeys.length > 0) {
    await cleanRooms.send(new UntagResourceCommand({ resourceArn, tagKeys }));
  }
}
