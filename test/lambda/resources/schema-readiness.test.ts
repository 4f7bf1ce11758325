import { ResourceType, type SchemaReadinessProperties } from '../../../src/custom-resources/contract';
import { recording, StackResource } from '../cloudformation';
import { SharedTable } from '../sharing';
import { PUBLISHER, type Room, World } from '../world';

let world: World;
let room: Room;
let partner: Room;
const resource = new StackResource(ResourceType.SCHEMA_READINESS, 'Ready');

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  room = await world.openRoom();
  partner = await world.join(room.collaborationIdentifier, PUBLISHER);
});

async function wait(tables: string[], changed: Partial<SchemaReadinessProperties> = {}) {
  return world.deliver(resource.createEvent({
    CollaborationIdentifier: room.collaborationIdentifier, Tables: tables, AnalysisType: 'DIRECT_ANALYSIS', WaitSeconds: 0, ...changed,
  }));
}

async function share(name: string, hasRule = true): Promise<SharedTable> {
  return SharedTable.of(world, partner, PUBLISHER, name, hasRule);
}

test('returns the types of the rules in the order of the tables, ignoring the case of their names', async () => {
  await (await share('purchases')).makeReady();
  await (await share('impressions')).makeReady();

  expect(await wait(['Impressions', 'purchases'])).toEqual({
    PhysicalResourceId: recording('rules:LIST,LIST'), Data: { AnalysisRuleType1: 'LIST', AnalysisRuleType2: 'LIST' },
  });
});

test('waits until a table is ready', async () => {
  const table = await share('purchases');
  const waiting = wait(['purchases'], { WaitSeconds: 20 });
  await table.makeReady();

  expect(await waiting).toMatchObject({ Data: { AnalysisRuleType1: 'LIST' } });
});

test.each<[string, (table: string) => Promise<unknown>, string]>([
  ['a table without a rule', async (table) => share(table, false), 'ANALYSIS_RULE_MISSING: analysis rule missing'],
  ['a table without a rule for this collaboration', async (table) => share(table),
    'COLLABORATION_ANALYSIS_RULE_NOT_CONFIGURED: collaboration analysis rule not configured'],
  ['rules of two types', async (table) => (await share(table)).makeReady('CUSTOM'),
    'ANALYSIS_RULE_TYPES_NOT_COMPATIBLE: analysis rule types not compatible'],
])('fails with the service\'s reason for %s', async (_, make, reason) => {
  await make('purchases');

  await expect(wait(['purchases'])).rejects.toThrow(
    `not ready for DIRECT_ANALYSIS in the collaboration ${room.collaborationIdentifier} within 0 s: 'purchases' of ${PUBLISHER} 'publisher' (NOT_READY; ${reason})`);
});

test('takes the tables of their owners alone', async () => {
  await (await share('purchases')).makeReady();

  expect(await wait(['purchases'], { Owners: { purchases: PUBLISHER } })).toMatchObject({ Data: { AnalysisRuleType1: 'LIST' } });
  await expect(wait(['purchases'], { Owners: { purchases: '333333333333' } })).rejects.toThrow(
    `'purchases' of ${PUBLISHER} 'publisher' (not of 333333333333)`);
});

test('lists the tables of the collaboration when one does not exist', async () => {
  await (await share('purchases')).makeReady();

  await expect(wait(['purchases', 'impresions'])).rejects.toThrow(
    new RegExp(`within 0 s: 'impresions' \\(ResourceNotFoundException: .*\\). The collaboration has 'purchases' of ${PUBLISHER} 'publisher'$`));
});

test('names the accounts of the owners when the members cannot be read', async () => {
  await share('purchases');
  world.refuses = ({ action }) => action === 'cleanrooms:ListMembers';

  await expect(wait(['purchases'])).rejects.toThrow(`'purchases' of ${PUBLISHER} (NOT_READY`);
});

test('says when the collaboration has no tables', async () => {
  await expect(wait(['purchases'])).rejects.toThrow(/The collaboration has no tables$/);
});

test('fails for a table that is ready only for another kind of analysis', async () => {
  await (await share('purchases')).makeReady();

  await expect(wait(['purchases'], { AnalysisType: 'ADDITIONAL_ANALYSIS' })).rejects.toThrow(`'purchases' of ${PUBLISHER} 'publisher' (it does not support ADDITIONAL_ANALYSIS)`);
});

test('reads only the rules of tables that are ready', async () => {
  await (await share('purchases')).makeReady();
  await share('impressions');
  world.forgetCalls();

  await expect(wait(['purchases', 'impressions'])).rejects.toThrow(`within 0 s: 'impressions' of ${PUBLISHER} 'publisher' (NOT_READY`);
  expect(world.operations).toEqual(['BatchGetSchema', 'BatchGetSchemaAnalysisRule', 'ListMembers', 'ListMembers']);
});
