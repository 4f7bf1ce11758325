import type { CleanRooms } from './client';

const FIRST_PAUSE_MILLISECONDS = 1_000;
const LONGEST_PAUSE_MILLISECONDS = 15_000;
const GROWTH = 1.5;

/**
 * Looks until what it sees is final, or the wait is over: after the given seconds, or when the function has no time left.
 * What it saw last is the answer either way.
 *
 * The pauses grow, and half of each is left to chance, so that the resources of a stack do not all ask at once. The last
 * look is at the end of the wait.
 */
export async function poll<Seen>(
  cleanRooms: CleanRooms, seconds: number, look: () => Promise<Seen>, isFinal: (seen: Seen) => boolean,
): Promise<Seen> {
  const end = Date.now() + seconds * 1_000;
  let seen = await look();
  for (let longest = FIRST_PAUSE_MILLISECONDS; !isFinal(seen); longest = Math.min(longest * GROWTH, LONGEST_PAUSE_MILLISECONDS)) {
    const left = end - Date.now();
    const pause = Math.min(left, longest * (1 + Math.random()) / 2);
    if (left <= 0 || !await cleanRooms.pause(pause)) break;
    seen = await look();
  }
  return seen;
}
