import { UpdateConfiguredAudienceModelAssociationCommand } from '@aws-sdk/client-cleanrooms';
import { STACK_TAG } from '../../../src/custom-resources/contract';
import { calls, created, createdByHand, KIND, MODEL, properties, resource, useAudienceModels, world } from '../audience-models';

/*
 * The ARN of an association is longer than the 100 characters that the API reference documents for the operations on tags. Here the service
 * refuses it in all of them.
 */
useAudienceModels({ refusesLongTagArns: true });

const REFUSED = /the tags were NOT changed, because the service refuses the ARN of the resource/;

/** The lines of the log about tags that were not changed, since the test began. */
function refusals(): string[] {
  return world.log.splice(0).filter((line) => REFUSED.test(line));
}

beforeEach(() => void world.log.splice(0));

describe('an update', () => {
  test('calls nothing that changes tags where none of them changes', async () => {
    const { initial, physicalId } = await created();
    await world.deliver(resource.updateEvent(physicalId, { ...initial, Name: 'similar' }, initial));

    expect(world.objects(KIND)).toMatchObject([{ name: 'similar' }]);
    expect(calls()).toEqual(['Get~', 'Update~', 'ListTagsForResource']);
    expect(refusals()).toEqual([]);
  });

  test.each<[string, Record<string, string>]>([
    ['added', { team: 'media', stage: 'live' }],
    ['changed', { team: 'sales' }],
    ['removed', {}],
  ])('changes the rest where a tag is %s, and logs that the tags stay', async (_, tags) => {
    const { initial, physicalId } = await created();
    const answer = await world.deliver(resource.updateEvent(physicalId, { ...initial, Name: 'similar', Tags: tags }, initial));

    expect(answer.PhysicalResourceId).toBe(physicalId);
    expect(world.objects(KIND)).toMatchObject([{ name: 'similar', tags: { team: 'media' } }]);
    expect(refusals()).toHaveLength(1);
  });

  test('still fails for tags that the service refuses for another reason', async () => {
    const { initial, physicalId } = await created();
    world.api.misbehave({ operation: 'TagResource', call: 'every', how: 'error500' });

    await expect(world.deliver(resource.updateEvent(physicalId, { ...initial, Tags: { team: 'sales' } }, initial), { workMilliseconds: 500 }))
      .rejects.toThrow(/^TagResource: /);
  });
});

test('the rollback of an update that changed tags succeeds', async () => {
  const { initial, physicalId } = await created();
  const attempted = { ...initial, Name: 'similar', Tags: { team: 'sales' } };
  await world.deliver(resource.updateEvent(physicalId, attempted, initial));
  world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';

  expect((await world.deliver(resource.updateEvent(physicalId, initial, attempted))).PhysicalResourceId).toBe(physicalId);
  expect(world.objects(KIND)).toMatchObject([{ name: 'lookalike', tags: { team: 'media' } }]);
});

describe('an event that is delivered twice', () => {
  test('creates one association', async () => {
    const event = resource.createEvent(properties());
    const first = await world.deliver(event);

    expect(await world.deliver(event)).toEqual(first);
    expect(world.objects(KIND)).toHaveLength(1);
  });

  test('creates one association if names need not be unique', async () => {
    world.allowSameNames(KIND);
    const event = resource.createEvent(properties());
    const first = await world.deliver(event);

    expect(await world.deliver(event)).toEqual(first);
    expect(world.objects(KIND)).toHaveLength(1);
  });

  test('replaces the association once', async () => {
    const { initial, physicalId } = await created();
    const event = resource.updateEvent(physicalId, properties({ ConfiguredAudienceModelArn: `${MODEL}-2`, Name: 'similar' }), initial);
    const first = await world.deliver(event);

    expect(await world.deliver(event)).toEqual(first);
    expect(world.objects(KIND)).toHaveLength(2);
  });
});

test('takes up what it created when the response of the API gets lost', async () => {
  world.api.misbehave({ operation: 'CreateConfiguredAudienceModelAssociation', call: 1, how: 'loseAnswer' });
  const { PhysicalResourceId } = await world.deliver(resource.createEvent(properties()));

  expect(world.objects(KIND).map(({ id, membershipId }) => `${String(membershipId)}/${String(id)}`)).toEqual([PhysicalResourceId]);
});

describe('does not take up an association of the same name', () => {
  const refused = async () => expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow('with this name already');

  test('that somebody else created with the same properties', async () => {
    const { id } = await createdByHand(properties().Name, MODEL, properties().Description);
    await refused();

    expect(world.objects(KIND)).toMatchObject([{ id, tags: {} }]);
  });

  test('with other properties, although it has the tag of the stack', async () => {
    const { physicalId } = await created();
    const [membershipIdentifier, configuredAudienceModelAssociationIdentifier] = physicalId.split('/');
    await world.client().send(new UpdateConfiguredAudienceModelAssociationCommand({
      membershipIdentifier, configuredAudienceModelAssociationIdentifier, description: 'changed by hand',
    }));
    await refused();
  });

  test('that another resource of the stack has', async () => {
    const { physicalId } = await created();
    world.stack.resources = { Other: physicalId };
    await refused();
  });

  test('that the stack created in an earlier deployment, and retained', async () => {
    await created();
    const [association] = world.api.service.store.list('ConfiguredAudienceModelAssociation', 'us-east-1');
    Object.assign(association, { createTime: association.createTime - 18 * 60 });
    await refused();

    expect(world.objects(KIND)[0].tags).toMatchObject({ [STACK_TAG]: expect.any(String) });
  });

  test('that it would replace, outside of a rollback', async () => {
    const { initial, physicalId } = await created();
    const replacing = properties({ ConfiguredAudienceModelArn: `${MODEL}-2`, Name: 'similar' });
    const { PhysicalResourceId: newId } = await world.deliver(resource.updateEvent(physicalId, replacing, initial));
    const [original] = world.api.service.store.list('ConfiguredAudienceModelAssociation', 'us-east-1');
    Object.assign(original, { createTime: original.createTime - 18 * 60 });

    await expect(world.deliver(resource.updateEvent(newId, initial, replacing))).rejects.toThrow('with this name already');
  });
});
