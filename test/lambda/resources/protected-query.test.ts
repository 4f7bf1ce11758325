import { ListProtectedQueriesCommand, StartProtectedQueryCommand } from '@aws-sdk/client-cleanrooms';
import { type ProtectedQueryProperties, ResourceType } from '../../../src/custom-resources/contract';
import { StackResource } from '../cloudformation';
import { ADVERTISER, PUBLISHER, type Room, World } from '../world';

const KIND = 'ProtectedQuery';
const UUID = '[0-9a-f-]{36}';

let world: World;
let room: Room;
const resource = new StackResource(ResourceType.PROTECTED_QUERY, 'Reach');

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  room = await world.openRoom();
});

function properties(changed: Partial<ProtectedQueryProperties> = {}): ProtectedQueryProperties {
  return {
    MembershipIdentifier: room.membershipIdentifier,
    Statement: { QueryString: 'SELECT 1' },
    Output: { S3: { Bucket: 'results', KeyPrefix: 'reach/', ResultFormat: 'CSV', SingleFileOutput: false } },
    WaitSeconds: 60,
    ...changed,
  };
}

async function created(initial = properties()) {
  const { PhysicalResourceId: physicalId } = await world.deliver(resource.createEvent(initial));
  return { initial, physicalId };
}

/** Starts the query of the properties without the function. */
async function startedByHand(text = 'SELECT 1'): Promise<string> {
  const { protectedQuery } = await world.client().send(new StartProtectedQueryCommand({
    type: 'SQL',
    membershipIdentifier: room.membershipIdentifier,
    sqlParameters: { queryString: text },
    resultConfiguration: { outputConfiguration: { s3: { bucket: 'results', keyPrefix: 'reach/', resultFormat: 'CSV', singleFileOutput: false } } },
  }));
  return protectedQuery!.id!;
}

function statuses(): unknown[] {
  return world.objects(KIND).map(({ status }) => status);
}

describe('Create', () => {
  test('runs the query, waits for its end, and returns its results', async () => {
    const answer = await world.deliver(resource.createEvent(properties({ Workers: { Type: 'CR.4X', Number: 8, Spark: { 'spark.sql.shuffle.partitions': '64' } } })));

    const [query] = world.objects(KIND);
    expect(query).toMatchObject({
      status: 'SUCCESS',
      sqlParameters: { queryString: 'SELECT 1' },
      resultConfiguration: { outputConfiguration: { s3: { bucket: 'results', keyPrefix: 'reach/', resultFormat: 'CSV', singleFileOutput: false } } },
      computeConfiguration: { worker: { type: 'CR.4X', number: 8, properties: { spark: { 'spark.sql.shuffle.partitions': '64' } } } },
    });
    expect(answer).toEqual({
      PhysicalResourceId: expect.stringMatching(new RegExp(`^${room.membershipIdentifier}/${String(query.id)}/[0-9a-f]{16}$`)),
      Data: { Identifier: query.id, ResultLocation: `s3://results/reach/${String(query.id)}`, TotalDurationInMillis: 1500, BilledUnits: 1 },
    });
  });

  test('sends the payer, which the SDK does not know yet', async () => {
    await expect(created(properties({ PayerAccountId: PUBLISHER }))).rejects.toThrow(`The account ${PUBLISHER} is not configured to pay for queryCompute`);
    await created(properties({ PayerAccountId: ADVERTISER }));

    expect(statuses()).toEqual(['SUCCESS']);
  });

  test('fails with the service\'s error when the query fails', async () => {
    world.api.letNextRunEnd({ status: 'FAILED', code: 'ANALYSIS_NOT_ALLOWED', message: 'the table is closed' });

    await expect(created()).rejects.toThrow(new RegExp(`^the protected query ${UUID} ended as FAILED: ANALYSIS_NOT_ALLOWED: the table is closed$`));
  });

  test('runs the query again after it failed', async () => {
    world.api.letNextRunEnd({ status: 'FAILED' });
    await expect(created()).rejects.toThrow('FAILED');
    await created();

    expect(statuses()).toEqual(['FAILED', 'SUCCESS']);
  });

  test('cancels a query that does not end in time', async () => {
    await expect(created(properties({ WaitSeconds: 0 }))).rejects.toThrow(/did not end within 0 s, and is cancelled/);

    expect(statuses()).toEqual(['CANCELLING']);
  });

  test('fails with the service\'s message when it refuses the query', async () => {
    await expect(created(properties({ Statement: { QueryString: 'SELECT * FROM nowhere' } }))).rejects.toThrow(
      /^StartProtectedQuery: The collaboration has no table "nowhere" \(ValidationException INVALID_QUERY; request id /);
    expect(world.objects(KIND)).toEqual([]);
  });

  test('waits for the same query if that was started moments ago, and does not start another one', async () => {
    const id = await startedByHand();
    const { Data: data } = await world.deliver(resource.createEvent(properties()));

    expect(data).toMatchObject({ Identifier: id });
    expect(statuses()).toEqual(['SUCCESS']);
  });

  test('starts another query if the others differ or are too old', async () => {
    await startedByHand('SELECT 2');
    await startedByHand();
    const later = Date.now() + 18 * 60_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    await created().finally(() => jest.restoreAllMocks());

    expect(world.objects(KIND)).toHaveLength(3);
  });
});

describe('Update', () => {
  test('does not run the query again if only the wait changes', async () => {
    const { initial, physicalId } = await created();
    const answer = await world.deliver(resource.updateEvent(physicalId, { ...initial, WaitSeconds: 120 }, initial));

    expect(answer).toMatchObject({ PhysicalResourceId: physicalId, Data: { ResultLocation: expect.stringContaining('s3://results/reach/') } });
    expect(world.objects(KIND)).toHaveLength(1);
  });

  test.each<[string, () => Partial<ProtectedQueryProperties>]>([
    ['the statement', () => ({ Statement: { QueryString: 'SELECT 2' } })],
    ['the output', () => ({ Output: { S3: { Bucket: 'other', ResultFormat: 'PARQUET' } } })],
    ['the workers', () => ({ Workers: { Type: 'CR.1X', Number: 2 } })],
    ['the version', () => ({ Version: '2' })],
  ])('runs the query again each time %s changes', async (_, changed) => {
    const { initial, physicalId } = await created();
    const { PhysicalResourceId: second } = await world.deliver(resource.updateEvent(physicalId, { ...initial, ...changed() }, initial));
    await world.deliver(resource.deleteEvent(physicalId, initial));
    await world.deliver(resource.updateEvent(second, { ...initial, Version: '3' }, { ...initial, ...changed() }));

    expect(statuses()).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
  });

  test('runs no query in a rollback', async () => {
    const { initial, physicalId } = await created();
    const attempted = properties({ Version: '2' });
    const { PhysicalResourceId: second } = await world.deliver(resource.updateEvent(physicalId, attempted, initial));

    expect(await world.deliver(resource.updateEvent(second, initial, attempted))).toMatchObject({ PhysicalResourceId: physicalId });
    expect(world.objects(KIND)).toHaveLength(2);
  });

  test('cancels in a rollback the query that the failed update started', async () => {
    const { initial, physicalId } = await created();
    await startedByHand('SELECT 2');
    await world.deliver(resource.updateEvent(physicalId, initial, properties({ Statement: { QueryString: 'SELECT 2' } })));

    expect(statuses()).toEqual(['SUCCESS', 'CANCELLING']);
  });
});

describe('Delete', () => {
  test('does nothing to a query that has ended', async () => {
    const { initial, physicalId } = await created();
    await world.deliver(resource.deleteEvent(physicalId, initial));

    expect(statuses()).toEqual(['SUCCESS']);
  });

  test('cancels a running query', async () => {
    const id = await startedByHand();
    await world.deliver(resource.deleteEvent(`${room.membershipIdentifier}/${id}/0123456789abcdef`, properties()));

    expect(statuses()).toEqual(['CANCELLING']);
  });

  test('cancels only the query of an abandoned Create', async () => {
    await startedByHand();
    await startedByHand('SELECT 2');
    await world.deliver(resource.deleteAbandonedEvent(properties()), { workMilliseconds: 2_000 });

    expect(statuses()).toEqual(['CANCELLING', 'STARTED']);
  });
});

test('reads no more pages of the query history than necessary', async () => {
  for (const text of ['SELECT 3', 'SELECT 4', 'SELECT 5']) await startedByHand(text);
  const { protectedQueries } = await world.client().send(new ListProtectedQueriesCommand({ membershipIdentifier: room.membershipIdentifier }));
  expect(protectedQueries).toHaveLength(1); // a page
  world.forgetCalls();
  const later = Date.now() + 18 * 60_000;
  jest.spyOn(Date, 'now').mockImplementation(() => later);
  await created().finally(() => jest.restoreAllMocks());

  expect(world.operations.slice(0, 2)).toEqual(['ListProtectedQueries', 'StartProtectedQuery']);
});

test.each([
  [true, 'The service says that the same can succeed when it runs again'],
  [false, 'The service says that it will not succeed by running again'],
])('says what the service says of running a failed query again: %s', async (retryable, advice) => {
  world.api.letNextRunEnd({ status: 'FAILED', code: 'OUT_OF_MEMORY', message: 'more workers are needed', retryable });

  await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow(`OUT_OF_MEMORY: more workers are needed. ${advice}`);
});
