/*
 * How many calls of the API a Create makes where nothing disturbs it. Two deliveries of an event can be at work at the same time, so that each looks once
 * after it has created something; the runs and requests of a collaboration are looked through before that, too (lambda/idempotent-creation.ts).
 */
import { StackResource } from './cloudformation';
import { World } from './world';
import { type CollaborationChange, ResourceType } from '../../src/custom-resources/contract';

let world: World;

beforeAll(async () => {
  world = await World.start();
});
afterAll(async () => world.stop());
beforeEach(() => world.reset());

test('a configured audience model association takes two', async () => {
  const { membershipIdentifier } = await world.openRoom();
  world.forgetCalls();
  await world.deliver(new StackResource(ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION, 'Lookalike').createEvent({
    MembershipIdentifier: membershipIdentifier,
    ConfiguredAudienceModelArn: 'arn:aws:cleanrooms-ml:us-east-1:111111111111:configured-audience-model/a',
    Name: 'lookalike',
    ManageResourcePolicies: false,
  }));
  expect(world.operations).toEqual(['CreateConfiguredAudienceModelAssociation', 'ListConfiguredAudienceModelAssociations']);
});

test('a protected query takes three, and one for each look at it: the local service ends it at the second', async () => {
  const { membershipIdentifier } = await world.openRoom();
  world.forgetCalls();
  await world.deliver(new StackResource(ResourceType.PROTECTED_QUERY, 'Query').createEvent({
    MembershipIdentifier: membershipIdentifier,
    Statement: { QueryString: 'SELECT 1' },
    Output: { S3: { Bucket: 'results', KeyPrefix: 'first/', ResultFormat: 'CSV', SingleFileOutput: true } },
    WaitSeconds: 60,
  }));
  expect(world.operations).toEqual(['ListProtectedQueries', 'StartProtectedQuery', 'ListProtectedQueries', 'GetProtectedQuery', 'GetProtectedQuery']);
});

test('a change request that is approved at once takes four', async () => {
  const { collaborationIdentifier } = await world.openRoom();
  const changes: CollaborationChange[] = [{ Member: { AccountId: '333333333333', DisplayName: 'Retailer', Abilities: [] } }];
  world.forgetCalls();
  await world.deliver(new StackResource(ResourceType.COLLABORATION_CHANGE_REQUEST, 'Change').createEvent({
    CollaborationIdentifier: collaborationIdentifier, Changes: changes, WaitSeconds: 60,
  }));
  expect(world.operations).toEqual([
    'ListCollaborationChangeRequests', 'CreateCollaborationChangeRequest', 'ListCollaborationChangeRequests', 'UpdateCollaborationChangeRequest',
  ]);
});
