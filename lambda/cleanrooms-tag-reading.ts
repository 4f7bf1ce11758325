import { ListTagsForResourceCommand } from '@aws-sdk/client-cleanrooms';
import type { TagReading } from './tagging';

/** Reads the tags of resources of Clean Rooms. */
export const CLEAN_ROOMS_TAG_READING: TagReading = {
  list: async (cleanRooms, resourceArn) => cleanRooms.send(new ListTagsForResourceCommand({ resourceArn })),
};
