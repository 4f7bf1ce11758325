/*
 * Waits that take several invocations of the function: each goes on with what the one before has begun, and only the last one answers.
 */
import { UpdateCollaborationChangeRequestCommand } from '@aws-sdk/client-cleanrooms';
import { StackResource } from './cloudformation';
import { ADVERTISER, hasty, PUBLISHER, type Room, World } from './world';
import type { ResourceEvent } from '../../lambda/event';
import { longWaitOf } from '../../lambda/long-wait';
import { ResourceType } from '../../src/custom-resources/contract';

/** An invocation without time for a pause, so that it looks once. */
const HASTY = { through: hasty };

let world: World;
let room: Room;

beforeAll(async () => void (world = await World.start()));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  room = await world.openRoom();
});

describe('a wait', () => {
  const event = (type: string, WaitSeconds: string | undefined) => (
    { RequestType: type, ResourceProperties: { WaitSeconds } } as unknown as ResourceEvent
  );

  test('goes on in other invocations if it is longer than one, and ends before the hour of CloudFormation', () => {
    expect(longWaitOf(event('Create', '1200'), 1_000)).toEqual({ seconds: 1200, since: 1_000, until: 1_201_000, isContinued: false });
    expect(longWaitOf(event('Update', '7200'), 0)).toMatchObject({ until: 59 * 60_000 });
    expect(longWaitOf({ ...event('Create', '1200'), WaitingSince: 5_000 }, 900_000))
      .toEqual({ seconds: 1200, since: 5_000, until: 1_205_000, isContinued: true });
  });

  test.each([['Create', '840'], ['Create', undefined], ['Create', 'soon'], ['Delete', '1200']])('of a %s with %p seconds is in one invocation', (type, seconds) => {
    expect(longWaitOf(event(type, seconds))).toBeUndefined();
  });

  test('is none in an event without properties, which is reported as every malformed event', () => {
    expect(longWaitOf({ RequestType: 'Create' } as never)).toBeUndefined();
  });
});

test('members are waited for in several invocations, until the last one has joined', async () => {
  const resource = new StackResource(ResourceType.MEMBERS_JOINED, 'Joined');
  const waiting = world.deliverInParts(resource.createEvent({
    CollaborationIdentifier: room.collaborationIdentifier, AccountIds: [ADVERTISER, PUBLISHER], WaitSeconds: 20,
  }), HASTY, HASTY);
  const { membershipArn } = await world.join(room.collaborationIdentifier, PUBLISHER);

  expect((await waiting).answer).toMatchObject({ Data: { MembershipArn2: membershipArn } });
});

test('the time of a wait is that of all invocations together', async () => {
  const resource = new StackResource(ResourceType.MEMBERS_JOINED, 'Joined');
  const start = Date.now();

  await expect(world.deliverInParts(resource.createEvent({
    CollaborationIdentifier: room.collaborationIdentifier, AccountIds: [PUBLISHER], WaitSeconds: 2,
  }), HASTY, HASTY)).rejects.toThrow('within 2 s');
  expect(Date.now() - start).toBeLessThan(4_000);
});

describe('a query', () => {
  const resource = new StackResource(ResourceType.PROTECTED_QUERY, 'Reach');
  const event = () => resource.createEvent({
    MembershipIdentifier: room.membershipIdentifier,
    Statement: { QueryString: 'SELECT 1' },
    Output: { S3: { Bucket: 'results', KeyPrefix: 'reach', ResultFormat: 'CSV' } },
    WaitSeconds: 60,
  });
  const since = (milliseconds: number) => ({ seconds: 60, since: Date.now() - milliseconds, until: Date.now() + 60_000, isContinued: true });

  test('runs once over several invocations, and is not cancelled between them', async () => {
    const { invocations } = await world.deliverInParts(event(), HASTY);

    expect(invocations).toBeGreaterThan(1);
    expect(world.objects('ProtectedQuery').map(({ status }) => status)).toEqual(['SUCCESS']);
  });

  test('that fails between two invocations is reported, and does not run again', async () => {
    world.api.letNextRunEnd({ status: 'FAILED', code: 'ANALYSIS_NOT_ALLOWED', message: 'the table is closed' });
    await expect(world.deliver(event())).rejects.toThrow('ended as FAILED');

    await expect(world.deliver(event(), { wait: since(60_000) })).rejects.toThrow('ended as FAILED: ANALYSIS_NOT_ALLOWED: the table is closed');
    expect(world.objects('ProtectedQuery')).toHaveLength(1);
  });

  test('that an earlier deployment ran is not taken for one of this wait', async () => {
    world.api.letNextRunEnd({ status: 'FAILED' });
    await expect(world.deliver(event())).rejects.toThrow('ended as FAILED');

    await world.deliver(event(), { wait: since(-2_000) });
    expect(world.objects('ProtectedQuery').map(({ status }) => status)).toEqual(['FAILED', 'SUCCESS']);
  });
});

test('a change request that is denied between two invocations is reported, and not made again', async () => {
  await world.join(room.collaborationIdentifier, PUBLISHER);
  const event = new StackResource(ResourceType.COLLABORATION_CHANGE_REQUEST, 'Change').createEvent({
    CollaborationIdentifier: room.collaborationIdentifier,
    Changes: [{ Member: { AccountId: '333333333333', DisplayName: 'retailer', Abilities: [] } }],
    WaitSeconds: 60,
  });
  const since = Date.now();
  const wait = { seconds: 60, since, until: since + 60_000, isContinued: false };
  await expect(world.deliver(event, { ...HASTY, wait })).rejects.toThrow('the wait goes on');
  const [{ id }] = world.objects('ChangeRequest');
  await world.client(PUBLISHER).send(new UpdateCollaborationChangeRequestCommand({
    collaborationIdentifier: room.collaborationIdentifier, changeRequestIdentifier: id as string, action: 'DENY',
  }));

  await expect(world.deliver(event, { wait: { ...wait, isContinued: true } })).rejects.toThrow(/denied/);
  expect(world.objects('ChangeRequest').map(({ status }) => status)).toEqual(['DENIED']);
});
