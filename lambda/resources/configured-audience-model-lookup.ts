import {
  GetCollaborationConfiguredAudienceModelAssociationCommand, ListCollaborationConfiguredAudienceModelAssociationsCommand,
} from '@aws-sdk/client-cleanrooms';
import { namedLookup } from '../named-lookup';

/** Finds the model behind an association: the list of a collaboration has only the associations. */
export const configuredAudienceModelLookup = namedLookup({
  displayName: 'configured audience model behind the association',

  async page(cleanRooms, collaborationIdentifier, nextToken) {
    const output = await cleanRooms.send(new ListCollaborationConfiguredAudienceModelAssociationsCommand({ collaborationIdentifier, nextToken }));
    const summaries = output.collaborationConfiguredAudienceModelAssociationSummaries ?? [];
    const items = await Promise.all(summaries.map(async ({ id, ...summary }) => {
      const { collaborationConfiguredAudienceModelAssociation: association } = await cleanRooms.send(
        new GetCollaborationConfiguredAudienceModelAssociationCommand({ collaborationIdentifier, configuredAudienceModelAssociationIdentifier: id }));
      return { ...summary, arn: association?.configuredAudienceModelArn };
    }));
    return { items, nextToken: output.nextToken };
  },
});
