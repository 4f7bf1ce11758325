import { AccessDeniedException, ListMembershipsCommand } from '@aws-sdk/client-cleanrooms';
import { World } from './world';
import { CleanRooms, Clients } from '../../lambda/client';

let world: World;
let clients: Clients;
let log: string[];

beforeAll(async () => void (world = await World.start()));
afterAll(async () => world.stop());
beforeEach(() => {
  world.reset();
  clients = new Clients();
  log = [];
});
afterEach(() => clients.destroy());

function cleanRooms(workMilliseconds = 30_000): CleanRooms {
  return CleanRooms.within({ getRemainingTimeInMillis: () => workMilliseconds + 20_000 }, clients, (line) => void log.push(line));
}

test.each(['error500', 'reset', 'loseAnswer'] as const)('retries after %s', async (how) => {
  world.api.misbehave({ operation: 'ListMemberships', call: 1, how });
  const output = await cleanRooms().send(new ListMembershipsCommand({}));

  expect(output.membershipSummaries).toEqual([]);
  expect(world.operations).toHaveLength(2);
});

test('retries after being throttled twice', async () => {
  world.api.misbehave({ operation: 'ListMemberships', call: [1, 2], how: 'throttle' });
  await cleanRooms().send(new ListMembershipsCommand({}));

  expect(world.operations).toHaveLength(3);
});

test.each([
  ['throttle', /^ListMemberships: Rate exceeded \(ThrottlingException; request id [0-9a-f-]+; the time of this function is up\)$/],
  ['error500', /^ListMemberships: Unexpected error during processing of request \(InternalServerException; request id [0-9a-f-]+; the time of this function is up\)$/],
  ['reset', /^ListMemberships: socket hang up \(.*; the time of this function is up\)$/],
] as const)('gives up when the time is up, with the last error after %s', async (how, message) => {
  world.api.misbehave({ operation: 'ListMemberships', call: 'every', how });
  const start = Date.now();

  await expect(cleanRooms(700).send(new ListMembershipsCommand({}))).rejects.toThrow(message);
  expect(Date.now() - start).toBeLessThan(1_200);
});

test('does not wait for a response after the time is up', async () => {
  world.api.misbehave({ operation: 'ListMemberships', call: 'every', how: 'delay', delayMs: 1_500 });
  const start = Date.now();

  await expect(cleanRooms(300).send(new ListMembershipsCommand({}))).rejects.toThrow('the time of this function is up');
  expect(Date.now() - start).toBeLessThan(800);
});

test('can call the API for a last time after the time is up', async () => {
  await cleanRooms(-5_000).lastChance().send(new ListMembershipsCommand({}));
  await expect(cleanRooms(-5_000).send(new ListMembershipsCommand({}))).rejects.toThrow('ListMemberships: no answer, and the time of this function is up');
});

test('pauses only if there is enough time', async () => {
  expect(await cleanRooms(1_000).pause(10)).toBe(true);
  expect(await cleanRooms(1_000).pause(2_000)).toBe(false);
});

test('throws errors with the message of the service, which CloudFormation shows', async () => {
  const error = await cleanRooms().send(new ListMembershipsCommand({ maxResults: 1_000 })).catch((thrown: Error) => thrown) as Error;

  expect(error.message).toMatch(/^ListMemberships: .*\(ValidationException FIELD_VALIDATION_FAILED; maxResults: .*; request id /);
});

test('logs a line for each attempt, with operation, status, time and request id', async () => {
  world.api.misbehave({ operation: 'ListMemberships', call: 1, how: 'error500' });
  await cleanRooms().send(new ListMembershipsCommand({ maxResults: 7 }));

  expect(log).toEqual([
    expect.stringMatching(/^ListMemberships 500 InternalServerException \d+ ms [0-9a-f-]{36}$/),
    expect.stringMatching(/^ListMemberships 200 \d+ ms [0-9a-f-]{36}$/),
  ]);
});

describe('a refusal by IAM', () => {
  /** Refuses the given number of calls before they reach the service. */
  function refuse(calls: number, message: string): void {
    clients.cleanRooms.middlewareStack.add((next) => async (args) => {
      if (calls-- > 0) throw new AccessDeniedException({ message, reason: 'INSUFFICIENT_PERMISSIONS', $metadata: { httpStatusCode: 403 } });
      return next(args);
    }, { step: 'deserialize', priority: 'low' });
  }
  const BY_IAM = 'User: arn:aws:sts::111111111111:assumed-role/provider/provider is not authorized to perform: cleanrooms:ListMemberships';

  test('is retried while permissions settle', async () => {
    refuse(1, BY_IAM);

    expect(await cleanRooms().whilePermissionsSettle().send(new ListMembershipsCommand({}))).toMatchObject({ membershipSummaries: [] });
    expect(log).toHaveLength(2);
  });

  test('is not retried otherwise', async () => {
    refuse(1, BY_IAM);

    await expect(cleanRooms().send(new ListMembershipsCommand({}))).rejects.toThrow(BY_IAM);
  });

  test('is thrown when there is no time left to wait', async () => {
    refuse(1, BY_IAM);

    await expect(cleanRooms(500).whilePermissionsSettle().send(new ListMembershipsCommand({}))).rejects.toThrow(BY_IAM);
  });

  test('is thrown after half a minute of retries', async () => {
    refuse(100, BY_IAM);
    const pauses: number[] = [];
    const patient = CleanRooms.within({ getRemainingTimeInMillis: () => 90_000 }, clients, (line) => log.push(line), async (milliseconds) => {
      pauses.push(milliseconds);
    }).whilePermissionsSettle();

    await expect(patient.send(new ListMembershipsCommand({}))).rejects.toThrow(BY_IAM);
    expect(pauses.reduce((sum, pause) => sum + pause)).toBe(30_000);
  });

  test('is not retried if it is the service that refused the call', async () => {
    refuse(1, 'The member does not have the ability CAN_QUERY');

    await expect(cleanRooms().whilePermissionsSettle().send(new ListMembershipsCommand({}))).rejects.toThrow('CAN_QUERY');
    expect(log).toHaveLength(1);
  });
});
