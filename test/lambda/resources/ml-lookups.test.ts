import { ResourceType } from '../../../src/custom-resources/contract';
import type { NamedLookupProperties } from '../../../src/custom-resources/contract';
import { recording, StackResource } from '../cloudformation';
import { type SharedKind, shareModel } from '../machine-learning';
import { shareAudienceModel } from '../sharing';
import { PUBLISHER, type Room, World } from '../world';

const TYPES: readonly [SharedKind, StackResource<typeof ResourceType.TRAINED_MODEL_LOOKUP>][] = [
  ['ConfiguredModelAlgorithmAssociation', new StackResource(ResourceType.CONFIGURED_MODEL_ALGORITHM_ASSOCIATION_LOOKUP as never)],
  ['MLInputChannel', new StackResource(ResourceType.ML_INPUT_CHANNEL_LOOKUP as never)],
  ['TrainedModel', new StackResource(ResourceType.TRAINED_MODEL_LOOKUP)],
];

let world: World;
let room: Room;
let partner: Room;

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  room = await world.openRoom();
  partner = await world.join(room.collaborationIdentifier, PUBLISHER);
});

function properties(changed: Partial<NamedLookupProperties> = {}): NamedLookupProperties {
  return { CollaborationIdentifier: room.collaborationIdentifier, Name: 'churn', OwnerAccountId: PUBLISHER, WaitSeconds: 0, ...changed };
}

test.each(TYPES)('finds the %s of a partner by its name', async (kind, resource) => {
  shareModel(world, kind, partner, 'another');
  const arn = shareModel(world, kind, partner, 'churn');

  expect(await world.deliver(resource.createEvent(properties()))).toEqual({ PhysicalResourceId: recording(arn), Data: { Arn: arn } });
});

test.each(TYPES)('lists the %s that there are if none has the name', async (kind, resource) => {
  const arn = shareModel(world, kind, partner, 'another');

  await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow(new RegExp(`There is: 'another' of ${PUBLISHER} \\(${arn.split('/').at(-1)}`));
});

test.each(TYPES.slice(1))('does not take a %s that cannot be used, and says its state', async (kind, resource) => {
  shareModel(world, kind, partner, 'churn', 'CREATE_FAILED');

  await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow(/'churn' of \d+ \(\S+, CREATE_FAILED\)/);
});

test('finds the configured audience model behind the association of a partner', async () => {
  await shareAudienceModel(world, partner, PUBLISHER, 'lookalikes');
  const [association] = world.api.state(PUBLISHER, 'us-east-1').filter(({ kind }) => kind === 'ConfiguredAudienceModelAssociation');
  const resource = new StackResource(ResourceType.CONFIGURED_AUDIENCE_MODEL_LOOKUP);
  const arn = String(association.configuredAudienceModelArn);

  expect(await world.deliver(resource.createEvent(properties({ Name: 'lookalikes' })))).toEqual({ PhysicalResourceId: recording(arn), Data: { Arn: arn } });
});
