import { Backoff } from '../../lambda/backoff';

afterEach(() => jest.restoreAllMocks());

/** The pauses before the first retries, as long as they can be, or as short. */
function pauses(first: number, random: number): number[] {
  jest.spyOn(Math, 'random').mockReturnValue(random);
  const backoff = new Backoff();
  backoff.setDelayBase(first);
  return [0, 1, 2, 3, 4, 50].map((retries) => backoff.computeNextBackoffDelay(retries));
}

test('the longest pauses double, up to eight seconds', () => {
  expect(pauses(1_000, 1)).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  expect(pauses(50, 1)).toEqual([50, 100, 200, 400, 800, 8_000]);
});

test('a pause can be as short as nothing, so that not all resources call at the same time', () => {
  expect(pauses(1_000, 0)).toEqual([0, 0, 0, 0, 0, 0]);
});
