import { ListCollaborationIdNamespaceAssociationsCommand } from '@aws-sdk/client-cleanrooms';
import { namedLookup } from '../named-lookup';

export const idNamespaceAssociationLookup = namedLookup('ID namespace association', async (cleanRooms, collaborationIdentifier, nextToken) => {
  const output = await cleanRooms.send(new ListCollaborationIdNamespaceAssociationsCommand({ collaborationIdentifier, nextToken }));
  return { items: output.collaborationIdNamespaceAssociationSummaries, nextToken: output.nextToken };
});
