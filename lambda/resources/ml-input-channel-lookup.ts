import { ListCollaborationMLInputChannelsCommand } from '../missing-sdk/client-cleanroomsml';
import { namedLookup } from '../named-lookup';

export const mlInputChannelLookup = namedLookup({
  displayName: 'ML input channel',

  async page(cleanRooms, collaborationIdentifier, nextToken) {
    const output = await cleanRooms.sendToMachineLearning(new ListCollaborationMLInputChannelsCommand({ collaborationIdentifier, nextToken }));
    return { items: output.collaborationMLInputChannelsList?.map((each) => ({ ...each, arn: each.mlInputChannelArn })), nextToken: output.nextToken };
  },
});
