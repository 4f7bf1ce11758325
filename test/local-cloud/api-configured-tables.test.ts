import type { ConfiguredTableAnalysisRulePolicyV1 } from '@aws-sdk/client-cleanrooms';
import { ADVERTISER, ANY_QUERY_RULE, CleanRoom, LIST_RULE, PUBLISHER } from './clean-room';
import { clientOf } from './client';
import { startCleanRoomsApi, type CleanRoomsApi } from '../../tools/src/local-cloud/api/server';

let api: CleanRoomsApi;
let room: CleanRoom;
beforeAll(async () => {
  api = await startCleanRoomsApi();
  room = new CleanRoom(api.url);
});
afterAll(() => api.close());
beforeEach(() => api.reset());

describe('configured tables', () => {
  it('take one analysis rule', async () => {
    const configuredTableIdentifier = await room.table('purchases', LIST_RULE);

    await expect(room.publisher.createConfiguredTableAnalysisRule({
      configuredTableIdentifier,
      analysisRuleType: 'CUSTOM',
      analysisRulePolicy: { v1: ANY_QUERY_RULE },
    })).rejects.toMatchObject({ name: 'ConflictException' });
  });

  const custom = (rule: object) => ({ custom: { allowedAnalyses: ['ANY_QUERY'], allowedAnalysisProviders: [ADVERTISER], ...rule } });
  const aggregation = (rule: object) => ({
    aggregation: {
      aggregateColumns: [{ columnNames: ['amount'], function: 'SUM' }],
      joinColumns: ['email'],
      dimensionColumns: [],
      scalarFunctions: [],
      outputConstraints: [{ columnName: 'email', minimum: 2, type: 'COUNT_DISTINCT' }],
      ...rule,
    },
  });
  const threshold = {
    identityColumns: ['email'],
    minimumIdentityCount: 2,
    type: 'COUNT_DISTINCT',
    allowedAggregateExpressionType: 'COLUMNS_ONLY',
  };
  const privacy = { columns: [{ name: 'email' }] };
  const controls = { allowedLiteralComparisonColumns: ['email'], allowedColumnComparisonColumns: [] };
  it.each<[string, object]>([
    ['a column that the table does not allow', { list: { joinColumns: ['city'], listColumns: [] } }],
    ['a constraint on such a column', aggregation({ outputConstraints: [{ columnName: 'city', minimum: 2, type: 'COUNT_DISTINCT' }] })],
    ['a column both for joins and for dimensions', aggregation({ dimensionColumns: ['email'] })],
    ['a column both for aggregates and for dimensions', aggregation({ dimensionColumns: ['amount'] })],
    ['a column both for joins and for lists', { list: { joinColumns: ['email'], listColumns: ['email'] } }],
    ['any query of nobody', custom({ allowedAnalysisProviders: undefined })],
    ['providers without any query', custom({ allowedAnalyses: [] })],
    ['differential privacy beside thresholds', custom({ differentialPrivacy: privacy, aggregationThresholds: [threshold] })],
    ['differential privacy beside comparison controls', custom({
      differentialPrivacy: privacy,
      comparisonControls: { ...controls, allowedLiteralComparisonColumns: [] },
    })],
    ['literals compared with the identity column', custom({ aggregationThresholds: [threshold], comparisonControls: controls })],
    ['an output threshold of one', custom({
      aggregationThresholds: [{ ...threshold, outputColumnThresholds: [{ outputColumnName: 'amount', minimumIdentityCount: 1 }] }],
    })],
  ])('refuse a rule with %s', async (_, policy) => {
    const configuredTableIdentifier = await room.table('purchases');
    const analysisRuleType = Object.keys(policy)[0].toUpperCase();
    const body = { analysisRuleType, analysisRulePolicy: { v1: policy } };
    await expect(room.send(PUBLISHER, 'POST', `/configuredTables/${configuredTableIdentifier}/analysisRule`, body))
      .rejects.toThrow(/ValidationException.*INVALID_CONFIGURATION/);
  });

  const athena = { athena: { workGroup: 'primary', databaseName: 'sales', tableName: 'purchases' } };
  it.each<[string, ConfiguredTableAnalysisRulePolicyV1, object]>([
    ['a list rule on a table for jobs', LIST_RULE, { analysisMethod: 'DIRECT_JOB' }],
    ['a list rule on a table behind Athena', LIST_RULE, { tableReference: athena }],
    ['one selected method', LIST_RULE, { analysisMethod: 'MULTIPLE', selectedAnalysisMethods: ['DIRECT_QUERY'] }],
  ])('refuse %s', async (_, policy, changes) => {
    await expect(room.table('purchases', policy, changes)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('are not deleted while they are associated, under names of which each is unique in the collaboration', async () => {
    const { publisher } = await room.open();
    const configuredTableIdentifier = await room.table('purchases');
    await room.associate('purchases', publisher, configuredTableIdentifier);

    await expect(room.associate('purchases', publisher, configuredTableIdentifier))
      .rejects.toMatchObject({ name: 'ConflictException', reason: 'ALREADY_EXISTS' });
    await expect(room.publisher.deleteConfiguredTable({ configuredTableIdentifier })).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('belong to an account and a Region', async () => {
    await room.table('purchases');

    expect((await room.advertiser.listConfiguredTables()).configuredTableSummaries).toEqual([]);
    expect((await clientOf(api.url, PUBLISHER, 'us-east-1').listConfiguredTables()).configuredTableSummaries).toEqual([]);
    expect((await room.publisher.listConfiguredTables()).configuredTableSummaries).toHaveLength(1);
  });

  it('are only associated with a role that the service can assume', async () => {
    const strict = await startCleanRoomsApi({ assumable: (roleArn) => `${roleArn} is too new` });
    const strictRoom = new CleanRoom(strict.url);
    const { publisher } = await strictRoom.open();

    await expect(strictRoom.associate('purchases', publisher, await strictRoom.table('purchases')))
      .rejects.toMatchObject({ name: 'ValidationException', reason: 'IAM_SYNCHRONIZATION_DELAY' });
    await strict.close();
  });
});
