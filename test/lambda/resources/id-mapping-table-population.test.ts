import { PopulateIdMappingTableCommand } from '@aws-sdk/client-cleanrooms';
import { type IdMappingTablePopulationProperties, ResourceType } from '../../../src/custom-resources/contract';
import { openRoomWithIdMappingTable } from '../../reliability/action-rows';
import { StackResource } from '../cloudformation';
import { World } from '../world';

let world: World;
let table: { readonly membershipIdentifier: string; readonly idMappingTableIdentifier: string };
const resource = new StackResource(ResourceType.ID_MAPPING_TABLE_POPULATION, 'Fill');

beforeAll(async () => void (world = await World.start()));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  table = await openRoomWithIdMappingTable(world);
  world.forgetCalls();
});

function properties(changed: Partial<IdMappingTablePopulationProperties> = {}): IdMappingTablePopulationProperties {
  return {
    MembershipIdentifier: table.membershipIdentifier, IdMappingTableIdentifier: table.idMappingTableIdentifier, WaitSeconds: 60, ...changed,
  };
}

function populations(): number {
  return world.operations.filter((operation) => operation === 'PopulateIdMappingTable').length;
}

test('populates the table and waits until it can be queried', async () => {
  const answer = await world.deliver(resource.createEvent(properties({ JobType: 'BATCH' })));

  expect(answer).toEqual({ PhysicalResourceId: expect.stringMatching(/^Fill\/[0-9a-f]{16}$/) });
  expect(world.operations.slice(0, 2)).toEqual(['PopulateIdMappingTable', 'GetIdMappingTable']);
  expect(world.operations.at(-1)).toBe('BatchGetSchema');
});

test('does not wait if there is no time to wait', async () => {
  await world.deliver(resource.createEvent(properties({ WaitSeconds: 0 })));

  expect(world.operations).toEqual(['PopulateIdMappingTable']);
});

test('fails with the service\'s reasons if the table cannot be queried in time', async () => {
  await expect(world.deliver(resource.createEvent(properties()), { workMilliseconds: 300 })).rejects.toThrow(
    /^the ID mapping table 'translations' cannot be queried after 60 s: NOT_READY; ID_MAPPING_TABLE_NOT_POPULATED: .* Entity Resolution/);
});

test('waits for a population that is under way already', async () => {
  await world.client().send(new PopulateIdMappingTableCommand(table));
  await world.deliver(resource.createEvent(properties()));

  expect(world.operations.at(-1)).toBe('BatchGetSchema');
});

test('fails with the service\'s message when it refuses the population', async () => {
  await expect(world.deliver(resource.createEvent(properties({ JobType: 'ALL' })))).rejects.toThrow(/^PopulateIdMappingTable: .*ValidationException/);
});

test('populates the table again only if something other than the wait changes, and not in a rollback', async () => {
  const first = properties();
  const { PhysicalResourceId: physicalId } = await world.deliver(resource.createEvent(first));
  await world.deliver(resource.updateEvent(physicalId, { ...first, WaitSeconds: 30 }, first));
  expect(populations()).toBe(1);

  const { PhysicalResourceId: next } = await world.deliver(resource.updateEvent(physicalId, { ...first, Version: '2' }, first));
  expect(populations()).toBe(2);
  expect(next).not.toBe(physicalId);

  expect(await world.deliver(resource.updateEvent(next, first, { ...first, Version: '2' }))).toEqual({ PhysicalResourceId: physicalId });
  expect(populations()).toBe(2); // undone without another one
});

test('calls nothing on Delete', async () => {
  const { PhysicalResourceId: physicalId } = await world.deliver(resource.createEvent(properties()));
  world.forgetCalls();
  await world.deliver(resource.deleteEvent(physicalId, properties()));

  expect(world.operations).toEqual([]);
});
