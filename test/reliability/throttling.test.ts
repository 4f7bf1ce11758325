import { ResourceType } from '../../src/custom-resources/contract';
import { StackResource } from '../lambda/cloudformation';
import { World } from '../lambda/world';

const RESOURCES = 50;
/** The time of the provider's function, without what it reserves for its answer. */
const FOURTEEN_MINUTES = 14 * 60_000;

test('creates fifty resources of one stack at the same time while the service accepts two calls a second', async () => {
  const world = await World.start({ quotas: { configuredAudienceModelAssociations: RESOURCES } });
  const { membershipIdentifier } = await world.openRoom();
  world.api.throttle({ callsPerSecond: 2 });

  const events = Array.from({ length: RESOURCES }, (_, index) => {
    return new StackResource(ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION, `Lookalike${index}`).createEvent({
      MembershipIdentifier: membershipIdentifier,
      ConfiguredAudienceModelArn: 'arn:aws:cleanrooms-ml:us-east-1:111111111111:configured-audience-model/a',
      Name: `lookalike ${index}`,
      ManageResourcePolicies: false,
    });
  });
  const start = Date.now();
  const answers = await Promise.all(events.map(async (event) => world.deliver(event, { workMilliseconds: FOURTEEN_MINUTES })));

  process.stdout.write(`${RESOURCES} resources: ${Math.round((Date.now() - start) / 1000)} s, ${world.operations.length} calls\n`);
  expect(new Set(answers.map((answer) => answer.PhysicalResourceId)).size).toBe(RESOURCES);
  expect(world.objects('ConfiguredAudienceModelAssociation')).toHaveLength(RESOURCES);
  await world.stop();
});
