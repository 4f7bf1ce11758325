import { ListCollaborationConfiguredAudienceModelAssociationsCommand } from '@aws-sdk/client-cleanrooms';
import { namedLookup } from '../named-lookup';

export const configuredAudienceModelAssociationLookup = namedLookup({
  displayName: 'configured audience model association',

  async page(cleanRooms, collaborationIdentifier, nextToken) {
    const output = await cleanRooms.send(new ListCollaborationConfiguredAudienceModelAssociationsCommand({ collaborationIdentifier, nextToken }));
    return { items: output.collaborationConfiguredAudienceModelAssociationSummaries, nextToken: output.nextToken };
  },
});
