import { ListCollaborationTrainedModelsCommand } from '../missing-sdk/client-cleanroomsml';
import { namedLookup } from '../named-lookup';

export const trainedModelLookup = namedLookup({
  displayName: 'trained model',

  async page(cleanRooms, collaborationIdentifier, nextToken) {
    const output = await cleanRooms.sendToMachineLearning(new ListCollaborationTrainedModelsCommand({ collaborationIdentifier, nextToken }));
    return { items: output.collaborationTrainedModels?.map((each) => ({ ...each, arn: each.trainedModelArn })), nextToken: output.nextToken };
  },
});
