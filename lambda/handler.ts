/*
 * The function behind all custom resources of a stack. Alone among these modules it does something when it is loaded:
 * it makes the client, which lasts as long as the function.
 */
import { CleanRooms, type Context, createClient } from './client';
import { dispatch } from './dispatch';
import type { Answer, ResourceEvent } from './event';

const client = createClient();

/** Called by the entry point of aws-cdk-lib, which answers CloudFormation with what this returns or throws. */
export async function handler(event: ResourceEvent, context: Context): Promise<Answer> {
  return dispatch(event, CleanRooms.within(context, client, log), log);
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}
