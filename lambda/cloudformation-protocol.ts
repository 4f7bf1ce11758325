/*
 * CloudFormation's protocol for custom resources: each event is answered once, to the presigned URL that it brings.
 *
 * Nothing of an event is logged: statements, parameters and values of NoEcho parameters would be in it.
 */
import * as https from 'node:https';
import { DeploymentError, messageOf } from './errors';
import type { Answer, ResourceEvent } from './event';

/** An event as CloudFormation sends it. */
export type CloudFormationEvent = ResourceEvent & { readonly ResponseURL: string };

/**
 * The physical id in the answer to a Create that failed. The Delete that follows has nothing to delete.
 * It is that of the CDK, whose entry point answered before: a Create can fail before an update of the function, and its Delete come after.
 */
const CREATE_FAILED = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';

/** What CloudFormation takes: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
const MAXIMUM_BYTES = 4_096;

/** The pauses between attempts to answer double: about three seconds in all. */
const FIRST_PAUSE_MILLISECONDS = 100;
const ATTEMPTS = 6;
const ATTEMPT_MILLISECONDS = 3_000;

interface Response {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly Data?: object;
}

/** Handles an event; returns nothing where another invocation answers it. */
type Handle = (event: ResourceEvent) => Promise<Answer | undefined>;

/** Answers CloudFormation with what the handler returns or throws. */
export async function answer(event: CloudFormationEvent, handle: Handle): Promise<void> {
  const response = await respond(event, handle);
  if (!response) return;
  const body = bodyOf(event, response);
  for (let attempt = 1; ; attempt++) {
    const failure = await put(event.ResponseURL, body);
    if (failure === undefined) return;
    if (attempt === ATTEMPTS) throw new Error(`CloudFormation was not answered: ${failure}`);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * FIRST_PAUSE_MILLISECONDS * 2 ** attempt));
  }
}

async function respond(event: ResourceEvent, handle: Handle): Promise<Response | undefined> {
  if (event.RequestType === 'Delete' && event.PhysicalResourceId === CREATE_FAILED) return { Status: 'SUCCESS', PhysicalResourceId: CREATE_FAILED };
  try {
    checkStack(event);
    const given = await handle(event);
    if (!given) return undefined;
    const response: Response = { Status: 'SUCCESS', ...given };
    const bytes = Buffer.byteLength(bodyOf(event, response));
    if (bytes <= MAXIMUM_BYTES) return response;
    return { ...failed(event, `the attributes of this resource have ${bytes} bytes with all else, where CloudFormation takes ${MAXIMUM_BYTES}`), PhysicalResourceId: response.PhysicalResourceId };
  } catch (thrown) {
    return failed(event, messageOf(thrown));
  }
}

/** The role of this function has the permissions of one stack. Another stack that names this function would use them. */
function checkStack({ StackId: stackId }: ResourceEvent): void {
  const { STACK_ID: ownStackId } = process.env;
  if (ownStackId !== undefined && stackId !== ownStackId) throw new DeploymentError(`this function serves the stack ${ownStackId} alone, not ${stackId}`);
}

function failed(event: ResourceEvent, reason: string): Response {
  return { Status: 'FAILED', Reason: reason, PhysicalResourceId: event.RequestType === 'Create' ? CREATE_FAILED : event.PhysicalResourceId };
}

function bodyOf({ StackId, RequestId, LogicalResourceId }: ResourceEvent, response: Response): string {
  return JSON.stringify({ StackId, RequestId, LogicalResourceId, ...response });
}

/** Sends the answer; returns why it did not arrive. */
async function put(url: string, body: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
    https.request(url, { method: 'PUT', headers, timeout: ATTEMPT_MILLISECONDS }, (response) => {
      const { statusCode = 0 } = response.resume();
      resolve(statusCode < 400 ? undefined : `HTTP status ${statusCode}`);
    })
      .on('timeout', function (this: { destroy(error: Error): void }) { this.destroy(new Error('no answer in time')); })
      .on('error', ({ message }) => resolve(message))
      .end(body);
  });
}
