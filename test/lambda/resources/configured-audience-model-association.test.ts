import {
  CreateConfiguredAudienceModelAssociationCommand, DeleteConfiguredAudienceModelAssociationCommand, UpdateConfiguredAudienceModelAssociationCommand,
} from '@aws-sdk/client-cleanrooms';
import type { ConfiguredAudienceModelAssociationProperties } from '../../../src/custom-resources/contract';
import { calls, created, createdByHand, KIND, MODEL, OTHER_MODEL, properties, resource, room, useAudienceModels, world } from '../audience-models';
import { PUBLISHER } from '../world';

useAudienceModels();

describe('Create', () => {
  test('creates the association with its tags and returns its identifiers', async () => {
    const answer = await world.deliver(resource.createEvent(properties()));

    const [association] = world.objects(KIND);
    expect(association).toMatchObject({
      name: 'lookalike',
      description: 'like our best customers',
      configuredAudienceModelArn: MODEL,
      manageResourcePolicies: false,
      tags: { team: 'media' },
    });
    expect(answer).toEqual({
      PhysicalResourceId: `${room.membershipIdentifier}/${association.id}`,
      Data: { Arn: association.arn, ConfiguredAudienceModelAssociationIdentifier: association.id },
    });
  });

  test('records the stack, the resource and the request in the tags', async () => {
    const event = resource.createEvent(properties());
    await world.deliver(event);

    expect(world.objects(KIND)[0].tags).toEqual({
      'team': 'media',
      'cdk-cleanrooms:stack': event.StackId,
      'cdk-cleanrooms:resource': 'Lookalike',
      'cdk-cleanrooms:request': event.RequestId,
    });
  });

  test('returns what another delivery of the same event created', async () => {
    const event = resource.createEvent(properties());
    const first = await world.deliver(event);

    expect(await world.deliver(event)).toEqual(first);
    expect(world.objects(KIND)).toHaveLength(1);
  });

  test('fails when another association has the name, and leaves that unchanged', async () => {
    const other = await createdByHand();

    await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow(
      `there is a configured audience model association with this name already, which this deployment did not create and leaves unchanged: ${other.arn}. `
      + 'Choose another name, or delete that one first. CreateConfiguredAudienceModelAssociation: ',
    );
    expect(world.objects(KIND)).toMatchObject([{ id: other.id, configuredAudienceModelArn: OTHER_MODEL, tags: {} }]);
  });

  test('fails when an earlier request of the same resource used the name', async () => {
    await created();

    await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow('with this name already');
    expect(world.objects(KIND)).toHaveLength(1);
  });

  test('fails when another member of the collaboration uses the name', async () => {
    const partner = await world.join(room.collaborationIdentifier, PUBLISHER);
    await world.client(PUBLISHER).send(new CreateConfiguredAudienceModelAssociationCommand({
      membershipIdentifier: partner.membershipIdentifier,
      configuredAudienceModelArn: MODEL,
      configuredAudienceModelAssociationName: 'lookalike',
      manageResourcePolicies: false,
    }));

    await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow(
      'the name of this configured audience model association is taken in the collaboration: choose another one. ');
    expect(world.objects(KIND)).toEqual([]);
  });

  test('fails with the operation, the service\'s reason and the request id when it refuses the call', async () => {
    await expect(world.deliver(resource.createEvent(properties({ ConfiguredAudienceModelArn: 'arn:wrong' })))).rejects.toThrow(
      /^CreateConfiguredAudienceModelAssociation: .* \(ValidationException FIELD_VALIDATION_FAILED; configuredAudienceModelArn: .*; request id [0-9a-f-]+\)$/);
  });

  test('does not report every conflict as one of names', async () => {
    await world.closeRoom(room);

    await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow(
      /^CreateConfiguredAudienceModelAssociation: .* \(ConflictException INVALID_STATE; /);
  });

  test('refuses malformed properties before it calls the API', async () => {
    const event = resource.createEvent(properties());
    world.forgetCalls();

    await expect(world.deliver({ ...event, ResourceProperties: { ...event.ResourceProperties, ManageResourcePolicies: 'yes' } }))
      .rejects.toThrow("'ManageResourcePolicies' must be true or false, got \"yes\"");
    expect(world.operations).toEqual([]);
  });

  test('removes what it created when a later call fails', async () => {
    world.api.misbehave({ operation: 'ListConfiguredAudienceModelAssociations', call: 'every', how: 'error500' });

    await expect(world.deliver(resource.createEvent(properties()), { workMilliseconds: 500 })).rejects.toThrow(/^ListConfigured.*the time of this function is up/);
    expect(world.objects(KIND)).toEqual([]);
  });

  describe('if names need not be unique', () => {
    beforeEach(() => world.allowSameNames(KIND));

    test('creates one association when the event is delivered twice', async () => {
      const event = resource.createEvent(properties());
      const first = await world.deliver(event);

      expect(await world.deliver(event)).toEqual(first);
      expect(world.objects(KIND)).toHaveLength(1);
    });

    test('creates one association when responses of the API get lost', async () => {
      world.api.misbehave({ operation: 'CreateConfiguredAudienceModelAssociation', call: [1, 2], how: 'loseAnswer' });

      const answer = await world.deliver(resource.createEvent(properties()));

      const [association, ...others] = world.objects(KIND);
      expect(others).toEqual([]);
      expect(answer.PhysicalResourceId).toBe(`${room.membershipIdentifier}/${association.id}`);
    });

    test('does not remove another association of the same name', async () => {
      const other = await createdByHand();
      await world.deliver(resource.createEvent(properties()));

      expect(world.objects(KIND)).toHaveLength(2);
      expect(world.objects(KIND)[0]).toMatchObject({ id: other.id, tags: {} });
    });
  });
});

describe('Update', () => {
  test('changes name and description in place', async () => {
    const { initial, physicalId } = await created();
    const wanted = properties({ Name: 'similar', Description: 'like those who came back' });

    const answer = await world.deliver(resource.updateEvent(physicalId, wanted, initial));

    expect(answer.PhysicalResourceId).toBe(physicalId);
    expect(world.objects(KIND)).toMatchObject([{ name: 'similar', description: 'like those who came back' }]);
  });

  test('clears a description that was removed from the properties', async () => {
    const { initial, physicalId } = await created();
    const wanted = properties({ Description: undefined });
    await world.deliver(resource.updateEvent(physicalId, wanted, initial));

    expect(world.objects(KIND)[0].description).toBe('');
    world.forgetCalls();
    await world.deliver(resource.updateEvent(physicalId, wanted, initial));
    expect(calls()).toEqual(['Get~', 'ListTagsForResource']);
  });

  test('changes nothing when nothing differs', async () => {
    const { initial, physicalId } = await created();
    await world.deliver(resource.updateEvent(physicalId, initial, initial));

    expect(calls()).toEqual(['Get~', 'ListTagsForResource']);
  });

  test('changes the tags that differ, and keeps those that somebody else added', async () => {
    const { initial, physicalId } = await created(properties({ Tags: { team: 'media', stage: 'test', gone: 'soon' } }));
    const [association] = world.objects(KIND);
    await world.tag(association.arn as string, { 'cost-center': '4711' });

    await world.deliver(resource.updateEvent(physicalId, properties({ Tags: { team: 'media', stage: 'live' } }), initial));

    expect(world.objects(KIND)[0].tags).toEqual({
      ...association.tags as object, 'team': 'media', 'stage': 'live', 'cost-center': '4711', 'gone': undefined,
    });
  });

  test('compares with the live object, not with the old properties of the event', async () => {
    const { initial, physicalId } = await created();
    const [membershipIdentifier, configuredAudienceModelAssociationIdentifier] = physicalId.split('/');
    await world.client().send(new UpdateConfiguredAudienceModelAssociationCommand({
      membershipIdentifier, configuredAudienceModelAssociationIdentifier, name: 'changed by hand',
    }));

    await world.deliver(resource.updateEvent(physicalId, initial, initial));

    expect(world.objects(KIND)).toMatchObject([{ name: 'lookalike' }]);
  });

  test.each<[string, Partial<ConfiguredAudienceModelAssociationProperties>]>([
    ['the model', { ConfiguredAudienceModelArn: OTHER_MODEL }],
    ['the management of resource policies', { ManageResourcePolicies: true }],
  ])('creates a new one when %s changes, and CloudFormation deletes the old one', async (_, change) => {
    const { initial, physicalId } = await created();
    const wanted = properties({ ...change, Name: 'lookalike-2' });

    const answer = await world.deliver(resource.updateEvent(physicalId, wanted, initial));
    expect(answer.PhysicalResourceId).not.toBe(physicalId);
    expect(world.objects(KIND)).toHaveLength(2);

    await world.deliver(resource.deleteEvent(physicalId, initial));
    const [remaining, ...others] = world.objects(KIND);
    expect(others).toEqual([]);
    expect(answer).toEqual({
      PhysicalResourceId: `${room.membershipIdentifier}/${remaining.id}`,
      Data: { Arn: remaining.arn, ConfiguredAudienceModelAssociationIdentifier: remaining.id },
    });
  });

  test('creates a new one with the same name in another membership', async () => {
    const { initial, physicalId } = await created();
    const other = await world.openRoom();
    const wanted = properties({ MembershipIdentifier: other.membershipIdentifier });

    const answer = await world.deliver(resource.updateEvent(physicalId, wanted, initial));

    expect(answer.PhysicalResourceId.startsWith(other.membershipIdentifier)).toBe(true);
  });

  test('refuses a replacement that keeps the name, with the remedy', async () => {
    const { initial, physicalId } = await created();
    const [association] = world.objects(KIND);

    await expect(world.deliver(resource.updateEvent(physicalId, properties({ ConfiguredAudienceModelArn: OTHER_MODEL }), initial))).rejects.toThrow(
      `this change replaces the configured audience model association ${association.arn}: a new one is created before the old one is deleted, and it cannot `
      + 'have the same name. Change the name as well, or remove the resource in one deployment and add it in the next. ');
    expect(world.objects(KIND)).toEqual([association]);
  });

  test('creates a new one when the old one is gone', async () => {
    const { initial, physicalId } = await created();
    const [membershipIdentifier, configuredAudienceModelAssociationIdentifier] = physicalId.split('/');
    await world.client().send(new DeleteConfiguredAudienceModelAssociationCommand({
      membershipIdentifier, configuredAudienceModelAssociationIdentifier,
    }));

    const answer = await world.deliver(resource.updateEvent(physicalId, initial, initial));

    expect(world.objects(KIND)).toMatchObject([{ name: 'lookalike' }]);
    expect(answer.PhysicalResourceId).not.toBe(physicalId);
    await world.deliver(resource.deleteEvent(physicalId, initial));
    expect(world.objects(KIND)).toHaveLength(1);
  });
});
