import {
  CreateConfiguredAudienceModelAssociationCommand, DeleteConfiguredAudienceModelAssociationCommand, UpdateConfiguredAudienceModelAssociationCommand,
} from '@aws-sdk/client-cleanrooms';
import { type ConfiguredAudienceModelAssociationProperties, ResourceType, STACK_TAG } from '../../../src/custom-resources/contract';
import { KIND, MODEL, OTHER_MODEL, created, properties, resource, room, useAudienceModels, world } from '../audience-models';
import { StackResource } from '../cloudformation';
import { PUBLISHER } from '../world';

/** As much work as it takes to look once for what CloudFormation did not wait for. */
const ONE_LOOK = { workMilliseconds: 2_000 };

useAudienceModels();

/** Made by somebody in the account by hand. */
async function madeByHand(Name = 'lookalike') {
  const { configuredAudienceModelAssociation: made } = await world.client().send(new CreateConfiguredAudienceModelAssociationCommand({
    membershipIdentifier: room.membershipIdentifier,
    configuredAudienceModelArn: OTHER_MODEL,
    configuredAudienceModelAssociationName: Name,
    manageResourcePolicies: false,
  }));
  return made!;
}

function calls(): string[] {
  return world.operations.map((operation) => operation.replace(KIND, '~'));
}

describe('Create', () => {
  test('makes the association with its tags and answers with its identifiers', async () => {
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

  test('says in the tags which resource of which stack made it, by which request', async () => {
    const event = resource.createEvent(properties());
    await world.deliver(event);

    expect(world.objects(KIND)[0].tags).toEqual({
      'team': 'media',
      'cdk-cleanrooms:stack': event.StackId,
      'cdk-cleanrooms:resource': 'Lookalike',
      'cdk-cleanrooms:request': event.RequestId,
    });
  });

  test('adopts what a delivery of the same event has made', async () => {
    const event = resource.createEvent(properties());
    const first = await world.deliver(event);

    expect(await world.deliver(event)).toEqual(first);
    expect(world.objects(KIND)).toHaveLength(1);
  });

  test('refuses a name that something else has, and leaves that alone', async () => {
    const other = await madeByHand();

    await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow(
      `there is a configured audience model association with this name already, which this deployment has not made and leaves as it is: ${other.arn}. `
      + 'Choose another name, or delete that one first. CreateConfiguredAudienceModelAssociation: ',
    );
    expect(world.objects(KIND)).toMatchObject([{ id: other.id, configuredAudienceModelArn: OTHER_MODEL, tags: {} }]);
  });

  test('refuses a name that an earlier request of the same resource has given', async () => {
    await created();

    await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow('with this name already');
    expect(world.objects(KIND)).toHaveLength(1);
  });

  test('refuses a name that another member of the collaboration has given', async () => {
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

  test('passes on what the service refuses, with the operation, its reason and the request id', async () => {
    await expect(world.deliver(resource.createEvent(properties({ ConfiguredAudienceModelArn: 'arn:wrong' })))).rejects.toThrow(
      /^CreateConfiguredAudienceModelAssociation: .* \(ValidationException FIELD_VALIDATION_FAILED; configuredAudienceModelArn: .*; request id [0-9a-f-]+\)$/);
  });

  test('does not take every conflict for one of names', async () => {
    await world.closeRoom(room);

    await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow(
      /^CreateConfiguredAudienceModelAssociation: .* \(ConflictException INVALID_STATE; /);
  });

  test('refuses what is malformed before it calls the API', async () => {
    const event = resource.createEvent(properties());
    world.forgetCalls();

    await expect(world.deliver({ ...event, ResourceProperties: { ...event.ResourceProperties, ManageResourcePolicies: 'yes' } }))
      .rejects.toThrow("'ManageResourcePolicies' must be true or false, got \"yes\"");
    expect(world.operations).toEqual([]);
  });

  test('removes what it has made when something fails afterwards', async () => {
    world.api.misbehave({ operation: 'ListConfiguredAudienceModelAssociations', call: 'every', how: 'error500' });

    await expect(world.deliver(resource.createEvent(properties()), { workMilliseconds: 500 })).rejects.toThrow(/^ListConfigured.*the time of this function is up/);
    expect(world.objects(KIND)).toEqual([]);
  });

  describe('where names need not be unique', () => {
    beforeEach(() => world.allowSameNames(KIND));

    test('ends with one when the event comes twice', async () => {
      const event = resource.createEvent(properties());
      const first = await world.deliver(event);

      expect(await world.deliver(event)).toEqual(first);
      expect(world.objects(KIND)).toHaveLength(1);
    });

    test('ends with one when answers of the API get lost', async () => {
      world.api.misbehave({ operation: 'CreateConfiguredAudienceModelAssociation', call: [1, 2], how: 'loseAnswer' });

      const answer = await world.deliver(resource.createEvent(properties()));

      const [association, ...others] = world.objects(KIND);
      expect(others).toEqual([]);
      expect(answer.PhysicalResourceId).toBe(`${room.membershipIdentifier}/${association.id}`);
    });

    test('leaves alone what others have named the same', async () => {
      const other = await madeByHand();
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

  test('clears a description that is gone from the properties', async () => {
    const { initial, physicalId } = await created();
    const wanted = properties({ Description: undefined });
    await world.deliver(resource.updateEvent(physicalId, wanted, initial));

    expect(world.objects(KIND)[0].description).toBe('');
    world.forgetCalls();
    await world.deliver(resource.updateEvent(physicalId, wanted, initial));
    expect(calls()).toEqual(['Get~', 'ListTagsForResource']);
  });

  test('calls nothing that changes where nothing differs', async () => {
    const { initial, physicalId } = await created();
    await world.deliver(resource.updateEvent(physicalId, initial, initial));

    expect(calls()).toEqual(['Get~', 'ListTagsForResource']);
  });

  test('changes the tags that differ, and leaves those of others', async () => {
    const { initial, physicalId } = await created(properties({ Tags: { team: 'media', stage: 'test', gone: 'soon' } }));
    const [association] = world.objects(KIND);
    await world.tag(association.arn as string, { 'cost-center': '4711' });

    await world.deliver(resource.updateEvent(physicalId, properties({ Tags: { team: 'media', stage: 'live' } }), initial));

    expect(world.objects(KIND)[0].tags).toEqual({
      ...association.tags as object, 'team': 'media', 'stage': 'live', 'cost-center': '4711', 'gone': undefined,
    });
  });

  test('goes by the live object, not by what the event says was there', async () => {
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
    ['who manages the resource policies', { ManageResourcePolicies: true }],
  ])('makes a new one for %s, and CloudFormation deletes the old one', async (_, change) => {
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

  test('makes a new one for another membership, under the same name', async () => {
    const { initial, physicalId } = await created();
    const other = await world.openRoom();
    const wanted = properties({ MembershipIdentifier: other.membershipIdentifier });

    const answer = await world.deliver(resource.updateEvent(physicalId, wanted, initial));

    expect(answer.PhysicalResourceId.startsWith(other.membershipIdentifier)).toBe(true);
  });

  test('refuses a replacement that keeps the name, and says what to do', async () => {
    const { initial, physicalId } = await created();
    const [association] = world.objects(KIND);

    await expect(world.deliver(resource.updateEvent(physicalId, properties({ ConfiguredAudienceModelArn: OTHER_MODEL }), initial))).rejects.toThrow(
      `this change replaces the configured audience model association ${association.arn}: a new one is made before the old one is deleted, and it cannot `
      + 'have the same name. Change the name as well, or remove the resource in one deployment and add it in the next. ');
    expect(world.objects(KIND)).toEqual([association]);
  });

  test('makes a new one where the old one is gone', async () => {
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

describe('Delete', () => {
  test('deletes the association', async () => {
    const { initial, physicalId } = await created();

    expect(await world.deliver(resource.deleteEvent(physicalId, initial))).toEqual({ PhysicalResourceId: physicalId });
    expect(world.objects(KIND)).toEqual([]);
    expect(calls()).toEqual(['Delete~']);
  });

  test('does not read the properties, which may be those of an older version', async () => {
    const { initial, physicalId } = await created();
    const event = resource.deleteEvent(physicalId, initial);
    await world.deliver({ ...event, ResourceProperties: { OfAnOlderVersion: 'true' } });

    expect(world.objects(KIND)).toEqual([]);
  });

  test.each(['ResourceNotFound', 'AccessDenied'] as const)('succeeds where the membership is gone, answered as %s', async (missingAs) => {
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

  test('fails where a permission lacks', async () => {
    const { initial, physicalId } = await created();
    world.refuses = ({ action }) => action === `cleanrooms:Delete${KIND}`;

    await expect(world.deliver(resource.deleteEvent(physicalId, initial)))
      .rejects.toThrow(/^DeleteConfiguredAudienceModelAssociation: Not authorized .* \(AccessDeniedException INSUFFICIENT_PERMISSIONS; request id/);
    expect(world.objects(KIND)).toHaveLength(1);
  });

  test('succeeds where it is gone, though the role may delete only what carries the tag of the stack', async () => {
    const { initial, physicalId } = await created();
    const event = resource.deleteEvent(physicalId, initial);
    world.refuses = ({ action, context }) => action === `cleanrooms:Delete${KIND}` && context[`aws:ResourceTag/${STACK_TAG}`] !== event.StackId;

    await world.deliver(event);
    await world.deliver(event);
    expect(calls()).toEqual(['Delete~', 'Delete~', 'Get~']);
  });

  test('removes what a Create has made that CloudFormation did not wait for', async () => {
    await created();
    await world.deliver(resource.deleteUnansweredEvent(properties()), ONE_LOOK);

    expect(world.objects(KIND)).toEqual([]);
  });

  test('removes what such a Create makes only now', async () => {
    const deletion = world.deliver(resource.deleteUnansweredEvent(properties()));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await world.deliver(resource.createEvent(properties()));
    await deletion;

    expect(world.objects(KIND)).toEqual([]);
  });

  test('succeeds where nothing was ever made', async () => {
    await world.deliver(resource.deleteUnansweredEvent(properties()), ONE_LOOK);
  });

  test.each([
    'ResourceNotFound', 'AccessDenied',
  ] as const)('succeeds where nothing was ever made and the membership is gone, answered as %s', async (missingAs) => {
    world.api.service.store.clear();
    world.api.service.missingAs = missingAs;
    await world.deliver(resource.deleteUnansweredEvent(properties()), ONE_LOOK);
  });

  test('does not touch what others have named the same when it looks for what was made', async () => {
    await madeByHand();
    const other = new StackResource(ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION, 'Other');
    await world.deliver(other.createEvent(properties({ Name: 'of another resource' })));

    await world.deliver(resource.deleteUnansweredEvent(properties()), ONE_LOOK);
    await world.deliver(resource.deleteUnansweredEvent(properties({ Name: 'of another resource' })), ONE_LOOK);

    expect(world.objects(KIND)).toHaveLength(2);
  });
});
