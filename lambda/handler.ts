/*
 * The Lambda function behind all custom resources of a stack. This is the only module with a side effect when it is loaded:
 * it creates the client, which is used as long as the function lives.
 */
import { CleanRooms, type Context, createClient } from './client';
import { dispatch } from './dispatch';
import type { Answer, ResourceEvent } from './event';

const client = createClient();

/** Called by the entry point of aws-cdk-lib, which sends CloudFormation what this returns or throws. */
export async function handler(event: ResourceEvent, context: Context): Promise<Answer> {
  return dispatch(event, CleanRooms.within(context, client, log), log);
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}
