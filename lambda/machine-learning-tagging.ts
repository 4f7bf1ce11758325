import { ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand } from './missing-sdk/client-cleanroomsml';
import type { Tagging } from './tagging';

/** The operations on tags of Clean Rooms ML. */
export const MACHINE_LEARNING_TAGGING: Tagging = {
  list: async (cleanRooms, resourceArn) => cleanRooms.sendToMachineLearning(new ListTagsForResourceCommand({ resourceArn })),
  add: async (cleanRooms, resourceArn, tags) => cleanRooms.sendToMachineLearning(new TagResourceCommand({ resourceArn, tags })),
  remove: async (cleanRooms, resourceArn, tagKeys) => cleanRooms.sendToMachineLearning(new UntagResourceCommand({ resourceArn, tagKeys })),
};
