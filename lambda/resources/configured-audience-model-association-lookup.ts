import { ListCollaborationConfiguredAudienceModelAssociationsCommand } from '@aws-sdk/client-cleanrooms';
import { namedLookup } from '../named-lookup';

export const configuredAudienceModelAssociationLookup = namedLookup('configured audience model association', async (
  cleanRooms, collaborationIdentifier, nextToken,
) => {
  const output = await cleanRooms.send(new ListCollaborationConfiguredAudienceModelAssociationsCommand({ collaborationIdentifier, nextToken }));
  return { items: output.collaborationConfiguredAudienceModelAssociationSummaries, nextToken: output.nextToken };
});
