import { KIND, MODEL, OTHER_MODEL, TAG_ARNS, created, properties, resource, useAudienceModels, world } from '../audience-models';

describe.each(TAG_ARNS)('the rollback of a replacement, where the service takes %s,', (_, options) => {
  useAudienceModels(options);

  const replacing = () => properties({ ConfiguredAudienceModelArn: OTHER_MODEL, Name: 'lookalike-2' });

  async function replaced() {
    const { initial, physicalId } = await created();
    const { PhysicalResourceId: newId } = await world.deliver(resource.updateEvent(physicalId, replacing(), initial));
    world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    return { initial, physicalId, newId };
  }

  test('returns to the old one when CloudFormation updates the new one', async () => {
    const { initial, physicalId, newId } = await replaced();

    expect((await world.deliver(resource.updateEvent(newId, initial, replacing()))).PhysicalResourceId).toBe(physicalId);
    await world.deliver(resource.deleteEvent(newId, replacing()));

    expect(world.objects(KIND)).toMatchObject([{ name: 'lookalike', configuredAudienceModelArn: MODEL }]);
  });

  test('returns to the old one when CloudFormation updates the old one', async () => {
    const { initial, physicalId, newId } = await replaced();

    expect((await world.deliver(resource.updateEvent(physicalId, initial, replacing()))).PhysicalResourceId).toBe(physicalId);
    await world.deliver(resource.deleteEvent(newId, replacing()));

    expect(world.objects(KIND)).toMatchObject([{ name: 'lookalike' }]);
  });

  test('returns to the old one when CloudFormation only deletes the new one', async () => {
    const { newId } = await replaced();
    await world.deliver(resource.deleteEvent(newId, replacing()));

    expect(world.objects(KIND)).toMatchObject([{ name: 'lookalike' }]);
  });

  test('removes the new one when CloudFormation never learned its id', async () => {
    const { initial, physicalId } = await replaced();
    await world.deliver(resource.updateEvent(physicalId, initial, replacing()));

    expect(world.objects(KIND)).toMatchObject([{ name: 'lookalike' }]);
  });

  test('is followed by a replacement that succeeds', async () => {
    const { initial, physicalId } = await replaced();
    await world.deliver(resource.updateEvent(physicalId, initial, replacing()));
    await world.deliver(resource.updateEvent(physicalId, replacing(), initial));
    await world.deliver(resource.deleteEvent(physicalId, initial));

    expect(world.objects(KIND)).toMatchObject([{ name: 'lookalike-2' }]);
  });

  test('does not remove what an earlier replacement replaced and retained', async () => {
    const { initial, physicalId, newId } = await replaced();
    await world.deliver(resource.deleteEvent(physicalId, initial));
    const third = properties({ ManageResourcePolicies: true, Name: 'lookalike-3' });
    const { PhysicalResourceId: thirdId } = await world.deliver(resource.updateEvent(newId, third, replacing()));
    // The second one is retained: its Delete is never sent. An update back to its name fails, and is rolled back.
    const back = { ...replacing(), ManageResourcePolicies: true, ConfiguredAudienceModelArn: `${MODEL}-c` };
    await expect(world.deliver(resource.updateEvent(thirdId, back, third))).rejects.toThrow('with this name already');
    await world.deliver(resource.updateEvent(thirdId, third, back));

    expect(world.objects(KIND)).toMatchObject([{ name: 'lookalike-2' }, { name: 'lookalike-3' }]);
  });
});
