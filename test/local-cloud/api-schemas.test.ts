import type { SchemaStatusDetail } from '@aws-sdk/client-cleanrooms';
import { ADVERTISER, ANY_QUERY_RULE, CleanRoom, LIST_RULE, PUBLISHER } from './clean-room';
import { startCleanRoomsApi, type CleanRoomsApi } from '../../tools/src/local-cloud/api/server';

let api: CleanRoomsApi;
let room: CleanRoom;
beforeAll(async () => {
  api = await startCleanRoomsApi();
  room = new CleanRoom(api.url);
});
afterAll(() => api.close());
beforeEach(() => api.reset());

async function readiness(collaborationIdentifier: string, name: string): Promise<SchemaStatusDetail[]> {
  const { schema } = await room.advertiser.getSchema({ collaborationIdentifier, name });
  return schema!.schemaStatusDetails!;
}

const codes = (details: SchemaStatusDetail[]) =>
  details.map(({ analysisType, status, reasons = [] }) => [analysisType, status, ...reasons.map(({ code }) => code)]);

describe('schemas', () => {
  it('are the tables of all members', async () => {
    const { collaborationIdentifier, publisher } = await room.open();
    await room.readyTable('purchases', publisher, LIST_RULE);

    const { schema } = await room.advertiser.getSchema({ collaborationIdentifier, name: 'PURCHASES' });
    expect(schema).toMatchObject({
      name: 'purchases',
      type: 'TABLE',
      creatorAccountId: PUBLISHER,
      columns: [{ name: 'email', type: 'string' }, { name: 'amount', type: 'string' }],
      analysisRuleTypes: ['LIST'],
      analysisMethod: 'DIRECT_QUERY',
      schemaStatusDetails: [{ status: 'READY', analysisType: 'DIRECT_ANALYSIS', analysisRuleType: 'LIST' }],
    });
    const { schemaSummaries } = await room.advertiser.listSchemas({ collaborationIdentifier, schemaType: 'TABLE' });
    expect(schemaSummaries).toMatchObject([{ name: 'purchases' }]);
    const { schemas, errors } = await room.advertiser.batchGetSchema({ collaborationIdentifier, names: ['purchases', 'nothing'] });
    expect([schemas, errors]).toMatchObject([[{ name: 'purchases' }], [{ name: 'nothing' }]]);
    await expect(readiness(collaborationIdentifier, 'nothing')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('have the rule of the table and that of the association, together and apart', async () => {
    const { collaborationIdentifier, publisher } = await room.open();
    await room.readyTable('purchases', publisher, LIST_RULE);

    const { analysisRule } = await room.advertiser.getSchemaAnalysisRule({ collaborationIdentifier, name: 'purchases', type: 'LIST' });
    expect(analysisRule).toMatchObject({
      policy: { v1: { list: { joinColumns: ['email'] } } },
      collaborationPolicy: { v1: { list: { allowedResultReceivers: [ADVERTISER] } } },
      consolidatedPolicy: { v1: { list: { joinColumns: ['email'], allowedResultReceivers: [ADVERTISER] } } },
    });
    const schemaAnalysisRuleRequests = (['LIST', 'CUSTOM'] as const).map((type) => ({ name: 'purchases', type }));
    const { analysisRules, errors } = await room.advertiser.batchGetSchemaAnalysisRule({
      collaborationIdentifier,
      schemaAnalysisRuleRequests,
    });
    expect([analysisRules, errors]).toMatchObject([[{ type: 'LIST' }], [{ type: 'CUSTOM' }]]);
  });
});

describe('readiness', () => {
  const DIRECT = 'DIRECT_ANALYSIS';
  const ADDITIONAL = 'ADDITIONAL_ANALYSIS';
  const NO_ANALYSES = 'ADDITIONAL_ANALYSES_NOT_CONFIGURED';
  const privacy = { custom: { ...ANY_QUERY_RULE.custom!, differentialPrivacy: { columns: [{ name: 'email' }] } } };
  const both = { custom: { ...ANY_QUERY_RULE.custom!, additionalAnalyses: 'ALLOWED' as const } };
  const receivers = { allowedResultReceivers: [ADVERTISER], allowedAdditionalAnalyses: [] };
  const analyses = {
    ...receivers,
    allowedAdditionalAnalyses: [`arn:aws:cleanrooms:eu-central-1:${PUBLISHER}:membership/*/configuredaudiencemodelassociation/*`],
  };
  const nothing = { custom: { allowedAnalyses: [] } };

  it.each([
    ['no rule', undefined, undefined, [[DIRECT, 'NOT_READY', 'ANALYSIS_RULE_MISSING']]],
    ['no rule of the association', LIST_RULE, undefined, [[DIRECT, 'NOT_READY', 'COLLABORATION_ANALYSIS_RULE_NOT_CONFIGURED']]],
    ['no receivers', ANY_QUERY_RULE, { custom: {} }, [[DIRECT, 'NOT_READY', 'RESULT_RECEIVERS_NOT_CONFIGURED']]],
    ['rules of two types', LIST_RULE, { custom: receivers }, [[DIRECT, 'NOT_READY', 'ANALYSIS_RULE_TYPES_NOT_COMPATIBLE']]],
    ['a rule that allows nothing', nothing, { custom: receivers }, [[DIRECT, 'NOT_READY', 'ANALYSIS_TEMPLATES_NOT_CONFIGURED']]],
    ['no privacy budget', privacy, { custom: receivers }, [[DIRECT, 'NOT_READY', 'DIFFERENTIAL_PRIVACY_POLICY_NOT_CONFIGURED']]],
    ['none of the analyses', both, { custom: receivers }, [[DIRECT, 'READY'], [ADDITIONAL, 'NOT_READY', NO_ANALYSES]]],
    ['too many of them', LIST_RULE, { list: analyses }, [[DIRECT, 'NOT_READY', 'ADDITIONAL_ANALYSES_NOT_ALLOWED']]],
    ['all that it takes', both, { custom: analyses }, [[DIRECT, 'READY'], [ADDITIONAL, 'READY']]],
  ])('tells of a table with %s', async (_, policy, own, expected) => {
    const { collaborationIdentifier, publisher } = await room.open();
    const association = await room.associate('purchases', publisher, await room.table('purchases', policy));
    if (own) {
      await room.publisher.createConfiguredTableAssociationAnalysisRule({
        membershipIdentifier: publisher,
        configuredTableAssociationIdentifier: association.configuredTableAssociationIdentifier,
        analysisRuleType: 'list' in own ? 'LIST' : 'CUSTOM',
        analysisRulePolicy: { v1: own },
      });
    }
    expect(codes(await readiness(collaborationIdentifier, 'purchases'))).toEqual(expected);
  });
});

describe('ID mapping tables', () => {
  const namespace = (membershipIdentifier: string, account: string, name: string) => ({
    membershipIdentifier,
    name,
    inputReferenceConfig: {
      inputReferenceArn: `arn:aws:entityresolution:eu-central-1:${account}:idnamespace/${name}`,
      manageResourcePolicies: true,
    },
  });
  const mapping = (membershipIdentifier: string) => ({
    membershipIdentifier,
    name: 'ids',
    inputReferenceConfig: {
      inputReferenceArn: `arn:aws:entityresolution:eu-central-1:${ADVERTISER}:idmappingworkflow/ids`,
      manageResourcePolicies: true,
    },
  });

  it('join a source and a target, and are ready some time after they are populated', async () => {
    const { collaborationIdentifier, advertiser, publisher } = await room.open();
    await room.advertiser.createIdNamespaceAssociation(namespace(advertiser, ADVERTISER, 'source'));
    await expect(room.advertiser.createIdMappingTable(mapping(advertiser)))
      .rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('TARGET') });
    await room.publisher.createIdNamespaceAssociation(namespace(publisher, PUBLISHER, 'target'));
    const { idMappingTable } = await room.advertiser.createIdMappingTable(mapping(advertiser));
    expect(idMappingTable!.inputReferenceProperties!.idMappingTableInputSource!.map(({ type }) => type)).toEqual(['SOURCE', 'TARGET']);

    const notReady = [['DIRECT_ANALYSIS', 'NOT_READY', 'ID_MAPPING_TABLE_NOT_POPULATED']];
    expect(codes(await readiness(collaborationIdentifier, 'ids'))).toEqual(notReady);
    const populate = { membershipIdentifier: advertiser, idMappingTableIdentifier: idMappingTable!.id };
    expect((await room.advertiser.populateIdMappingTable(populate)).idMappingJobId).toMatch(/^[0-9a-f-]{36}$/);
    await expect(room.advertiser.populateIdMappingTable(populate)).rejects.toMatchObject({ name: 'ConflictException' });
    expect(codes(await readiness(collaborationIdentifier, 'ids'))).toEqual(notReady);
    expect(codes(await readiness(collaborationIdentifier, 'ids'))).toEqual(notReady);
    expect(codes(await readiness(collaborationIdentifier, 'ids'))).toEqual([['DIRECT_ANALYSIS', 'READY']]);

    const { analysisRule } = await room.advertiser.getSchemaAnalysisRule({
      collaborationIdentifier,
      name: 'ids',
      type: 'ID_MAPPING_TABLE',
    });
    expect(analysisRule!.policy!.v1!.idMappingTable!.joinColumns).toHaveLength(2);
    const { collaborationIdNamespaceAssociationSummaries: namespaces } =
      await room.advertiser.listCollaborationIdNamespaceAssociations({ collaborationIdentifier });
    expect(namespaces!.map(({ name, creatorAccountId }) => [name, creatorAccountId]))
      .toEqual([['source', ADVERTISER], ['target', PUBLISHER]]);
  });
});

describe('analysis templates', () => {
  const template = (membershipIdentifier: string) => ({
    membershipIdentifier, name: 'reach', format: 'SQL' as const, source: { text: 'SELECT COUNT(*) FROM purchases' },
  });

  it('are found by the members of the collaboration', async () => {
    const { collaborationIdentifier, publisher } = await room.open();
    await room.readyTable('purchases', publisher, LIST_RULE);
    const { analysisTemplate } = await room.publisher.createAnalysisTemplate(template(publisher));
    const { arn: analysisTemplateArn } = analysisTemplate!;

    const { collaborationAnalysisTemplate: one } = await room.advertiser.getCollaborationAnalysisTemplate({
      collaborationIdentifier,
      analysisTemplateArn,
    });
    expect(one).toMatchObject({ name: 'reach', creatorAccountId: PUBLISHER, schema: { referencedTables: ['purchases'] } });
    const { collaborationAnalysisTemplateSummaries } = await room.advertiser.listCollaborationAnalysisTemplates({
      collaborationIdentifier,
    });
    expect(collaborationAnalysisTemplateSummaries).toMatchObject([{ arn: analysisTemplateArn, isSyntheticData: false }]);

    const stranger = analysisTemplateArn!.replace(/.$/, 'g');
    const { collaborationAnalysisTemplates, errors } = await room.advertiser.batchGetCollaborationAnalysisTemplate({
      collaborationIdentifier, analysisTemplateArns: [analysisTemplateArn!, stranger],
    });
    expect([collaborationAnalysisTemplates, errors]).toMatchObject([[{ arn: analysisTemplateArn }], [{ arn: stranger }]]);
  });

  it('cannot be validated for differential privacy before their tables are there', async () => {
    const { collaborationIdentifier, publisher } = await room.open();
    const { analysisTemplate } = await room.publisher.createAnalysisTemplate(template(publisher));
    expect(analysisTemplate!.validations).toMatchObject([{ status: 'UNABLE_TO_VALIDATE' }]);

    const privacy = { differentialPrivacy: { columns: [{ name: 'email' }] } };
    await room.readyTable('purchases', publisher, { custom: { ...ANY_QUERY_RULE.custom!, ...privacy } });
    const get = { collaborationIdentifier, analysisTemplateArn: analysisTemplate!.arn };
    expect((await room.advertiser.getCollaborationAnalysisTemplate(get)).collaborationAnalysisTemplate!.validations)
      .toMatchObject([{ status: 'VALID' }]);
  });
});
