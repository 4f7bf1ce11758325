import { ListCollaborationAnalysisTemplatesCommand } from '@aws-sdk/client-cleanrooms';
import { namedLookup } from '../named-lookup';

export const analysisTemplateLookup = namedLookup('analysis template', async (cleanRooms, collaborationIdentifier, nextToken) => {
  const output = await cleanRooms.send(new ListCollaborationAnalysisTemplatesCommand({ collaborationIdentifier, nextToken }));
  return { items: output.collaborationAnalysisTemplateSummaries, nextToken: output.nextToken };
});
