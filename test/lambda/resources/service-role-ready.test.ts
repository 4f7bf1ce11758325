import { ResourceType, type RoleProperties, type ServiceRoleReadyProperties } from '../../../src/custom-resources/contract';
import { StackResource } from '../cloudformation';
import { World } from '../world';

let world: World;
const resource = new StackResource(ResourceType.SERVICE_ROLE_READY, 'RoleReady');

beforeAll(async () => void (world = await World.start()));
afterAll(async () => world.stop());
beforeEach(() => world.reset());

const role: RoleProperties = {
  Id: 'AROAEXAMPLE', Fingerprint: 'of the first policy', References: ['Stack-Bucket'], Parts: ['Stack-Role', 'Stack-Policy'],
};
const first: ServiceRoleReadyProperties = { Roles: [role], Seconds: 4 };
const second: RoleProperties = { Id: 'AROASECOND', Fingerprint: 'of the second role', References: [], Parts: ['Stack-Second'] };

async function secondsOf(event: Parameters<World['deliver']>[0]): Promise<number> {
  const before = world.paused;
  expect(await world.deliver(event)).toEqual({ PhysicalResourceId: 'RoleReady' });
  return Math.round((world.paused - before) / 1_000);
}

/** What CloudFormation says of the stack: how long ago the deployment began, and changed which of the resources. */
function deployed(beganSecondsAgo: number, changesSecondsAgo: Record<string, number>): void {
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);
  world.stack.resources = { Role: 'Stack-Role', RolePolicy: 'Stack-Policy', Bucket: 'Stack-Bucket', Second: 'Stack-Second' };
  world.stack.began = ago(beganSecondsAgo);
  world.stack.changes = Object.fromEntries(Object.entries(changesSecondsAgo).map(([id, seconds]) => [id, ago(seconds)]));
}

describe('after a role was created', () => {
  test.each<[string, Record<string, number>, number]>([
    ['the whole time when it was created right now', { 'Stack-Role': 0, 'Stack-Policy': 0 }, 4],
    ['for the time that is left since its last policy was created', { 'Stack-Role': 20, 'Stack-Policy': 3, 'Stack-Bucket': 0 }, 1],
    ['not at all when enough time has passed since then', { 'Stack-Role': 20, 'Stack-Policy': 10, 'Stack-Bucket': 0 }, 0],
  ])('waits %s', async (_, changes, seconds) => {
    deployed(60, changes);
    expect(await secondsOf(resource.createEvent(first))).toBe(seconds);
  });

  test('waits the whole time when CloudFormation has not changed the role in this deployment, as far as it says', async () => {
    deployed(60, { 'Stack-Role': 600, 'Stack-Policy': 600 });
    expect(await secondsOf(resource.createEvent(first))).toBe(4);
  });

  test('waits the whole time when CloudFormation does not answer', async () => {
    world.stack.isClosed = true;
    expect(await secondsOf(resource.createEvent(first))).toBe(4);
  });

  test('waits for the role that was created last', async () => {
    deployed(60, { 'Stack-Role': 20, 'Stack-Policy': 20, 'Stack-Second': 1 });
    expect(await secondsOf(resource.createEvent({ Roles: [role, second], Seconds: 4 }))).toBe(3);
  });
});

describe('on an update', () => {
  test.each<[string, Partial<RoleProperties>]>([
    ['the role was created again', { Id: 'AROAANOTHER' }],
    ['the policies of the role changed', { Fingerprint: 'of another policy' }],
    ['what the policies refer to changed', { References: ['Stack-Other'] }],
  ])('waits when %s', async (_, changed) => {
    deployed(60, { 'Stack-Role': 600, 'Stack-Policy': 1 });
    expect(await secondsOf(resource.updateEvent('RoleReady', { ...first, Roles: [{ ...role, ...changed }] }, first))).toBe(3);
  });

  test('waits for a role that is new, and not for the others', async () => {
    deployed(60, { 'Stack-Role': 0, 'Stack-Second': 1 });
    expect(await secondsOf(resource.updateEvent('RoleReady', { ...first, Roles: [role, second] }, first))).toBe(3);
  });

  test('does not wait when the roles are the same, in whatever order, or one of them is gone', async () => {
    const both = { ...first, Roles: [role, second] };
    expect(await secondsOf(resource.updateEvent('RoleReady', { Roles: [second, role], Seconds: 20 }, both))).toBe(0);
    expect(await secondsOf(resource.updateEvent('RoleReady', first, both))).toBe(0);
    expect(world.stack.calls).toEqual([]);
  });

  test('waits for all roles when what was waited for before is not known', async () => {
    deployed(60, { 'Stack-Role': 3 });
    const { Roles: _, ...older } = first;
    expect(await secondsOf(resource.updateEvent('RoleReady', first, older as ServiceRoleReadyProperties))).toBe(1);
  });
});

test('does not wait on Delete', async () => {
  expect(await secondsOf(resource.deleteEvent('RoleReady', first))).toBe(0);
});

test('fails when there is no time to wait for the roles', async () => {
  await expect(world.deliver(resource.createEvent({ ...first, Seconds: 30 }), { workMilliseconds: 10_000 }))
    .rejects.toThrow('there is no time left to wait 30 s for the roles');
});

test('never calls the API', async () => {
  await secondsOf(resource.createEvent({ ...first, Seconds: 0 }));
  expect(world.operations).toEqual([]);
});
