import { ADVERTISER, ANY_QUERY_RULE, CleanRoom, PUBLISHER, type Memberships } from './clean-room';
import { startCleanRoomsApi, type CleanRoomsApi } from '../../tools/src/local-cloud/api/server';

let api: CleanRoomsApi;
let room: CleanRoom;
beforeAll(async () => {
  api = await startCleanRoomsApi();
  room = new CleanRoom(api.url);
});
afterAll(() => api.close());
beforeEach(() => api.reset());

interface IntermediateTable {
  readonly id: string;
  readonly status: string;
  readonly intermediateTableVersion?: { readonly versionId: string };
}

const path = ({ advertiser }: Memberships, rest = '') => `/memberships/${advertiser}/intermediateTables${rest}`;

async function create(memberships: Memberships, name: string, queryString: string): Promise<IntermediateTable> {
  const body = { name, populationAnalysisConfiguration: { sqlParameters: { queryString } }, retentionInDays: 7 };
  return (await room.send<{ intermediateTable: IntermediateTable }>(ADVERTISER, 'POST', path(memberships), body)).intermediateTable;
}

async function look(memberships: Memberships, id: string): Promise<IntermediateTable> {
  return (await room.send<{ intermediateTable: IntermediateTable }>(ADVERTISER, 'GET', path(memberships, `/${id}`))).intermediateTable;
}

const populate = (memberships: Memberships, id: string) =>
  room.send<{ analysisId: string; versionId: string }>(ADVERTISER, 'POST', path(memberships, `/${id}/populate`), {});
const setRule = (memberships: Memberships, id: string, custom: object) =>
  room.send(ADVERTISER, 'POST', path(memberships, `/${id}/analysisRule`), {
    analysisRuleType: 'CUSTOM',
    analysisRulePolicy: { v1: { custom } },
  });

async function reasons({ collaborationIdentifier }: Memberships, name: string) {
  const { schema } = await room.advertiser.getSchema({ collaborationIdentifier, name });
  return schema!.schemaStatusDetails![0].reasons?.map(({ code }) => code as string);
}

async function open(): Promise<Memberships & { readonly association: string }> {
  const memberships = await room.open();
  const { configuredTableAssociationIdentifier } = await room.readyTable('purchases', memberships.publisher, ANY_QUERY_RULE);
  return { ...memberships, association: configuredTableAssociationIdentifier };
}

it('is populated by its query, and ready once it has a rule', async () => {
  const memberships = await open();
  const { id, ...made } = await create(memberships, 'buyers', 'SELECT email FROM purchases');
  expect(made).toMatchObject({
    status: 'CREATED',
    tableDependencies: [{ name: 'purchases', type: 'TABLE', parentType: 'DIRECT', creatorAccountId: PUBLISHER }],
  });
  expect(await reasons(memberships, 'buyers')).toEqual(['INTERMEDIATE_TABLE_NOT_POPULATED', 'INTERMEDIATE_TABLE_ANALYSIS_RULE_MISSING']);

  const { analysisId, versionId } = await populate(memberships, id);
  await expect(populate(memberships, id)).rejects.toThrow('ConflictException');
  const { protectedQuery } = await room.advertiser.getProtectedQuery({
    membershipIdentifier: memberships.advertiser,
    protectedQueryIdentifier: analysisId,
  });
  expect(protectedQuery!.status).toBe('STARTED');
  expect(await look(memberships, id)).toMatchObject({
    status: 'POPULATE_SUCCESS',
    intermediateTableVersion: { versionId, analysisId, inheritedConstraints: { allowedResultReceivers: { value: [ADVERTISER] } } },
    schema: { columns: [{ name: 'email' }, { name: 'amount' }] },
  });
  expect(await room.send(ADVERTISER, 'GET', path(memberships, `/${id}/versions`)))
    .toMatchObject({ intermediateTableVersionSummaries: [{ versionId, tableId: id, status: 'POPULATE_SUCCESS' }] });

  await setRule(memberships, id, { ...ANY_QUERY_RULE.custom, allowedResultReceivers: [ADVERTISER] });
  expect(await reasons(memberships, 'buyers')).toBeUndefined();
  expect(await room.send(ADVERTISER, 'GET', path(memberships, `/${id}/analysisRule/CUSTOM`)))
    .toMatchObject({ analysisRule: { analysisRuleType: 'CUSTOM' } });
  await room.send(ADVERTISER, 'DELETE', path(memberships, `/${id}/analysisRule/CUSTOM`));
  await room.send(ADVERTISER, 'PATCH', path(memberships, `/${id}`), { columns: [{ name: 'amount', type: 'bigint' }] });
  expect(await look(memberships, id))
    .toMatchObject({ analysisRuleTypes: [], schema: { columns: [{ type: 'string' }, { type: 'bigint' }] } });
});

it('cannot be laxer than the tables of others that it is made of', async () => {
  const memberships = await open();
  const { id } = await create(memberships, 'buyers', 'SELECT email FROM purchases');
  await populate(memberships, id);

  await expect(setRule(memberships, id, { allowedAnalyses: [], allowedResultReceivers: [ADVERTISER, PUBLISHER] }))
    .rejects.toThrow(/ValidationException.*allowedResultReceivers/);
});

it('fails to be populated as its query fails', async () => {
  const memberships = await open();
  const { id } = await create(memberships, 'buyers', 'SELECT email FROM purchases');
  api.letNextRunEnd({ status: 'FAILED' });
  await populate(memberships, id);

  await look(memberships, id);
  expect((await look(memberships, id)).status).toBe('POPULATE_FAILED');
});

it('is known to the tables that it is made of, and is lost with them', async () => {
  const memberships = await open();
  const { id } = await create(memberships, 'buyers', 'SELECT email FROM purchases');
  const child = await create(memberships, 'best_buyers', 'SELECT email FROM buyers');
  const identifiers = { membershipIdentifier: memberships.publisher, configuredTableAssociationIdentifier: memberships.association };

  const association = `/memberships/${memberships.publisher}/configuredTableAssociations/${memberships.association}`;
  expect(await room.send(PUBLISHER, 'GET', association))
    .toMatchObject({
      configuredTableAssociation: { childResources: [{ resourceName: 'buyers', ownerAccountId: ADVERTISER, resourceStatus: 'CREATED' }] },
    });
  expect(child)
    .toMatchObject({ tableDependencies: [{ name: 'buyers', parentType: 'DIRECT' }, { name: 'purchases', parentType: 'INDIRECT' }] });
  await expect(room.send(ADVERTISER, 'DELETE', path(memberships, `/${id}`))).rejects.toThrow('ConflictException');

  await room.publisher.deleteConfiguredTableAssociation(identifiers);
  expect((await look(memberships, id)).status).toBe('BASE_TABLE_REMOVED');
});

it('is disallowed, with its descendants, by the owner of a table in it', async () => {
  const memberships = await open();
  const { id } = await create(memberships, 'buyers', 'SELECT email FROM purchases');
  const child = await create(memberships, 'best_buyers', 'SELECT email FROM buyers');
  const disallow = (account: string, membershipId: string) =>
    room.send(account, 'POST', `/memberships/${membershipId}/disallowIntermediateTable`, { intermediateTableName: 'buyers' });

  await expect(disallow(ADVERTISER, memberships.advertiser)).rejects.toThrow('AccessDeniedException');
  await disallow(PUBLISHER, memberships.publisher);
  for (const each of [id, child.id]) expect((await look(memberships, each)).status).toBe('DISALLOWED_BY_DATA_PROVIDER');
});

it('is for the member who can query', async () => {
  const { publisher } = await open();
  const body = { name: 'buyers', populationAnalysisConfiguration: { sqlParameters: { queryString: 'SELECT email FROM purchases' } } };
  await expect(room.send(PUBLISHER, 'POST', `/memberships/${publisher}/intermediateTables`, body)).rejects.toThrow('AccessDeniedException');
});
