import { ListCollaborationConfiguredModelAlgorithmAssociationsCommand } from '../missing-sdk/client-cleanroomsml';
import { namedLookup } from '../named-lookup';

export const configuredModelAlgorithmAssociationLookup = namedLookup({
  displayName: 'configured model algorithm association',

  async page(cleanRooms, collaborationIdentifier, nextToken) {
    const command = new ListCollaborationConfiguredModelAlgorithmAssociationsCommand({ collaborationIdentifier, nextToken });
    const { collaborationConfiguredModelAlgorithmAssociations: associations, ...output } = await cleanRooms.sendToMachineLearning(command);
    return { items: associations?.map((each) => ({ ...each, arn: each.configuredModelAlgorithmAssociationArn })), nextToken: output.nextToken };
  },
});
