import { PopulateIntermediateTableCommand } from '../../../lambda/missing-sdk/client-cleanrooms';
import { ResourceType } from '../../../src/custom-resources/contract';
import type { IntermediateTablePopulationProperties } from '../../../src/custom-resources/contract/intermediate-tables';
import { openRoomWithIntermediateTable } from '../../reliability/action-rows';
import { StackResource } from '../cloudformation';
import { World } from '../world';

let world: World;
let table: Awaited<ReturnType<typeof openRoomWithIntermediateTable>>;
const resource = new StackResource(ResourceType.INTERMEDIATE_TABLE_POPULATION, 'Fill');

beforeAll(async () => void (world = await World.start()));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  table = await openRoomWithIntermediateTable(world);
  world.forgetCalls();
});

function properties(changed: Partial<IntermediateTablePopulationProperties> = {}): IntermediateTablePopulationProperties {
  return {
    MembershipIdentifier: table.membershipIdentifier, IntermediateTableIdentifier: table.intermediateTableIdentifier, WaitSeconds: 60, ...changed,
  };
}

function populations(): number {
  return world.operations.filter((operation) => operation === 'PopulateIntermediateTable').length;
}

function status(): unknown {
  return world.objects('IntermediateTable')[0].status;
}

test('populates the table by a query, waits until it can be queried, and returns the id of the query', async () => {
  const answer = await world.deliver(resource.createEvent(properties({ Workers: { Type: 'CR.4X', Number: 4, Spark: { 'spark.sql.shuffle.partitions': '8' } } })));

  const [query] = world.objects('ProtectedQuery');
  expect(query).toMatchObject({ status: 'SUCCESS', computeConfiguration: { worker: { type: 'CR.4X', number: 4 } } });
  expect(answer).toMatchObject({
    PhysicalResourceId: expect.stringMatching(new RegExp(`^${table.membershipIdentifier}/${String(query.id)}/[0-9a-f]{16}$`)),
    Data: { Identifier: query.id },
  });
  expect(status()).toBe('POPULATE_SUCCESS');
});

test('fails with the error of the query', async () => {
  world.api.letNextRunEnd({ status: 'FAILED', code: 'OUT_OF_MEMORY', message: 'more workers are needed' });

  await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow(
    /^the population of an intermediate table, query [0-9a-f-]{36} ended as FAILED: OUT_OF_MEMORY: more workers are needed$/);
});

test('cancels a query that does not end in time', async () => {
  await expect(world.deliver(resource.createEvent(properties({ WaitSeconds: 0 })))).rejects.toThrow(/did not end within 0 s, and is cancelled/);

  expect(world.objects('ProtectedQuery')).toMatchObject([{ status: 'CANCELLING' }]);
});

test('takes up the population that another delivery has started', async () => {
  await world.client().send(new PopulateIntermediateTableCommand(table) as never);
  await world.deliver(resource.createEvent(properties()));

  expect(world.objects('ProtectedQuery')).toHaveLength(1);
});

test('populates the table again only if something other than the wait changes, and not in a rollback', async () => {
  const first = properties();
  const { PhysicalResourceId: physicalId } = await world.deliver(resource.createEvent(first));
  await world.deliver(resource.updateEvent(physicalId, { ...first, WaitSeconds: 30 }, first));
  expect(populations()).toBe(1);

  const { PhysicalResourceId: next } = await world.deliver(resource.updateEvent(physicalId, { ...first, Version: '2' }, first));
  expect(populations()).toBe(2);

  world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
  expect(await world.deliver(resource.updateEvent(next, first, { ...first, Version: '2' }))).toMatchObject({ PhysicalResourceId: physicalId });
  expect(populations()).toBe(2);
});

test('says so if the table cannot be used although its query has succeeded', async () => {
  const [found] = world.api.service.store.list('IntermediateTable', 'us-east-1');
  Object.defineProperty(found.values, 'status', { get: () => 'DISALLOWED_BY_DATA_PROVIDER', set: () => undefined });

  await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow(
    "the intermediate table 'cached' cannot be queried: DISALLOWED_BY_DATA_PROVIDER");
});
