import { ListCollaborationIdNamespaceAssociationsCommand } from '@aws-sdk/client-cleanrooms';
import { namedLookup } from '../named-lookup';

export const idNamespaceAssociationLookup = namedLookup({
  displayName: 'ID namespace association',

  async page(cleanRooms, collaborationIdentifier, nextToken) {
    const output = await cleanRooms.send(new ListCollaborationIdNamespaceAssociationsCommand({ collaborationIdentifier, nextToken }));
    return { items: output.collaborationIdNamespaceAssociationSummaries, nextToken: output.nextToken };
  },
});
