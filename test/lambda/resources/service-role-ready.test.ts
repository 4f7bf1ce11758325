import { ResourceType, type ServiceRoleReadyProperties } from '../../../src/custom-resources/contract';
import { StackResource } from '../cloudformation';
import { World } from '../world';

let world: World;
const resource = new StackResource(ResourceType.SERVICE_ROLE_READY, 'RoleReady');

beforeAll(async () => void (world = await World.start()));
afterAll(async () => world.stop());
beforeEach(() => world.reset());

const first: ServiceRoleReadyProperties = {
  RoleId: 'AROAEXAMPLE', Fingerprint: 'of the first policy', References: ['Stack-Bucket'], Parts: ['Stack-Role', 'Stack-Policy'], Seconds: 4,
};

async function secondsOf(event: Parameters<World['deliver']>[0]): Promise<number> {
  const before = world.paused;
  expect(await world.deliver(event)).toEqual({ PhysicalResourceId: 'RoleReady' });
  return Math.round((world.paused - before) / 1_000);
}

/** What CloudFormation says of the stack: how long ago the deployment began, and changed which of the resources. */
function deployed(beganSecondsAgo: number, changesSecondsAgo: Record<string, number>): void {
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);
  world.stack.resources = { Role: 'Stack-Role', RolePolicy: 'Stack-Policy', Bucket: 'Stack-Bucket' };
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

  test('two roles that were created together wait once, also when CloudFormation waits for one after the other', async () => {
    deployed(60, { 'Stack-Role': 1, 'Stack-Policy': 1 });
    const [one, other] = [resource, new StackResource(ResourceType.SERVICE_ROLE_READY, 'RoleReady')].map((each) => each.createEvent(first));
    expect(await secondsOf(one)).toBe(3);

    deployed(63, { 'Stack-Role': 4, 'Stack-Policy': 4 });
    expect(await secondsOf(other)).toBe(0);
  });
});

describe('on an update', () => {
  test.each<[string, Partial<ServiceRoleReadyProperties>]>([
    ['the role was created again', { RoleId: 'AROAANOTHER' }],
    ['the policies of the role changed', { Fingerprint: 'of another policy' }],
    ['what the policies refer to changed', { References: ['Stack-Other'] }],
  ])('waits when %s', async (_, changed) => {
    deployed(60, { 'Stack-Role': 600, 'Stack-Policy': 1 });
    expect(await secondsOf(resource.updateEvent('RoleReady', { ...first, ...changed }, first))).toBe(3);
  });

  test('does not wait when the role is the same', async () => {
    expect(await secondsOf(resource.updateEvent('RoleReady', { ...first, Seconds: 20 }, first))).toBe(0);
    expect(world.stack.calls).toEqual([]);
  });

  test('does not wait for a role that an older version of this library has waited for', async () => {
    const { Parts, ...older } = first;
    expect(await secondsOf(resource.updateEvent('RoleReady', first, older as ServiceRoleReadyProperties))).toBe(0);
  });
});

test('does not wait on Delete', async () => {
  expect(await secondsOf(resource.deleteEvent('RoleReady', first))).toBe(0);
});

test('fails when there is no time to wait for the role', async () => {
  await expect(world.deliver(resource.createEvent({ ...first, Seconds: 30 }), { workMilliseconds: 10_000 }))
    .rejects.toThrow('there is no time left to wait 30 s for the role');
});

test('never calls the API', async () => {
  await secondsOf(resource.createEvent({ ...first, Seconds: 0 }));
  expect(world.operations).toEqual([]);
});
