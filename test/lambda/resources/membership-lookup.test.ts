import { ResourceType } from '../../../src/custom-resources/contract';
import { recording, StackResource } from '../cloudformation';
import { ADVERTISER, PUBLISHER, World } from '../world';

let world: World;
const resource = new StackResource(ResourceType.MEMBERSHIP_LOOKUP, 'Membership');

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(() => world.reset());

async function find(collaborationId: string, seconds = 0) {
  return world.deliver(resource.createEvent({ CollaborationIdentifier: collaborationId, WaitSeconds: seconds }));
}

test('finds the membership of this account, and not that of another member', async () => {
  await world.openRoom();
  const { collaborationIdentifier, membershipIdentifier } = await world.openRoom();
  await world.join(collaborationIdentifier, PUBLISHER);

  expect(await find(collaborationIdentifier)).toEqual({
    PhysicalResourceId: recording(membershipIdentifier), Data: { MembershipIdentifier: membershipIdentifier },
  });
});

test('does not find the membership of a deleted collaboration', async () => {
  const room = await world.openRoom();
  await world.closeRoom(room);

  await expect(find(room.collaborationIdentifier)).rejects.toThrow(
    `there is no active membership of this account in the collaboration ${room.collaborationIdentifier}. There is nothing of the kind`);
});

test('lists the memberships when none is in the collaboration', async () => {
  const { collaborationIdentifier } = await world.openRoom();
  await expect(find('99999999-9999-4999-8999-999999999999')).rejects.toThrow(
    `There is: the one in 'campaign' of ${ADVERTISER} (collaboration ${collaborationIdentifier})`);
});
