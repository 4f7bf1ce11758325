import { type CleanRooms, StillWaiting } from './client';

const FIRST_PAUSE_MILLISECONDS = 1_000;
const LONGEST_PAUSE_MILLISECONDS = 15_000;
const GROWTH = 1.5;

/**
 * Looks until what it sees is final, the given seconds are over, or the function has no time left. Returns what it saw last
 * in each case. The last look is at the end of the given time.
 *
 * If the wait may take longer than this invocation, it does not end with it: then an error says that it has to go on.
 *
 * The pauses grow, and half of each is random, so that the resources of a stack do not all call the API at the same time.
 *
 * @param hasJustBegun Whether what is looked at was begun right before, so that the first look comes after a pause. @default - it comes at once
 */
export async function poll<Seen>(
  cleanRooms: CleanRooms, seconds: number, look: () => Promise<Seen>, isFinal: (seen: Seen) => boolean, hasJustBegun = false,
): Promise<Seen> {
  const { wait } = cleanRooms;
  const end = wait?.seconds === seconds ? wait.until : Date.now() + seconds * 1_000;
  const pauseIn = async (longest: number) => cleanRooms.pause(Math.max(0, Math.min(end - Date.now(), longest * (1 + Math.random()) / 2)));
  const lookInTime = async () => look().catch((failure: unknown) => {
    throw wait && cleanRooms.isOutOfTime() ? new StillWaiting() : failure;
  });
  if (hasJustBegun) await pauseIn(FIRST_PAUSE_MILLISECONDS);
  let seen = await lookInTime();
  for (let longest = FIRST_PAUSE_MILLISECONDS; !isFinal(seen); longest = Math.min(longest * GROWTH, LONGEST_PAUSE_MILLISECONDS)) {
    if (Date.now() >= end) break;
    if (!await pauseIn(longest)) {
      if (wait) throw new StillWaiting();
      break;
    }
    seen = await lookInTime();
  }
  return seen;
}
