/*
 * The Lambda function behind all custom resources of a stack. This is the only module with a side effect when it is loaded:
 * it creates the clients, which are used as long as the function lives.
 */
import { CleanRooms, Clients, type Context } from './client';
import { type CloudFormationEvent, answer } from './cloudformation-protocol';
import { dispatch } from './dispatch';

const clients = new Clients();

/** Called by Lambda. */
export async function handler(event: CloudFormationEvent, context: Context): Promise<void> {
  return answer(event, async (resourceEvent) => dispatch(resourceEvent, CleanRooms.within(context, clients, log), log));
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}
