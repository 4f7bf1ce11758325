import { CleanRooms } from '@aws-sdk/client-cleanrooms';
import { ADVERTISER, CleanRoom, PUBLISHER } from './clean-room';
import { clientOf } from './client';
import type { Misbehaviour } from '../../tools/src/local-cloud/api/misbehaviour';
import { startCleanRoomsApi, type CleanRoomsApi } from '../../tools/src/local-cloud/api/server';

let api: CleanRoomsApi;
let room: CleanRoom;
beforeAll(async () => {
  api = await startCleanRoomsApi();
  room = new CleanRoom(api.url);
});
afterAll(() => api.close());
beforeEach(() => api.reset());

const list = () => room.publisher.listConfiguredTables();

it.each<[Misbehaviour['how'], object, number]>([
  ['throttle', { name: 'ThrottlingException', $metadata: expect.objectContaining({ httpStatusCode: 429 }) }, 429],
  ['error500', { name: 'InternalServerException', $fault: 'server' }, 500],
  ['reset', { message: expect.stringContaining('socket hang up') }, 0],
  ['loseAnswer', { message: expect.stringContaining('socket hang up') }, 0],
])('does %s on the call that it is told to, and on no other', async (how, error, status) => {
  api.misbehave({ operation: 'ListConfiguredTables', call: 2, how });

  await list();
  await room.publisher.listCollaborations();
  await expect(list()).rejects.toMatchObject(error);
  await list();
  expect(api.calls.map((call) => call.status)).toEqual([200, 200, status, 200]);
});

it('has done what was asked when it loses the answer, and nothing when it breaks the connection', async () => {
  api.misbehave({ operation: 'CreateConfiguredTable', call: [1, 2], how: 'reset' });
  await expect(room.table('purchases')).rejects.toThrow();
  await expect(room.table('purchases')).rejects.toThrow();
  expect(api.state(PUBLISHER, 'eu-central-1')).toEqual([]);

  api.misbehave({ operation: 'CreateConfiguredTable', call: 1, how: 'loseAnswer' });
  await expect(room.table('purchases')).rejects.toThrow();
  expect(api.state(PUBLISHER, 'eu-central-1')).toMatchObject([{ kind: 'ConfiguredTable', name: 'purchases' }]);
});

it('answers late', async () => {
  api.misbehave({ operation: '*', call: 'every', how: 'delay', delayMs: 60 });
  const before = Date.now();
  await list();
  expect(Date.now() - before).toBeGreaterThanOrEqual(55);
});

it('lets so many calls through each second, which a client that retries survives', async () => {
  api.throttle({ callsPerSecond: 5 });
  const patient = new CleanRooms({
    endpoint: api.url, region: 'eu-central-1', maxAttempts: 10, credentials: { accessKeyId: PUBLISHER, secretAccessKey: 'any' },
  });

  await Promise.all([...Array(8)].map(() => patient.listConfiguredTables()));
  expect(api.calls.filter(({ exception }) => exception === 'ThrottlingException').length).toBeGreaterThan(0);
});

it('is steered from another process', async () => {
  const post = (path: string, body: object) => fetch(`${api.url}/_local/${path}`, { method: 'POST', body: JSON.stringify(body) });
  await post('misbehave', { operation: '*', call: 1, how: 'throttle' });
  await expect(list()).rejects.toMatchObject({ name: 'ThrottlingException' });

  await room.table('purchases');
  const state = await fetch(`${api.url}/_local/state?account=${PUBLISHER}&region=eu-central-1`);
  expect(await state.json()).toMatchObject([{ kind: 'ConfiguredTable', name: 'purchases', tags: {} }]);
  expect(await (await fetch(`${api.url}/_local/calls`)).json())
    .toMatchObject([{ operation: 'ListConfiguredTables', status: 429 }, { status: 200 }]);
  await post('reset', {});
  expect(api.calls).toEqual([]);
  expect((await fetch(`${api.url}/_local/colour`)).status).toBe(404);
});

it('resolves the account of a session', async () => {
  const sessions = await startCleanRoomsApi({
    resolveAccount: async (key, token) => (key === 'ASIASESSION' && token === 'token' ? ADVERTISER : undefined),
  });
  const session = (accessKeyId: string) => new CleanRooms({
    endpoint: sessions.url,
    region: 'eu-central-1',
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: 'any', sessionToken: 'token' },
  });

  await session('ASIASESSION').listCollaborations();
  expect(sessions.calls).toMatchObject([{ account: ADVERTISER, accessKeyId: 'ASIASESSION', region: 'eu-central-1' }]);
  await expect(session('ASIAOTHER').listCollaborations()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await expect(clientOf(sessions.url, 'AKIAOTHER').listCollaborations()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await sessions.close();
});
