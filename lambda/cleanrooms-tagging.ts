import { TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-cleanrooms';
import { CLEAN_ROOMS_TAG_READING } from './cleanrooms-tag-reading';
import type { Tagging } from './tagging';

/** The operations on tags of Clean Rooms. */
export const CLEAN_ROOMS_TAGGING: Tagging = {
  ...CLEAN_ROOMS_TAG_READING,
  add: async (cleanRooms, resourceArn, tags) => cleanRooms.send(new TagResourceCommand({ resourceArn, tags })),
  remove: async (cleanRooms, resourceArn, tagKeys) => cleanRooms.send(new UntagResourceCommand({ resourceArn, tagKeys })),
};
