import type { CleanRooms } from '../../lambda/client';
import { poll } from '../../lambda/poll';

const START = new Date('2026-01-01T00:00:00Z').getTime();

beforeEach(() => jest.useFakeTimers({ now: START }));
afterEach(() => jest.useRealTimers());

/** The part of the client that polling uses. Time passes only in pauses. */
function clientWith(seconds: number): { cleanRooms: CleanRooms; pauses: number[] } {
  const pauses: number[] = [];
  const pause = async (milliseconds: number): Promise<boolean> => {
    if (Date.now() + milliseconds > START + seconds * 1_000) return false;
    pauses.push(milliseconds);
    jest.setSystemTime(Date.now() + milliseconds);
    return true;
  };
  return { cleanRooms: { pause } as CleanRooms, pauses };
}

function secondsPassed(): number {
  return (Date.now() - START) / 1_000;
}

/** Returns a look that sees 1, 2, 3 and so on. */
function counting(): () => Promise<number> {
  let looks = 0;
  return async () => ++looks;
}

test('looks once if the first look is final', async () => {
  const { cleanRooms, pauses } = clientWith(900);

  expect(await poll(cleanRooms, 600, counting(), () => true)).toBe(1);
  expect(pauses).toEqual([]);
});

test('looks once if there is no time to wait', async () => {
  const { cleanRooms, pauses } = clientWith(900);

  expect(await poll(cleanRooms, 0, counting(), () => false)).toBe(1);
  expect(pauses).toEqual([]);
});

test('looks after a pause at what was begun right before, but within its time', async () => {
  const { cleanRooms, pauses } = clientWith(900);

  expect(await poll(cleanRooms, 600, counting(), () => true, true)).toBe(1);
  expect(pauses).toHaveLength(1);
  expect(pauses[0]).toBeGreaterThanOrEqual(500);
  expect(pauses[0]).toBeLessThanOrEqual(1_000);
  expect(await poll(cleanRooms, 0, counting(), () => false, true)).toBe(1);
  expect(pauses).toEqual([pauses[0], 0]);
});

test('looks once at what was begun right before, if the function has no time for a pause', async () => {
  const { cleanRooms, pauses } = clientWith(0);

  expect(await poll(cleanRooms, 600, counting(), () => false, true)).toBe(1);
  expect(pauses).toEqual([]);
});

test('looks until a look is final', async () => {
  const { cleanRooms, pauses } = clientWith(900);

  expect(await poll(cleanRooms, 600, counting(), (looks) => looks === 4)).toBe(4);
  expect(pauses).toHaveLength(3);
});

test('makes longer pauses each time, up to 15 seconds, of random length', async () => {
  const { cleanRooms, pauses } = clientWith(900);
  await poll(cleanRooms, 600, counting(), () => false);

  pauses.slice(0, -1).forEach((pause, index) => {
    const longest = Math.min(1_000 * 1.5 ** index, 15_000);
    expect(pause).toBeGreaterThanOrEqual(longest / 2);
    expect(pause).toBeLessThanOrEqual(longest);
  });
  expect(new Set(pauses).size).toBeGreaterThan(pauses.length / 2);
});

test('looks for a last time at the end of the wait, and returns what it saw', async () => {
  const { cleanRooms } = clientWith(900);

  expect(await poll(cleanRooms, 600, async () => secondsPassed(), () => false)).toBe(600);
});

test('stops when the function has no time left', async () => {
  const { cleanRooms } = clientWith(60);

  expect(await poll(cleanRooms, 600, async () => secondsPassed(), () => false)).toBeGreaterThan(40);
  expect(secondsPassed()).toBeLessThanOrEqual(60);
});

test('throws the error of a look', async () => {
  const { cleanRooms } = clientWith(60);

  await expect(poll(cleanRooms, 600, async () => Promise.reject(new Error('refused')), () => false)).rejects.toThrow('refused');
});
