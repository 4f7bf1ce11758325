import { createHash } from 'node:crypto';
import { GetCollaborationAnalysisTemplateCommand, ListCollaborationAnalysisTemplatesCommand } from '@aws-sdk/client-cleanrooms';
import { namedLookup } from '../named-lookup';

export const analysisTemplateLookup = namedLookup({
  displayName: 'analysis template',

  async page(cleanRooms, collaborationIdentifier, nextToken) {
    const output = await cleanRooms.send(new ListCollaborationAnalysisTemplatesCommand({ collaborationIdentifier, nextToken }));
    return { items: output.collaborationAnalysisTemplateSummaries, nextToken: output.nextToken };
  },

  async sourceHash(cleanRooms, collaborationIdentifier, analysisTemplateArn) {
    const { collaborationAnalysisTemplate: template } = await cleanRooms.send(
      new GetCollaborationAnalysisTemplateCommand({ collaborationIdentifier, analysisTemplateArn }),
    );
    const sql = template?.source?.text;
    return sql === undefined ? template?.sourceMetadata?.artifacts?.entryPointHash?.sha256 : createHash('sha256').update(sql).digest('hex');
  },
});
