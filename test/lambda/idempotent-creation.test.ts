import type { CleanRooms } from '../../lambda/client';
import { ApiError } from '../../lambda/errors';
import { type Created, type CreationOperations, IdempotentCreation } from '../../lambda/idempotent-creation';

const REFUSED = new ApiError('CreateThing', { name: 'ConflictException', message: 'the name is taken', $metadata: { httpStatusCode: 409 } });
const NO_RESPONSE = new ApiError('CreateThing', { name: 'TimeoutError', message: 'no response' });

/** What exists and what was ended, by their ids: a letter and the age in days. */
let existing: string[];
let ended: string[];
let log: string[];
let looks: number;
/** What each look after a pause finds in addition. */
let appearing: string[];

const cleanRooms = {
  log: (line: string) => void log.push(line),
  lastChance: () => cleanRooms,
  pause: async (milliseconds: number) => {
    jest.setSystemTime(Date.now() + milliseconds);
    existing.push(...appearing.splice(0, 1).filter((id) => id !== ''));
    return true;
  },
} as unknown as CleanRooms;

beforeEach(() => {
  jest.useFakeTimers();
  [existing, ended, log, appearing, looks] = [[], [], [], [], 0];
});
afterEach(() => jest.useRealTimers());

function thing(id: string, changed: Partial<Created> = {}): Created {
  return { id, createdAt: new Date(-Number(id.slice(1)) * 86_400_000), ...changed };
}

function creation(changed: Partial<CreationOperations<Created>> = {}): IdempotentCreation<Created> {
  return new IdempotentCreation<Created>(cleanRooms, {
    displayName: 'thing',
    mayStill: 'exist',
    create: async () => {
      existing.push('a1');
      return thing('a1');
    },
    find: async () => {
      looks += 1;
      return existing.map((id) => thing(id));
    },
    end: async (_, { id }) => {
      ended.push(id);
      existing = existing.filter((other) => other !== id);
    },
    ...changed,
  });
}

const refuse = (failure: unknown) => async () => Promise.reject(failure as Error);

describe('create', () => {
  test('returns what it created, if the request has created nothing else', async () => {
    expect(await creation().create()).toEqual(thing('a1'));
    expect(ended).toEqual([]);
  });

  test('keeps the oldest and ends the others', async () => {
    existing = ['b0', 'c3', 'd2'];

    expect(await creation().create()).toEqual(thing('c3'));
    expect(ended).toEqual(['d2', 'a1', 'b0']);
  });

  test('chooses by the id among things of the same age', async () => {
    existing = ['c1', 'b1'];

    expect(await creation().create()).toEqual(thing('a1'));
    expect(ended).toEqual(['b1', 'c1']);
  });

  test('keeps what is in effect, even if others are older', async () => {
    const find = async () => [thing('c3'), thing('d2', { isInEffect: true })];

    expect(await creation({ find }).create()).toMatchObject({ id: 'd2' });
    expect(ended).toEqual(['c3', 'a1']);
  });

  test('counts what it created, even if no list shows it yet', async () => {
    const find = async () => [thing('b2')];

    expect(await creation({ find }).create()).toEqual(thing('b2'));
    expect(ended).toEqual(['a1']);
  });

  test('ends what it created, if looking for others fails', async () => {
    await expect(creation({ find: refuse(new Error('list refused')) }).create()).rejects.toThrow(/^list refused$/);
    expect(ended).toEqual(['a1']);
  });

  test('says what is left, if that cannot be ended either', async () => {
    const failing = creation({ find: refuse(new Error('list refused')), end: refuse(new Error('delete refused')) });

    await expect(failing.create()).rejects.toThrow(/^list refused\. The thing a1 may still exist \(delete refused\)$/);
  });
});

describe('create, when the call fails', () => {
  test('looks once after a refusal, and throws it if another delivery has created nothing', async () => {
    await expect(creation({ create: refuse(REFUSED) }).create()).rejects.toBe(REFUSED);
    expect(looks).toBe(1);
  });

  test('returns what another delivery has created, if the call was refused', async () => {
    existing = ['b0'];

    expect(await creation({ create: refuse(REFUSED) }).create()).toEqual(thing('b0'));
  });

  test('waits for the effect of a call without a response', async () => {
    appearing = ['', '', 'a1'];

    expect(await creation({ create: refuse(NO_RESPONSE) }).create()).toEqual(thing('a1'));
    expect(looks).toBe(4);
  });

  test('throws the failure of the call, if it had no effect within ten seconds', async () => {
    const start = Date.now();

    await expect(creation({ create: refuse(NO_RESPONSE) }).create()).rejects.toBe(NO_RESPONSE);
    expect(Date.now() - start).toBe(10_000);
  });

  test('throws the failure of the call and logs the other, if looking fails, too', async () => {
    await expect(creation({ create: refuse(REFUSED), find: refuse(new Error('list refused')) }).create()).rejects.toBe(REFUSED);
    expect(log).toEqual(['a thing may still exist: list refused']);
  });
});

describe('findOrCreate', () => {
  test('returns the oldest that there is and ends the others', async () => {
    existing = ['b0', 'c3'];

    expect(await creation({ create: refuse(new Error('creates another one')) }).findOrCreate()).toEqual(thing('c3'));
    expect(ended).toEqual(['b0']);
  });

  test.each<[string, Created[] | undefined]>([['there is none', []], ['the parent is gone', undefined]])('creates one, if %s', async (_, found) => {
    expect(await creation({ find: async () => found }).findOrCreate()).toEqual(thing('a1'));
  });
});

describe('endAbandoned', () => {
  test('waits for what an abandoned Create is about to create, and ends it', async () => {
    appearing = ['', 'a1'];
    await creation().endAbandoned();

    expect(ended).toEqual(['a1']);
  });

  test('gives up after a minute', async () => {
    const start = Date.now();
    await creation().endAbandoned();

    expect(Date.now() - start).toBe(60_000);
  });

  test('does not wait, if the parent is gone', async () => {
    const start = Date.now();
    await creation({ find: async () => undefined }).endAbandoned();

    expect(Date.now() - start).toBe(0);
  });
});

describe('endFailedUpdate', () => {
  test('ends all that the update created', async () => {
    existing = ['b0', 'c3'];
    await creation().endFailedUpdate();

    expect(ended).toEqual(['b0', 'c3']);
  });

  test('logs a failure and does not throw it', async () => {
    await creation({ find: refuse(new Error('list refused')) }).endFailedUpdate();

    expect(log).toEqual(['a thing of the failed update may still exist: list refused']);
  });
});
