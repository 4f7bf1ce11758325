import type { CleanRooms } from './client';
import { messageOf } from './errors';
import { isOwnershipTag } from './ownership-tags';
import { isArnRefused, readTags } from './read-tags';
import type { Tagging } from './tagging';
import type { Tags } from '../src/custom-resources/contract';

/**
 * Changes the tags of a resource to the wanted ones. It removes only tags that this resource had before, and leaves those
 * that somebody else added.
 *
 * If the service refuses the ARN, the tags that the resource had before stand for the live ones, so that nothing is called
 * where none of the user's tags changes. Tags that do change stay as they are, and a line in the log says so: a deployment
 * must not fail because of them, and least of all a rollback.
 */
export async function changeTags(tagging: Tagging, cleanRooms: CleanRooms, resourceArn: string, wanted: Tags, before: Tags): Promise<void> {
  const live = await readTags(tagging, cleanRooms, resourceArn) ?? before;

  const tags = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => live[key] !== value && !isOwnershipTag(key)));
  const tagKeys = Object.keys(before).filter((key) => key in live && !(key in wanted) && !isOwnershipTag(key));
  try {
    if (Object.keys(tags).length > 0) await tagging.add(cleanRooms, resourceArn, tags);
    if (tagKeys.length > 0) await tagging.remove(cleanRooms, resourceArn, tagKeys);
  } catch (failure) {
    if (!isArnRefused(failure, resourceArn)) throw failure;
    cleanRooms.log(`the tags were NOT changed, because the service refuses the ARN of the resource. ${messageOf(failure)}`);
  }
}
