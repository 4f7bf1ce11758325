import { DeleteMemberCommand } from '@aws-sdk/client-cleanrooms';
import { type MembersJoinedProperties, ResourceType } from '../../../src/custom-resources/contract';
import { recording, StackResource } from '../cloudformation';
import { ADVERTISER, PUBLISHER, type Room, World } from '../world';

const STRANGER = '333333333333';

let world: World;
let room: Room;
const resource = new StackResource(ResourceType.MEMBERS_JOINED, 'Joined');

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  room = await world.openRoom();
});

function properties(accountIds: string[], seconds = 0): MembersJoinedProperties {
  return { CollaborationIdentifier: room.collaborationIdentifier, AccountIds: accountIds, WaitSeconds: seconds };
}

async function wait(accountIds: string[], seconds?: number) {
  return world.deliver(resource.createEvent(properties(accountIds, seconds)));
}

test('returns the memberships, in the order of the accounts', async () => {
  const { membershipArn, membershipIdentifier } = await world.join(room.collaborationIdentifier, PUBLISHER);

  expect(await wait([PUBLISHER, ADVERTISER])).toEqual({
    PhysicalResourceId: recording(`members:${membershipIdentifier},${room.membershipIdentifier}`),
    Data: { MembershipArn1: membershipArn, MembershipArn2: room.membershipArn },
  });
});

test('answers for other accounts on an update, also under the physical id of an earlier version', async () => {
  const { membershipArn } = await world.join(room.collaborationIdentifier, PUBLISHER);
  const event = resource.updateEvent('Joined', properties([ADVERTISER, PUBLISHER]), properties([ADVERTISER]));

  expect(await world.deliver(event)).toMatchObject({ Data: { MembershipArn1: room.membershipArn, MembershipArn2: membershipArn } });
});

test('waits until the last one has joined', async () => {
  const waiting = wait([ADVERTISER, PUBLISHER], 20);
  const { membershipArn } = await world.join(room.collaborationIdentifier, PUBLISHER);

  expect(await waiting).toMatchObject({ Data: { MembershipArn2: membershipArn } });
});

test('lists the members who have not joined in time', async () => {
  await expect(wait([ADVERTISER, PUBLISHER], 1)).rejects.toThrow(
    `not joined the collaboration ${room.collaborationIdentifier} within 1 s: ${PUBLISHER} ('publisher', INVITED).`);
});

test('does not wait for an account that is not a member, and lists the members', async () => {
  await expect(wait([PUBLISHER, STRANGER], 60)).rejects.toThrow(
    `not among the members of the collaboration ${room.collaborationIdentifier}: ${STRANGER}. `
    + `Its members: ${ADVERTISER} ('advertiser', ACTIVE), ${PUBLISHER} ('publisher', INVITED)`);
});

test('does not wait for a member whom the creator has removed', async () => {
  await world.client().send(new DeleteMemberCommand({ collaborationIdentifier: room.collaborationIdentifier, accountId: PUBLISHER }));

  await expect(wait([PUBLISHER], 60)).rejects.toThrow(`${PUBLISHER} ('publisher', REMOVED)`);
});
