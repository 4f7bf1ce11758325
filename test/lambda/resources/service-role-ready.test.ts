import { ResourceType, type ServiceRoleReadyProperties } from '../../../src/custom-resources/contract';
import { StackResource } from '../cloudformation';
import { World } from '../world';

let world: World;
const resource = new StackResource(ResourceType.SERVICE_ROLE_READY, 'RoleReady');

beforeAll(async () => void (world = await World.start()));
afterAll(async () => world.stop());

const first: ServiceRoleReadyProperties = { RoleId: 'AROAEXAMPLE', Fingerprint: 'of the first policy', Seconds: 1 };

async function secondsOf(event: Parameters<World['deliver']>[0]): Promise<number> {
  const before = world.paused;
  expect(await world.deliver(event)).toEqual({ PhysicalResourceId: 'RoleReady' });
  return (world.paused - before) / 1_000;
}

test('waits after a role was created', async () => {
  expect(await secondsOf(resource.createEvent(first))).toBe(1);
});

test.each<[string, Partial<ServiceRoleReadyProperties>]>([
  ['the role was created again', { RoleId: 'AROAANOTHER' }],
  ['the policies of the role changed', { Fingerprint: 'of another policy' }],
])('waits on an update when %s', async (_, changed) => {
  expect(await secondsOf(resource.updateEvent('RoleReady', { ...first, ...changed }, first))).toBe(1);
});

test('does not wait on an update when the role is the same', async () => {
  expect(await secondsOf(resource.updateEvent('RoleReady', { ...first, Seconds: 20 }, first))).toBe(0);
});

test('does not wait on Delete', async () => {
  expect(await secondsOf(resource.deleteEvent('RoleReady', first))).toBe(0);
});

test('fails when there is no time to wait for the role', async () => {
  await expect(world.deliver(resource.createEvent({ ...first, Seconds: 30 }), { workMilliseconds: 10_000 }))
    .rejects.toThrow('there is no time left to wait 30 s for the role');
});

test('never calls the API', () => {
  expect(world.operations).toEqual([]);
});
