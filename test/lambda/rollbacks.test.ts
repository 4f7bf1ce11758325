import {
  CreateCollaborationChangeRequestCommand, CreateCollaborationCommand, DeleteCollaborationCommand, DeleteMembershipCommand,
  UpdateCollaborationChangeRequestCommand,
} from '@aws-sdk/client-cleanrooms';
import { StackResource } from './cloudformation';
import { SharedTable, shareAudienceModel, shareIdNamespace, shareTemplate } from './sharing';
import { ADVERTISER, PUBLISHER, type Room, World } from './world';
import { type PropertiesOf, ResourceType } from '../../src/custom-resources/contract';

/*
 * A rollback never fails on what others have done since the deployment before: a refusal would leave the stack in UPDATE_ROLLBACK_FAILED. Each
 * resource is about one room and then about another one, and the first one is gone when the deployment is rolled back.
 */

const RETAILER = '333333333333';

let world: World;
let rooms: [Place, Place];

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());

/** A room that two accounts have joined, one of which is its creator. */
interface Place extends Room {
  readonly name: string;
  readonly partner: Room;
}

async function open(creator: string, name: string): Promise<Place> {
  const [account] = [ADVERTISER, PUBLISHER].filter((each) => each !== creator);
  const { collaboration } = await world.client(creator).send(new CreateCollaborationCommand({
    name,
    description: name,
    creatorDisplayName: 'creator',
    creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'].slice(0, creator === ADVERTISER ? 2 : 0) as never[],
    members: [{ accountId: account, displayName: 'member', memberAbilities: creator === ADVERTISER ? [] : ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] }],
    queryLogStatus: 'DISABLED',
  }));
  const id = collaboration!.id!;
  return { name, ...await world.join(id, ADVERTISER), partner: await world.join(id, PUBLISHER) };
}

interface Case<Type extends ResourceType> {
  readonly type: Type;
  /** @default - the partner */
  readonly creator?: string;
  /** Makes what the resource is about. */
  arrange?(place: Place): Promise<unknown>;
  properties(place: Place): PropertiesOf[Type];
}

function of<Type extends ResourceType>(type: Type, rest: Omit<Case<Type>, 'type'>): Case<ResourceType> {
  return { type, ...rest };
}

const named = ({ collaborationIdentifier }: Place) =>
  ({ CollaborationIdentifier: collaborationIdentifier, Name: 'reach', OwnerAccountId: PUBLISHER, WaitSeconds: 0 });

const CASES: Case<ResourceType>[] = [
  of(ResourceType.COLLABORATION_LOOKUP, { properties: ({ name }) => ({ CollaborationName: name, CreatorAccountId: PUBLISHER, WaitSeconds: 0 }) }),
  of(ResourceType.MEMBERSHIP_LOOKUP, {
    properties: ({ collaborationIdentifier }) => ({ CollaborationIdentifier: collaborationIdentifier, WaitSeconds: 0 }),
  }),
  of(ResourceType.ANALYSIS_TEMPLATE_LOOKUP, { arrange: async ({ partner }) => shareTemplate(world, partner, PUBLISHER, 'reach'), properties: named }),
  of(ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION_LOOKUP, {
    arrange: async ({ partner }) => shareAudienceModel(world, partner, PUBLISHER, 'reach'), properties: named,
  }),
  of(ResourceType.ID_NAMESPACE_ASSOCIATION_LOOKUP, {
    arrange: async ({ partner }) => shareIdNamespace(world, partner, PUBLISHER, 'reach'), properties: named,
  }),
  of(ResourceType.MEMBERS_JOINED, {
    properties: ({ collaborationIdentifier }) =>
      ({ CollaborationIdentifier: collaborationIdentifier, AccountIds: [PUBLISHER, ADVERTISER], WaitSeconds: 0 }),
  }),
  of(ResourceType.SCHEMA_READINESS, {
    arrange: async ({ partner, name }) => (await SharedTable.of(world, partner, PUBLISHER, name)).makeReady(),
    properties: ({ collaborationIdentifier, name }) => ({
      CollaborationIdentifier: collaborationIdentifier, Tables: [name], AnalysisType: 'DIRECT_ANALYSIS', WaitSeconds: 0,
    }),
  }),
  of(ResourceType.PRIVACY_IMPACT_PREVIEW, {
    properties: ({ membershipIdentifier }) => ({ MembershipIdentifier: membershipIdentifier, Epsilon: 3, UsersNoisePerQuery: 30 }),
  }),
  of(ResourceType.MEMBER_REMOVAL, {
    creator: ADVERTISER, properties: ({ collaborationIdentifier }) => ({ CollaborationIdentifier: collaborationIdentifier, AccountId: PUBLISHER }),
  }),
  of(ResourceType.CHANGE_REQUEST_APPROVAL, {
    arrange: async ({ collaborationIdentifier }) => world.client(PUBLISHER).send(new CreateCollaborationChangeRequestCommand({
      collaborationIdentifier,
      changes: [{ specificationType: 'MEMBER', specification: { member: { accountId: RETAILER, displayName: 'Retailer', memberAbilities: [] } } }],
    })),
    properties: ({ collaborationIdentifier }) => ({
      CollaborationIdentifier: collaborationIdentifier,
      AccountId: ADVERTISER,
      Changes: [{ Member: { AccountId: RETAILER, DisplayName: 'Retailer', Abilities: [] } }],
      Decision: 'APPROVE',
      WaitSeconds: 0,
    }),
  }),
  of(ResourceType.PROTECTED_QUERY, {
    properties: ({ membershipIdentifier }) => ({
      MembershipIdentifier: membershipIdentifier,
      Statement: { QueryString: 'SELECT 1' },
      Output: { S3: { Bucket: 'results', ResultFormat: 'CSV' } },
      WaitSeconds: 60,
    }),
  }),
];

describe.each(CASES.map((each) => [each.type, each] as const))('a %s', (type, { creator = PUBLISHER, arrange, properties }) => {
  const resource = new StackResource(type, 'Resource');
  let before: PropertiesOf[ResourceType];
  let attempted: PropertiesOf[ResourceType];

  beforeEach(async () => {
    world.reset();
    rooms = [await open(creator, 'one'), await open(creator, 'another')];
    for (const room of rooms) await arrange?.(room);
    [before, attempted] = [properties(rooms[0]), properties(rooms[1])];
  });

  const made = async () => world.deliver(resource.createEvent(before));
  const update = async (physicalId: string) => world.deliver(resource.updateEvent(physicalId, attempted, before));
  const goBack = async (physicalId: string) => world.deliver(resource.updateEvent(physicalId, before, attempted));
  const disappear = async () => {
    const [{ collaborationIdentifier, membershipIdentifier }] = rooms;
    await world.client(creator).send(new DeleteCollaborationCommand({ collaborationIdentifier }));
    await world.client().send(new DeleteMembershipCommand({ membershipIdentifier }));
  };
  // What the service no longer knows of a query.
  const unknown = type === ResourceType.PROTECTED_QUERY ? { ResultLocation: '', TotalDurationInMillis: 0, BilledUnits: 0 } : {};
  const asBefore = (data: object | undefined) => ({ ...data, ...unknown });

  test('returns to its answer when another resource has failed', async () => {
    const first = await made();
    const second = await update(first.PhysicalResourceId);
    await disappear();
    world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    world.forgetCalls();

    const answer = await goBack(second.PhysicalResourceId);
    expect(answer.PhysicalResourceId).toBe(first.PhysicalResourceId);
    expect({ ...answer.Data }).toEqual(asBefore(first.Data));
    expect(world.operations.filter((operation) => /^(Start|Update|Delete|Create)/.test(operation))).toEqual([]);
  });

  test('keeps its answer when its own update has failed', async () => {
    const first = await made();
    await disappear();
    world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';

    const answer = await goBack(first.PhysicalResourceId);
    expect(answer.PhysicalResourceId).toBe(first.PhysicalResourceId);
    expect({ ...answer.Data }).toEqual(asBefore(first.Data));
  });

  test.each<[string, () => unknown]>([
    ['in a deployment', () => undefined],
    ['where CloudFormation does not say what it is', () => (world.stack.isClosed = true)],
  ])('fails %s', async (_, arrangement) => {
    const first = await made();
    const second = await update(first.PhysicalResourceId);
    await disappear();
    arrangement();

    const failure: Error = await goBack(second.PhysicalResourceId).then(() => new Error('it has not failed'), (error: Error) => error);
    expect(failure.message).not.toMatch(/it has not failed|DescribeStacks/);
  });
});

describe('an answer of several answers', () => {
  const resource = new StackResource(ResourceType.ANALYSIS_TEMPLATE_LOOKUP, 'Resource');

  beforeEach(async () => {
    world.reset();
    rooms = [await open(PUBLISHER, 'one'), await open(PUBLISHER, 'another')];
  });

  const share = async (name: string) => shareTemplate(world, rooms[0].partner, PUBLISHER, name);
  const question = (Name: string, WaitSeconds = 0) => ({ ...named(rooms[0]), Name, WaitSeconds });

  test('is the one that the deployment before has found, although a later one was named likewise', async () => {
    const [reach, sums] = [await share('reach'), await share('sums')];
    const first = await world.deliver(resource.createEvent(question('reach')));
    const second = await world.deliver(resource.updateEvent(first.PhysicalResourceId, question('sums'), question('reach')));
    const third = await world.deliver(resource.updateEvent(second.PhysicalResourceId, question('reach'), question('sums')));
    world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';

    expect((await world.deliver(resource.updateEvent(third.PhysicalResourceId, question('sums'), question('reach')))).Data).toEqual({ Arn: sums });
    expect((await world.deliver(resource.updateEvent(third.PhysicalResourceId, question('reach'), question('sums', 1)))).Data).toEqual({ Arn: reach });
  });

  test('is that of an earlier version, which has recorded the ARN alone', async () => {
    const [reach, sums] = [await share('reach'), await share('sums')];
    const second = await world.deliver(resource.updateEvent(reach, question('sums'), question('reach')));
    expect(second.Data).toEqual({ Arn: sums });
    world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';

    expect((await world.deliver(resource.updateEvent(second.PhysicalResourceId, question('reach'), question('sums')))).Data).toEqual({ Arn: reach });
    expect(await world.deliver(resource.updateEvent(reach, question('reach'), question('sums')))).toEqual({ PhysicalResourceId: reach, Data: { Arn: reach } });
  });
});

test('the physical id of a wait for many members leaves the answer before out where CloudFormation would not take it', async () => {
  world.reset();
  rooms = [await open(PUBLISHER, 'one'), await open(PUBLISHER, 'another')];
  const resource = new StackResource(ResourceType.MEMBERS_JOINED, 'Resource');
  const properties = (times: number) => ({
    CollaborationIdentifier: rooms[0].collaborationIdentifier, AccountIds: Array.from({ length: times }, () => PUBLISHER), WaitSeconds: 0,
  });
  const recorded = ({ PhysicalResourceId: physicalId }: { PhysicalResourceId: string }) => physicalId.split('+').length;
  const first = await world.deliver(resource.createEvent(properties(12)));

  expect(recorded(await world.deliver(resource.updateEvent(first.PhysicalResourceId, properties(11), properties(12))))).toBe(2);
  expect(recorded(await world.deliver(resource.updateEvent(first.PhysicalResourceId, properties(20), properties(12))))).toBe(1);
});

test('changes that were committed stay where a rollback would need the votes of others', async () => {
  world.reset();
  const room = await open(ADVERTISER, 'one');
  const resource = new StackResource(ResourceType.COLLABORATION_CHANGE_REQUEST, 'Change');
  const properties = (...abilities: string[]) => ({
    CollaborationIdentifier: room.collaborationIdentifier, Changes: [{ Member: { AccountId: PUBLISHER, Abilities: abilities } }], WaitSeconds: 5,
  });
  const committed = async (delivery: Promise<{ PhysicalResourceId: string }>) => {
    const vote = async (): Promise<void> => {
      const pending = world.objects('ChangeRequest').find(({ status }) => status === 'PENDING');
      if (!pending) return new Promise((resolve) => setTimeout(resolve, 20)).then(vote);
      await world.client(PUBLISHER).send(new UpdateCollaborationChangeRequestCommand({
        collaborationIdentifier: room.collaborationIdentifier, changeRequestIdentifier: pending.id as string, action: 'APPROVE',
      }));
    };
    return (await Promise.all([delivery, vote()]))[0];
  };
  const [none, results] = [properties(), properties('CAN_RECEIVE_RESULTS')];
  const first = await committed(world.deliver(resource.createEvent(results)));
  const second = await committed(world.deliver(resource.updateEvent(first.PhysicalResourceId, none, results)));
  const goBack = async () => world.deliver(resource.updateEvent(second.PhysicalResourceId, { ...results, WaitSeconds: 1 }, none));

  await expect(goBack()).rejects.toThrow('was not approved within 1 s');
  world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
  expect(await goBack()).toEqual(second);
  expect(world.objects('ChangeRequest').map(({ status }) => status)).toEqual(['COMMITTED', 'COMMITTED', 'CANCELLED', 'CANCELLED']);
});
