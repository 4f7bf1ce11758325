import { type CollaborationLookupProperties, ResourceType } from '../../../src/custom-resources/contract';
import { recording, StackResource } from '../cloudformation';
import { invite } from '../sharing';
import { ADVERTISER, PUBLISHER, World } from '../world';

let world: World;
const resource = new StackResource(ResourceType.COLLABORATION_LOOKUP, 'Campaign');

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(() => world.reset());

const campaign: CollaborationLookupProperties = { CollaborationName: 'campaign', CreatorAccountId: PUBLISHER, WaitSeconds: 0 };

async function find(changed: Partial<CollaborationLookupProperties> = {}) {
  return world.deliver(resource.createEvent({ ...campaign, ...changed }));
}

test('finds the invitation among others, on any page', async () => {
  await invite(world, 'another');
  const id = await invite(world, 'campaign');
  await invite(world, 'a third one');

  expect(await find()).toEqual({ PhysicalResourceId: recording(id), Data: { CollaborationIdentifier: id } });
});

test('finds the same one after this account has joined it', async () => {
  const id = await invite(world, 'campaign');
  const before = await find();
  await world.join(id, ADVERTISER);

  expect(await world.deliver(resource.updateEvent(id, campaign, campaign))).toEqual(before);
});

test('finds the collaboration of the right creator among others of the same name', async () => {
  await world.openRoom(); // by the advertiser itself, under the same name
  const id = await invite(world, 'campaign');

  expect(await find()).toMatchObject({ Data: { CollaborationIdentifier: id } });
});

test.each(['none', 'both'])('fails when two have the same name and creator and %s of them are joined, with their ids, states and dates', async (joined) => {
  const [one, other] = [await invite(world, 'campaign'), await invite(world, 'campaign')];
  if (joined === 'both') for (const id of [one, other]) await world.join(id, ADVERTISER);

  const status = joined === 'both' ? 'ACTIVE' : 'INVITED';
  const message = await find().catch((error: Error) => error.message);
  expect(message).toContain(`there is more than one collaboration 'campaign' of ${PUBLISHER} that this account is invited to`);
  expect(message).toMatch(new RegExp(`'campaign' of ${PUBLISHER} \\(${one}, ${status}, created 20`));
  expect(message).toMatch(new RegExp(`'campaign' of ${PUBLISHER} \\(${other}, ${status}, created 20`));
  expect(message).toContain('with Collaboration.fromCollaborationAttributes');
});

test('takes the only one that this account has joined, of several with the same name and creator', async () => {
  await invite(world, 'campaign');
  const id = await invite(world, 'campaign');
  await invite(world, 'campaign');
  await world.join(id, ADVERTISER);

  expect(await find()).toMatchObject({ Data: { CollaborationIdentifier: id } });
});

test('lists the invitations when none has the name', async () => {
  await invite(world, 'campaigns');
  await expect(find()).rejects.toThrow(
    new RegExp(`there is no collaboration 'campaign' of ${PUBLISHER} that this account is invited to. There is: 'campaigns' of ${PUBLISHER}`));
});

test('waits for an invitation', async () => {
  const found = find({ WaitSeconds: 20 });
  const id = await invite(world, 'campaign');

  expect(await found).toMatchObject({ Data: { CollaborationIdentifier: id } });
});
