import {
  CreateCollaborationChangeRequestCommand, CreateCollaborationCommand, UpdateCollaborationChangeRequestCommand,
} from '@aws-sdk/client-cleanrooms';
import { type CollaborationChange, type CollaborationChangeRequestProperties, ResourceType } from '../../../src/custom-resources/contract';
import type { CleanRoomsApiOptions } from '../../../tools/src/local-cloud/api/server';
import { StackResource } from '../cloudformation';
import { ADVERTISER, PUBLISHER, World } from '../world';

const RETAILER = '333333333333';
const NEWCOMER: CollaborationChange = { Member: { AccountId: RETAILER, DisplayName: 'Retailer', Abilities: [] } };

let world: World;
let collaborationIdentifier: string;
const resource = new StackResource(ResourceType.COLLABORATION_CHANGE_REQUEST, 'Change');

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  ({ collaborationIdentifier } = await world.openRoom());
});

function wanted(...changes: CollaborationChange[]): CollaborationChangeRequestProperties {
  return { CollaborationIdentifier: collaborationIdentifier, Changes: changes, WaitSeconds: 5 };
}

function results(...abilities: string[]): CollaborationChange {
  return { Member: { AccountId: PUBLISHER, Abilities: abilities } };
}

function statuses(): unknown[] {
  return world.objects('ChangeRequest').map(({ status }) => status);
}

function members(): Record<string, string[]> {
  const [{ members: all }] = world.objects('Collaboration') as unknown as [{ members: { accountId: string; memberAbilities: string[] }[] }];
  return Object.fromEntries(all.map(({ accountId, memberAbilities }) => [accountId, memberAbilities]));
}

/** Votes for the partner, as soon as there is a request. */
async function voted(action: 'APPROVE' | 'DENY'): Promise<void> {
  while (statuses()[0] !== 'PENDING') await new Promise((resolve) => setTimeout(resolve, 20));
  const [{ id }] = world.objects('ChangeRequest');
  await world.client(PUBLISHER).send(new UpdateCollaborationChangeRequestCommand({
    collaborationIdentifier, changeRequestIdentifier: id as string, action,
  }));
}

describe('with a partner who has joined', () => {
  beforeEach(async () => world.join(collaborationIdentifier, PUBLISHER));

  test('waits for the approval, and commits', async () => {
    const [answer] = await Promise.all([world.deliver(resource.createEvent(wanted(NEWCOMER))), voted('APPROVE')]);
    const [{ id }] = world.objects('ChangeRequest');
    expect(answer).toEqual({ PhysicalResourceId: `${collaborationIdentifier}/${String(id)}`, Data: { ChangeRequestIdentifier: id } });
    expect(statuses()).toEqual(['COMMITTED']);
    expect(members()).toMatchObject({ [RETAILER]: [] });
  });

  test('fails with the member who denied it', async () => {
    const [failure] = await Promise.all([world.deliver(resource.createEvent(wanted(NEWCOMER))).catch(String), voted('DENY')]);
    expect(failure).toContain(`was denied by ${PUBLISHER} 'publisher'`);
    expect(statuses()).toEqual(['DENIED']);
  });

  test('cancels a request that is not approved in time, and lists the members who have not voted', async () => {
    await expect(world.deliver(resource.createEvent({ ...wanted(NEWCOMER), WaitSeconds: 1 })))
      .rejects.toThrow(`was not approved within 1 s, and is cancelled. Members who have not voted: ${PUBLISHER} 'publisher'. They approve it`);
    expect(statuses()).toEqual(['CANCELLED']);
  });

  test('lists those members by their accounts when their names cannot be read', async () => {
    world.refuses = ({ action }) => action === 'cleanrooms:ListMembers';
    await expect(world.deliver(resource.createEvent({ ...wanted(NEWCOMER), WaitSeconds: 1 })))
      .rejects.toThrow(`Members who have not voted: ${PUBLISHER}. They approve it`);
    expect(statuses()).toEqual(['CANCELLED']);
  });

  test('waits for an open request for the same changes, such as one made in the console', async () => {
    await world.client().send(new CreateCollaborationChangeRequestCommand({
      collaborationIdentifier,
      changes: [{ specificationType: 'MEMBER', specification: { member: { accountId: RETAILER, displayName: 'Retailer', memberAbilities: [] } } }],
    }));
    await Promise.all([world.deliver(resource.createEvent(wanted(NEWCOMER))), voted('APPROVE')]);
    expect(statuses()).toEqual(['COMMITTED']);
  });

  test('cancels the request of a failed update, and makes none in the rollback', async () => {
    const [first] = await Promise.all([world.deliver(resource.createEvent(wanted(NEWCOMER))), voted('APPROVE')]);
    const [before, after] = [wanted(NEWCOMER), { ...wanted(results('CAN_RECEIVE_RESULTS')), WaitSeconds: 1 }];
    await expect(world.deliver(resource.updateEvent(first.PhysicalResourceId, after, before))).rejects.toThrow('not approved');

    expect(await world.deliver(resource.updateEvent(first.PhysicalResourceId, before, after))).toEqual(first);
    expect(statuses()).toEqual(['COMMITTED', 'CANCELLED']);
  });
});

test.each<[string, CleanRoomsApiOptions]>([
  ['only votes that are cast', { hidesPendingVotes: true }],
  ['no votes at all', { hidesVotes: true }],
])('lists the members who have joined and not voted when the service shows %s', async (_, options) => {
  const silent = await World.start(options);
  try {
    ({ collaborationIdentifier } = await silent.openRoom());
    await silent.join(collaborationIdentifier, PUBLISHER);
    await expect(silent.deliver(resource.createEvent({ ...wanted(NEWCOMER), WaitSeconds: 1 })))
      .rejects.toThrow(`Members who have not voted: ${PUBLISHER} 'publisher'. They approve it`);
  } finally {
    await silent.stop();
    process.env.AWS_ENDPOINT_URL_CLEANROOMS = world.api.url;
  }
});

test('commits changes that are approved automatically at once', async () => {
  const { collaboration } = await world.client().send(new CreateCollaborationCommand({
    name: 'automatic',
    description: 'automatic',
    creatorDisplayName: 'advertiser',
    creatorMemberAbilities: ['CAN_QUERY'],
    members: [],
    queryLogStatus: 'DISABLED',
    autoApprovedChangeRequestTypes: ['ADD_MEMBER'],
  }));
  const properties = { ...wanted(NEWCOMER), CollaborationIdentifier: collaboration!.id! };
  const answers = await Promise.all([1, 2].map(async () => world.deliver(resource.createEvent(properties))));
  expect(answers[1]).toEqual(answers[0]);
  expect(statuses()).toEqual(['COMMITTED']);
});

test('requests changes again that were reverted since', async () => {
  const [granted, revoked] = [wanted(results('CAN_RECEIVE_RESULTS')), wanted(results())];
  const first = await world.deliver(resource.createEvent(granted));
  const second = await world.deliver(resource.updateEvent(first.PhysicalResourceId, revoked, granted));
  expect(members()).toMatchObject({ [PUBLISHER]: [] });

  const third = await world.deliver(resource.updateEvent(second.PhysicalResourceId, granted, revoked));
  expect(members()).toMatchObject({ [PUBLISHER]: ['CAN_RECEIVE_RESULTS'] });
  expect(new Set([first, second, third].map(({ PhysicalResourceId: id }) => id)).size).toBe(3);
});

test('requests payers and machine learning abilities, which the SDK does not know', async () => {
  const change: CollaborationChange = {
    Member: { AccountId: PUBLISHER, Abilities: [], MlAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'], Payment: { QUERY_COMPUTE: true } },
  };
  const event = resource.createEvent(wanted(change));
  const answer = await world.deliver(event);
  expect(await world.deliver(event)).toEqual(answer);

  const [{ changes }] = world.objects('ChangeRequest') as unknown as [{ changes: { types: string[] }[] }];
  expect(changes.map(({ types }) => [...types].sort())).toEqual([['ADD_PAYER_CANDIDATE', 'GRANT_CAN_RECEIVE_MODEL_OUTPUT']]);
  expect(statuses()).toEqual(['COMMITTED']);
});

test('fails with the service\'s message when it refuses the changes', async () => {
  await expect(world.deliver(resource.createEvent(wanted(results())))).rejects.toThrow(/^CreateCollaborationChangeRequest: Nothing changes/);
  expect(statuses()).toEqual([]);
});

test('reverts nothing and calls nothing on Delete', async () => {
  const { PhysicalResourceId } = await world.deliver(resource.createEvent(wanted(NEWCOMER)));
  world.forgetCalls();
  await world.deliver(resource.deleteEvent(PhysicalResourceId, wanted(NEWCOMER)));
  expect(world.operations).toEqual([]);
  expect(members()).toMatchObject({ [ADVERTISER]: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'], [RETAILER]: [] });
});

test('cancels the request of an abandoned Create', async () => {
  await world.join(collaborationIdentifier, PUBLISHER);
  await world.client().send(new CreateCollaborationChangeRequestCommand({
    collaborationIdentifier,
    changes: [{ specificationType: 'MEMBER', specification: { member: { accountId: RETAILER, displayName: 'Retailer', memberAbilities: [] } } }],
  }));
  await world.deliver(resource.deleteAbandonedEvent(wanted(NEWCOMER)), { workMilliseconds: 2_000 });
  expect(statuses()).toEqual(['CANCELLED']);
});
