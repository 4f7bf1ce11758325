import { CreateConfiguredAudienceModelAssociationCommand } from '@aws-sdk/client-cleanrooms';
import { MEMBERSHIP_CLEANUP_TAG, ResourceType } from '../../../src/custom-resources/contract';
import { StackResource } from '../cloudformation';
import { ADVERTISER, World } from '../world';

const TAG_VALUE = 'Campaign/Collaboration';
const TAGS = { [MEMBERSHIP_CLEANUP_TAG]: TAG_VALUE };

let world: World;
const resource = new StackResource(ResourceType.MEMBERSHIP_CLEANUP, 'Cleanup');

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(() => world.reset());

async function remove() {
  return world.deliver(resource.deleteEvent(TAG_VALUE, { TagValue: TAG_VALUE }));
}

function memberships() {
  return world.objects('Membership').map(({ id }) => id);
}

test('keeps its physical id over Create and Update, and calls nothing', async () => {
  const event = resource.createEvent({ TagValue: TAG_VALUE });
  const created = await world.deliver(event);
  const updated = await world.deliver(resource.updateEvent(created.PhysicalResourceId, { TagValue: 'other' }, { TagValue: TAG_VALUE }));

  expect(await world.deliver(event)).toEqual(created);
  expect(updated).toEqual(created);
  expect(world.operations).toEqual([]);
});

test('deletes the memberships with the tag whose collaboration is deleted, on any page', async () => {
  const rooms = [await world.openRoom(TAGS), await world.openRoom(TAGS), await world.openRoom(TAGS)];
  for (const room of rooms) await world.closeRoom(room);

  await remove();

  expect(memberships()).toEqual([]);
});

test('never deletes the membership of an active collaboration', async () => {
  const active = await world.openRoom(TAGS);
  await remove();

  expect(memberships()).toEqual([active.membershipIdentifier]);
  expect(world.operations).not.toContain('DeleteMembership');
});

test('does not delete memberships without the tag or with another value', async () => {
  const rooms = [await world.openRoom(), await world.openRoom({ [MEMBERSHIP_CLEANUP_TAG]: 'Campaign/Another' })];
  for (const room of rooms) await world.closeRoom(room);

  await remove();

  expect(memberships()).toEqual(rooms.map((room) => room.membershipIdentifier));
});

test('deletes the empty memberships, and lists those that still hold resources', async () => {
  const full = await world.openRoom(TAGS);
  const empty = await world.openRoom(TAGS);
  await world.client().send(new CreateConfiguredAudienceModelAssociationCommand({
    membershipIdentifier: full.membershipIdentifier,
    configuredAudienceModelArn: `arn:aws:cleanrooms-ml:us-east-1:${ADVERTISER}:configured-audience-model/a`,
    configuredAudienceModelAssociationName: 'lookalike',
    manageResourcePolicies: false,
  }));
  for (const room of [full, empty]) await world.closeRoom(room);

  await expect(remove()).rejects.toThrow(
    `these memberships of deleted collaborations still hold resources, which this stack does not delete: ${full.membershipArn}. `
    + 'Delete what is in them (associations, templates, budgets), then delete the stack again.');
  expect(memberships()).toEqual([full.membershipIdentifier]);
});

test.each(['ResourceNotFound', 'AccessDenied'] as const)('succeeds when a membership is deleted by somebody else at the same time, reported as %s', async (missingAs) => {
  const room = await world.openRoom(TAGS);
  await world.closeRoom(room);
  world.api.service.missingAs = missingAs;

  // Both find it before one of them deletes it.
  await Promise.all([remove(), remove()]);

  expect(memberships()).toEqual([]);
});

test('succeeds when there is no membership at all', async () => {
  expect(await remove()).toEqual({ PhysicalResourceId: TAG_VALUE });
});
