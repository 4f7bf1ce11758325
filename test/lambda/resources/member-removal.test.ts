import { ResourceType } from '../../../src/custom-resources/contract';
import { recording, StackResource } from '../cloudformation';
import { ADVERTISER, PUBLISHER, World } from '../world';

let world: World;
let collaborationIdentifier: string;
const resource = new StackResource(ResourceType.MEMBER_REMOVAL, 'Removal');

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  ({ collaborationIdentifier } = await world.openRoom());
});

const removalOf = (accountId: string) => ({ CollaborationIdentifier: collaborationIdentifier, AccountId: accountId });

function statuses(): Record<string, string> {
  const [{ members }] = world.objects('Collaboration') as unknown as [{ members: { accountId: string; status: string }[] }];
  return Object.fromEntries(members.map(({ accountId, status }) => [accountId, status]));
}

test.each<[string, boolean]>([['has joined', true], ['is invited', false]])('removes a member who %s', async (_, hasJoined) => {
  if (hasJoined) await world.join(collaborationIdentifier, PUBLISHER);
  expect(await world.deliver(resource.createEvent(removalOf(PUBLISHER))))
    .toEqual({ PhysicalResourceId: recording(`${collaborationIdentifier}/${PUBLISHER}`) });
  expect(statuses()).toEqual({ [ADVERTISER]: 'ACTIVE', [PUBLISHER]: 'REMOVED' });
});

test('succeeds for a member who was removed already, and does nothing on Delete', async () => {
  const { PhysicalResourceId } = await world.deliver(resource.createEvent(removalOf(PUBLISHER)));
  world.forgetCalls();
  await world.deliver(resource.createEvent(removalOf(PUBLISHER)));
  await world.deliver(resource.deleteEvent(PhysicalResourceId, removalOf(PUBLISHER)));
  expect(world.operations).not.toContain('DeleteMember');
  expect(statuses()).toMatchObject({ [PUBLISHER]: 'REMOVED' });
});

test('lists the members when the account is not one of them', async () => {
  await expect(world.deliver(resource.createEvent(removalOf('333333333333'))))
    .rejects.toThrow(/333333333333 is not among the members .*: 111111111111 \('advertiser', ACTIVE\), 222222222222 \('publisher', INVITED\)/);
});

test('fails with the service\'s message for the creator', async () => {
  await expect(world.deliver(resource.createEvent(removalOf(ADVERTISER)))).rejects.toThrow(/^DeleteMember: The creator cannot be removed/);
});
