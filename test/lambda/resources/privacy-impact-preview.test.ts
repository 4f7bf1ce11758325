import { type PrivacyImpactPreviewProperties, ResourceType } from '../../../src/custom-resources/contract';
import { StackResource } from '../cloudformation';
import { type Room, World } from '../world';

let world: World;
let room: Room;
const resource = new StackResource(ResourceType.PRIVACY_IMPACT_PREVIEW, 'Preview');

beforeAll(async () => void (world = await World.start()));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  room = await world.openRoom();
});

function properties(changed: Partial<PrivacyImpactPreviewProperties> = {}): PrivacyImpactPreviewProperties {
  return { MembershipIdentifier: room.membershipIdentifier, Epsilon: 3, UsersNoisePerQuery: 30, ...changed };
}

test('returns the number of queries for each type of aggregation', async () => {
  const { PhysicalResourceId: physicalId, Data: data } = await world.deliver(resource.createEvent(properties()));

  expect(physicalId).toMatch(/^counts:COUNT=90,COUNT_DISTINCT=90,[^/]*\/[0-9a-f]{16}$/);
  expect(Object.keys(data!)).toContain('MaximumCountCOUNT_DISTINCT');
  expect(Object.values(data!).every((count) => typeof count === 'number')).toBe(true);
});

test('calculates anew on an update', async () => {
  const first = properties();
  const { Data: before } = await world.deliver(resource.createEvent(first));
  const { Data: after } = await world.deliver(resource.updateEvent('Preview', { ...first, Epsilon: 10 }, first));

  expect(after).not.toEqual(before);
});

test('fails when the budget allows fewer queries than required, and says how many', async () => {
  await expect(world.deliver(resource.createEvent(properties({ Wanted: { COUNT: 1, SUM: 1_000_000 } })))).rejects.toThrow(
    /^a budget with epsilon 3 and noise of 30 users per query allows fewer queries than required: \d+ with SUM instead of 1000000\. Raise 'epsilon'/);
});

test('fails with the service\'s message when it refuses the budget', async () => {
  await expect(world.deliver(resource.createEvent(properties({ Epsilon: 21 })))).rejects.toThrow(/^PreviewPrivacyImpact: .*ValidationException/);
});
