import { ResourceType, STACK_TAG } from '../../../src/custom-resources/contract';
import { calls, created, createdByHand, KIND, properties, resource, room, TAG_ARNS, useAudienceModels, world } from '../audience-models';
import { StackResource } from '../cloudformation';

/** Enough time to look for what an abandoned Create has created, but not to wait for more. */
const SHORT_TIME = { workMilliseconds: 4_000 };

describe.each(TAG_ARNS)('where the service takes %s,', (_, options) => {
  useAudienceModels(options);

  test('deletes the association', async () => {
    const { initial, physicalId } = await created();

    expect(await world.deliver(resource.deleteEvent(physicalId, initial))).toEqual({ PhysicalResourceId: physicalId });
    expect(world.objects(KIND)).toEqual([]);
    expect(calls()).toEqual(['Delete~']);
  });

  test('does not decode the properties, which may be those of an older version', async () => {
    const { initial, physicalId } = await created();
    const event = resource.deleteEvent(physicalId, initial);
    await world.deliver({ ...event, ResourceProperties: { OfAnOlderVersion: 'true' } });

    expect(world.objects(KIND)).toEqual([]);
  });

  test.each(['ResourceNotFound', 'AccessDenied'] as const)('succeeds when the membership is gone, reported as %s', async (missingAs) => {
    const { initial, physicalId } = await created();
    world.api.service.store.clear();
    world.api.service.missingAs = missingAs;

    await world.deliver(resource.deleteEvent(physicalId, initial));
  });

  test('deletes it from the membership of a deleted collaboration', async () => {
    const { initial, physicalId } = await created();
    await world.closeRoom(room);
    await world.deliver(resource.deleteEvent(physicalId, initial));

    expect(world.objects(KIND)).toEqual([]);
  });

  test('fails when a permission is missing', async () => {
    const { initial, physicalId } = await created();
    world.refuses = ({ action }) => action === `cleanrooms:Delete${KIND}`;

    await expect(world.deliver(resource.deleteEvent(physicalId, initial)))
      .rejects.toThrow(/^DeleteConfiguredAudienceModelAssociation: Not authorized .* \(AccessDeniedException INSUFFICIENT_PERMISSIONS; request id/);
    expect(world.objects(KIND)).toHaveLength(1);
  });

  test('succeeds when it is gone, although the role may delete only objects with the tag of the stack', async () => {
    const { initial, physicalId } = await created();
    const event = resource.deleteEvent(physicalId, initial);
    world.refuses = ({ action, context }) => action === `cleanrooms:Delete${KIND}` && context[`aws:ResourceTag/${STACK_TAG}`] !== event.StackId;

    await world.deliver(event);
    await world.deliver(event);
    expect(calls()).toEqual(['Delete~', 'Delete~', 'Get~']);
  });

  test('removes what an abandoned Create has created', async () => {
    await created();
    await world.deliver(resource.deleteAbandonedEvent(properties()), SHORT_TIME);

    expect(world.objects(KIND)).toEqual([]);
  });

  test('waits for what an abandoned Create is about to create, and removes it', async () => {
    const deletion = world.deliver(resource.deleteAbandonedEvent(properties()));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await world.deliver(resource.createEvent(properties()));
    await deletion;

    expect(world.objects(KIND)).toEqual([]);
  });

  test('succeeds when nothing was ever created', async () => {
    await world.deliver(resource.deleteAbandonedEvent(properties()), SHORT_TIME);
  });

  test.each([
    'ResourceNotFound', 'AccessDenied',
  ] as const)('succeeds when nothing was ever created and the membership is gone, reported as %s', async (missingAs) => {
    world.api.service.store.clear();
    world.api.service.missingAs = missingAs;
    await world.deliver(resource.deleteAbandonedEvent(properties()), SHORT_TIME);
  });

  test('does not remove associations of the same name of others after an abandoned Create', async () => {
    await createdByHand();
    const other = new StackResource(ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION, 'Other');
    const { PhysicalResourceId } = await world.deliver(other.createEvent(properties({ Name: 'of another resource' })));
    world.stack.resources = { Other: PhysicalResourceId };

    await world.deliver(resource.deleteAbandonedEvent(properties()), SHORT_TIME);
    await world.deliver(resource.deleteAbandonedEvent(properties({ Name: 'of another resource' })), SHORT_TIME);

    expect(world.objects(KIND)).toHaveLength(2);
  });
});
