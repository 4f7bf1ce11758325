/*
 * Waits of more than 14 minutes, which are longer than an invocation may be. Before its time is up, the function invokes itself with the same
 * event, and the next invocation goes on as if the event had been delivered again: what each event does has the same outcome then.
 */
import { type CleanRooms, type LongWait, clientConfiguration } from './client';
import type { ResourceEvent } from './event';
import { InvokeCommand, LambdaClient } from './missing-sdk/client-lambda';
import { MOST_SECONDS_OF_INVOCATION, MOST_SECONDS_OF_WAIT } from '../src/custom-resources/contract/waiting';

/** An event as the function sends it to itself. */
export type ContinuedEvent = ResourceEvent & {
  /** When the first invocation began, in milliseconds. CloudFormation's own events do not have it. */
  readonly WaitingSince?: number;
};

/** Returns the wait of an event if it can take longer than an invocation. */
export function longWaitOf(event: ContinuedEvent, now = Date.now()): LongWait | undefined {
  const { RequestType: type, ResourceProperties: properties, WaitingSince: since } = event;
  const seconds = Number(properties?.WaitSeconds);
  if (type === 'Delete' || !(seconds > MOST_SECONDS_OF_INVOCATION)) return undefined;
  return { seconds, since: since ?? now, until: (since ?? now) + Math.min(seconds, MOST_SECONDS_OF_WAIT) * 1_000, isContinued: since !== undefined };
}

/** Has the function invoked again with an event, whose wait goes on. */
export async function goOn(cleanRooms: CleanRooms, event: ContinuedEvent, { since }: LongWait): Promise<void> {
  const client = new LambdaClient(clientConfiguration());
  await cleanRooms.lastChance().sendBy(client as never, new InvokeCommand({
    FunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME, InvocationType: 'Event', Payload: { ...event, WaitingSince: since },
  }) as never);
}
