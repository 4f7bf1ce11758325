import { UpdateCollaborationChangeRequestCommand } from '@aws-sdk/client-cleanrooms';
import {
  type CollaborationChange, type CollaborationChangeRequestProperties, NO_COLLABORATION, ResourceType,
} from '../../../src/custom-resources/contract';
import { recording, StackResource } from '../cloudformation';
import { ADVERTISER, PUBLISHER, World } from '../world';

/*
 * A change of a live room over several stacks: one opens the request, others vote, one commits. Each can come in any order, alone and again.
 */
const RETAILER = '333333333333';
const CHANGES: CollaborationChange[] = [{ Member: { AccountId: RETAILER, DisplayName: 'Retailer', Abilities: [] } }];
const OTHER_CHANGES: CollaborationChange[] = [{ Member: { AccountId: RETAILER, DisplayName: 'Shop', Abilities: [] } }];

let world: World;
let collaborationIdentifier: string;
const opening = new StackResource(ResourceType.COLLABORATION_CHANGE_REQUEST, 'Opening');
const commit = new StackResource(ResourceType.COLLABORATION_CHANGE_REQUEST, 'Commit');
const vote = new StackResource(ResourceType.CHANGE_REQUEST_APPROVAL, 'Vote');
const lookup = new StackResource(ResourceType.LIVE_COLLABORATION_LOOKUP, 'Collaboration');

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  ({ collaborationIdentifier } = await world.openRoom());
});

function request(WhenNotApproved: string, changes = CHANGES): CollaborationChangeRequestProperties {
  return { CollaborationIdentifier: collaborationIdentifier, Changes: changes, WaitSeconds: 0, WhenNotApproved };
}

function statuses(): unknown[] {
  return world.objects('ChangeRequest').map(({ status }) => status);
}

async function approve(): Promise<void> {
  const id = world.objects('ChangeRequest').find(({ status }) => status === 'PENDING')!.id as string;
  await world.client(PUBLISHER).send(new UpdateCollaborationChangeRequestCommand({
    collaborationIdentifier, changeRequestIdentifier: id, action: 'APPROVE',
  }));
}

describe('a request that goes on without approval', () => {
  beforeEach(async () => world.join(collaborationIdentifier, PUBLISHER));

  test('stays open, and is the one that is committed later', async () => {
    const { PhysicalResourceId: opened } = await world.deliver(opening.createEvent(request('CONTINUE')));
    expect(statuses()).toEqual(['PENDING']);
    await approve();

    expect(await world.deliver(commit.createEvent(request('KEEP_OPEN')))).toMatchObject({ PhysicalResourceId: opened });
    expect(statuses()).toEqual(['COMMITTED']);
  });

  test('is made once, however often the event comes', async () => {
    const answers = await Promise.all([1, 2].map(async () => world.deliver(opening.createEvent(request('CONTINUE')))));
    expect(answers[1]).toEqual(answers[0]);
    expect(statuses().filter((status) => status === 'PENDING')).toHaveLength(1);
  });

  test('is cancelled when it is deleted before it is committed, and stays when it is deleted after', async () => {
    const { PhysicalResourceId: first } = await world.deliver(opening.createEvent(request('CONTINUE')));
    await world.deliver(opening.deleteEvent(first, request('CONTINUE')));
    expect(statuses()).toEqual(['CANCELLED']);

    const { PhysicalResourceId: second } = await world.deliver(opening.createEvent(request('CONTINUE')));
    await approve();
    await world.deliver(commit.createEvent(request('KEEP_OPEN')));
    await world.deliver(opening.deleteEvent(second, request('CONTINUE')));
    expect(statuses()).toEqual(['CANCELLED', 'COMMITTED']);
  });

  test('is replaced by another one when its changes change', async () => {
    const { PhysicalResourceId: first } = await world.deliver(opening.createEvent(request('CONTINUE')));
    const update = opening.updateEvent(first, request('CONTINUE', OTHER_CHANGES), request('CONTINUE'));
    const { PhysicalResourceId: second } = await world.deliver(update);
    expect(second).not.toBe(first);
    await world.deliver(opening.deleteEvent(first, request('CONTINUE')));
    expect(statuses()).toEqual(['CANCELLED', 'PENDING']);
  });

  test('is deleted after its collaboration without an error', async () => {
    const { PhysicalResourceId: opened } = await world.deliver(opening.createEvent(request('CONTINUE')));
    await world.closeRoom({ collaborationIdentifier } as never);
    await expect(world.deliver(opening.deleteEvent(opened, request('CONTINUE')))).resolves.toMatchObject({ PhysicalResourceId: opened });
  });
});

describe('a request that is kept open', () => {
  beforeEach(async () => world.join(collaborationIdentifier, PUBLISHER));

  test('says who has not voted, and is not cancelled', async () => {
    await expect(world.deliver(commit.createEvent(request('KEEP_OPEN'))))
      .rejects.toThrow(`was not approved within 0 s, and stays open. Members who have not voted: ${PUBLISHER} 'publisher'`);
    expect(statuses()).toEqual(['PENDING']);

    await approve();
    await world.deliver(commit.createEvent(request('KEEP_OPEN')));
    expect(statuses()).toEqual(['COMMITTED']);
  });

  test('is left alone by the deletion that follows a failed creation', async () => {
    await expect(world.deliver(commit.createEvent(request('KEEP_OPEN')))).rejects.toThrow('stays open');
    await world.deliver(commit.deleteEvent('Stack-Commit-ABC', request('KEEP_OPEN')));
    expect(statuses()).toEqual(['PENDING']);
  });

  test('is left open by an error on the way', async () => {
    await world.deliver(opening.createEvent(request('CONTINUE')));
    world.refuses = ({ action }) => action === 'cleanrooms:GetCollaborationChangeRequest';
    const waiting = { ...request('KEEP_OPEN'), WaitSeconds: 10 };
    await expect(world.deliver(commit.createEvent(waiting))).rejects.toThrow('GetCollaborationChangeRequest');
    expect(statuses()).toEqual(['PENDING']);
  });
});

describe('without a collaboration', () => {
  const nothing = { CollaborationIdentifier: NO_COLLABORATION, Changes: CHANGES, WaitSeconds: 0 };

  test('nothing is requested, whatever the event', async () => {
    const properties = { ...nothing, WhenNotApproved: 'CONTINUE' };
    const calls = world.operations.length;
    for (const event of [
      opening.createEvent(properties),
      opening.updateEvent(NO_COLLABORATION, properties, properties),
      opening.deleteEvent(NO_COLLABORATION, properties),
    ]) expect(await world.deliver(event)).toEqual({ PhysicalResourceId: NO_COLLABORATION });
    expect(world.operations.slice(calls)).toEqual([]);
  });

  test('nobody votes', async () => {
    const properties = { ...nothing, AccountId: ADVERTISER, Decision: 'APPROVE' };
    expect(await world.deliver(vote.createEvent(properties)))
      .toEqual({ PhysicalResourceId: recording(NO_COLLABORATION), Data: { ChangeRequestIdentifier: NO_COLLABORATION } });
  });

  test('the lookup says so, and finds the one that is founded later', async () => {
    const wanted = { CollaborationName: 'another', CreatorAccountId: ADVERTISER };
    expect(await world.deliver(lookup.createEvent(wanted))).toMatchObject({ Data: { CollaborationIdentifier: NO_COLLABORATION } });
  });
});

test.each<[number | undefined, string[]]>([
  [1, ['COMMITTED', 'COMMITTED']], [2, ['COMMITTED', 'COMMITTED', 'COMMITTED']], [undefined, ['COMMITTED', 'COMMITTED', 'COMMITTED']],
])(
  'a change that another one of the same member has followed was made for good, unless it is to be made again: %s', async (Occurrence, ends) => {
    const shop: CollaborationChange[] = [{ Member: { AccountId: RETAILER, Abilities: ['CAN_RECEIVE_RESULTS'] } }];
    const none: CollaborationChange[] = [{ Member: { AccountId: RETAILER, Abilities: [] } }];
    for (const changes of [CHANGES, shop, none]) await world.deliver(commit.createEvent({ ...request('KEEP_OPEN', changes), Occurrence: 1 }));
    const before = statuses();
    await world.deliver(commit.createEvent({ ...request('KEEP_OPEN', shop), Occurrence }));
    expect(statuses().slice(before.length - 2)).toEqual(ends);
  });

test('a collaboration is found only by who has joined it', async () => {
  const wanted = { CollaborationName: world.objects('Collaboration')[0].name as string, CreatorAccountId: ADVERTISER };
  expect(await world.deliver(lookup.createEvent(wanted))).toMatchObject({ Data: { CollaborationIdentifier: collaborationIdentifier } });
});
