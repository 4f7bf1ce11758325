import { PutMLConfigurationCommand } from '../../../lambda/missing-sdk/client-cleanroomsml';
import { ResourceType } from '../../../src/custom-resources/contract';
import type { MlConfigurationProperties } from '../../../src/custom-resources/contract/machine-learning';
import { StackResource } from '../cloudformation';
import { ADVERTISER, type Room, World } from '../world';

let world: World;
let room: Room;
const resource = new StackResource(ResourceType.ML_CONFIGURATION, 'MachineLearning');
const ROLE = `arn:aws:iam::${ADVERTISER}:role/ml`;

beforeAll(async () => void (world = await World.start()));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  room = await world.openRoom();
});

function properties(changed: Partial<MlConfigurationProperties> = {}): MlConfigurationProperties {
  return { MembershipIdentifier: room.membershipIdentifier, S3Uri: 's3://models/', RoleArn: ROLE, ...changed };
}

function configurations() {
  return world.objects('MLConfiguration').map(({ defaultOutputLocation }) => defaultOutputLocation);
}

async function configureByHand(roleArn: string) {
  const { membershipIdentifier } = room;
  await world.machineLearning().send(new PutMLConfigurationCommand({ membershipIdentifier, defaultOutputLocation: { roleArn } }));
}

test('configures the membership, changes the configuration in place, and deletes it', async () => {
  const first = properties();
  const { PhysicalResourceId: id } = await world.deliver(resource.createEvent(first));
  expect(id).toBe(`${room.membershipIdentifier}/ml-configuration`);
  expect(configurations()).toEqual([{ destination: { s3Destination: { s3Uri: 's3://models/' } }, roleArn: ROLE }]);

  const second = properties({ S3Uri: undefined });
  expect(await world.deliver(resource.updateEvent(id, second, first))).toEqual({ PhysicalResourceId: id });
  expect(configurations()).toEqual([{ roleArn: ROLE }]);

  await world.deliver(resource.deleteEvent(id, second));
  expect(configurations()).toEqual([]);
  await world.deliver(resource.deleteEvent(id, second)); // once more, as CloudFormation may
});

test('leaves a configuration alone that somebody else has made, and says what it is', async () => {
  await configureByHand(`${ROLE}-of-others`);

  await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow(
    new RegExp(`has an ML configuration already, which this deployment did not create and leaves unchanged: results in no place, with the role ${ROLE}-of-others\\. Delete it first`));
  expect(configurations()).toEqual([{ roleArn: `${ROLE}-of-others` }]);
});

test('takes over a configuration with the same values', async () => {
  await configureByHand(ROLE);
  world.forgetCalls();
  await world.deliver(resource.createEvent(properties({ S3Uri: undefined })));

  expect(world.operations).toEqual(['GetMLConfiguration']);
});

test('deletes what an abandoned creation has made, and nothing else', async () => {
  await world.deliver(resource.createEvent(properties()));
  await world.deliver(resource.deleteAbandonedEvent(properties({ RoleArn: `${ROLE}-2` })));
  expect(configurations()).toHaveLength(1);

  await world.deliver(resource.deleteAbandonedEvent(properties()));
  expect(configurations()).toEqual([]);
});

test('is gone with its membership', async () => {
  const { PhysicalResourceId: id } = await world.deliver(resource.createEvent(properties()));
  await world.closeRoom(room);

  expect(await world.deliver(resource.deleteEvent(id, properties()))).toEqual({ PhysicalResourceId: id });
});
