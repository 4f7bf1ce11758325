/*
 * The Lambda function behind all custom resources of a stack. This is the only module with a side effect when it is loaded:
 * it creates the clients, which are used as long as the function lives.
 */
import { CleanRooms, Clients, type Context, StillWaiting } from './client';
import { type CloudFormationEvent, answer } from './cloudformation-protocol';
import { dispatch } from './dispatch';
import { goOn, longWaitOf } from './long-wait';

const clients = new Clients();

/** Called by Lambda. */
export async function handler(event: CloudFormationEvent, context: Context): Promise<void> {
  const wait = longWaitOf(event);
  const cleanRooms = CleanRooms.within(context, clients, log, undefined, wait);
  return answer(event, async (resourceEvent) => {
    try {
      return await dispatch(resourceEvent, cleanRooms, log);
    } catch (failure) {
      if (!wait || !(failure instanceof StillWaiting)) throw failure;
      await goOn(cleanRooms, event, wait);
      return undefined;
    }
  });
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}
