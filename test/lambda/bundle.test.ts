/*
 * The bundled file as the Lambda runtime runs it: in a process of its own, which answers CloudFormation.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StackResource } from './cloudformation';
import { ADVERTISER, PUBLISHER, type Room, World } from './world';
import type { ResourceEvent } from '../../lambda/event';
import { type ConfiguredAudienceModelAssociationProperties, ResourceType } from '../../src/custom-resources/contract';
import { type Answer, argumentsFor, serve } from '../support/lambda-runtime';

const ROOT = join(__dirname, '..', '..');

let world: World;
let room: Room;
let directory: string;
let cloudFormation: Server;
const answers: Answer[] = [];
/** The statuses of the next requests; then 200. */
let statuses: number[] = [];
const resource = new StackResource(ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION, 'Lookalike');

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'handler-'));
  await bundle(join(directory, 'index.js'));

  world = await World.start();
  cloudFormation = await serve(answers, () => statuses.shift() ?? 200);
});

afterAll(async () => {
  rmSync(directory, { recursive: true });
  cloudFormation.close();
  await world.stop();
});

beforeEach(async () => {
  world.reset();
  answers.length = 0;
  statuses = [];
  room = await world.openRoom();
});

/** Bundles with the project's own task, to another file. */
async function bundle(outfile: string): Promise<void> {
  const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen', 'tasks.json'), 'utf8')) as { tasks: Record<string, { steps: { exec: string }[] }> };
  const [command, script, entryPoint] = tasks['bundle:lambda/handler'].steps[0].exec.split(' ');
  await promisify(execFile)(join(ROOT, 'node_modules', '.bin', command), [script, entryPoint, outfile, join(directory, 'metafile.json')], { cwd: ROOT });
}

/** Runs the function once, and returns what it wrote to its log. */
async function invoke(event: ResourceEvent, environment: Record<string, string> = {}, remainingMilliseconds?: number): Promise<string> {
  const child = spawn(process.execPath, argumentsFor(cloudFormation, event, remainingMilliseconds), {
    cwd: directory, env: { ...process.env, NODE_NO_WARNINGS: '1', ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  [child.stdout, child.stderr].forEach((output) => output.setEncoding('utf8').on('data', (chunk: string) => (log += chunk)));
  const [status] = await once(child, 'close') as [number];
  expect([status, log]).toEqual([0, log]);
  return log;
}

function properties(changed: Partial<ConfiguredAudienceModelAssociationProperties> = {}): ConfiguredAudienceModelAssociationProperties {
  return {
    MembershipIdentifier: room.membershipIdentifier,
    ConfiguredAudienceModelArn: `arn:aws:cleanrooms-ml:us-east-1:${ADVERTISER}:configured-audience-model/a`,
    Name: 'lookalike',
    ManageResourcePolicies: false,
    ...changed,
  };
}

test('answers a Create, an Update and a Delete, once each', async () => {
  await invoke(resource.createEvent(properties()));
  const [association] = world.objects('ConfiguredAudienceModelAssociation');
  const physicalId = `${room.membershipIdentifier}/${association.id}`;

  await invoke(resource.updateEvent(physicalId, properties({ Name: 'similar' }), properties()));
  await invoke(resource.deleteEvent(physicalId, properties({ Name: 'similar' })));

  const data = { Arn: association.arn, ConfiguredAudienceModelAssociationIdentifier: association.id };
  expect(answers).toMatchObject([
    { Status: 'SUCCESS', PhysicalResourceId: physicalId, Data: data },
    { Status: 'SUCCESS', PhysicalResourceId: physicalId, Data: data },
    { Status: 'SUCCESS', PhysicalResourceId: physicalId },
  ]);
  expect(world.objects('ConfiguredAudienceModelAssociation')).toEqual([]);
});

test('reports the service\'s reason without a stack trace when it fails', async () => {
  await invoke(resource.createEvent(properties({ Name: '' })));

  expect(answers).toHaveLength(1);
  expect(answers[0].Status).toBe('FAILED');
  expect(answers[0].Reason).toMatch(/^CreateConfiguredAudienceModelAssociation: .* \(ValidationException .*request id [0-9a-f-]+\)$/);
});

test('calls nothing on the Delete after a failed Create', async () => {
  await invoke(resource.createEvent(properties({ Name: '' })));
  world.forgetCalls();
  await invoke(resource.deleteEvent(answers[0].PhysicalResourceId, properties({ Name: '' })));

  expect(answers[1].Status).toBe('SUCCESS');
  expect(world.operations).toEqual([]);
});

test('keeps the answer below the maximum size that CloudFormation accepts', async () => {
  const guard = new StackResource(ResourceType.REPLACEMENT_GUARD, 'Guard');
  const before = { GuardedType: 'AWS::CleanRooms::Collaboration', FailsIfChanged: Object.fromEntries(names().map((name) => [name, 'ä'.repeat(300)])), ReplacementAllowed: false };
  await invoke(guard.updateEvent('Guard/0', { ...before, FailsIfChanged: {} }, before));

  expect(answers[0].Status).toBe('FAILED');
  expect(Buffer.byteLength(JSON.stringify(answers[0]))).toBeLessThan(4_096);
});

describe('a wait that is longer than an invocation', () => {
  const joined = new StackResource(ResourceType.MEMBERS_JOINED, 'Joined');
  const event = () => joined.createEvent({ CollaborationIdentifier: room.collaborationIdentifier, AccountIds: [PUBLISHER], WaitSeconds: 1_200 });
  const requests: { url?: string; type?: unknown; body: Record<string, unknown> }[] = [];
  let status = 202;
  let lambda: Server;

  beforeAll(async () => {
    lambda = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk)).on('end', () => {
        requests.push({ url: request.url, type: request.headers['x-amz-invocation-type'], body: JSON.parse(body) as Record<string, unknown> });
        response.writeHead(status, { 'content-type': 'application/json' }).end(status === 202 ? '' : '{"Message":"not authorized"}');
      });
    }).listen(0, '127.0.0.1');
    await once(lambda, 'listening');
  });
  afterAll(() => lambda.close());
  beforeEach(() => {
    requests.length = 0;
    status = 202;
  });

  const invokeFor = async (of: ResourceEvent) => invoke(of, {
    AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${(lambda.address() as AddressInfo).port}`, AWS_LAMBDA_FUNCTION_NAME: 'clean-rooms',
  }, 20_500);

  test('has the function invoke itself with the same event, and goes on there; the log has nothing of the event', async () => {
    const first = event();
    const log = await invokeFor(first);
    const [{ url, type, body }] = requests;
    expect([url, type]).toEqual(['/2015-03-31/functions/clean-rooms/invocations', 'Event']);
    expect(body).toEqual({ ...first, ResponseURL: expect.stringContaining('https://'), WaitingSince: expect.any(Number) });
    expect(answers).toEqual([]);
    expect(log).toMatch(/^Invoke 202 \d+ ms /m);
    for (const line of log.trim().split('\n')) expect(line).toMatch(/^\w+ \d{3} \d+ ms [0-9a-f-]{1,36}$/);

    const { membershipArn } = await world.join(room.collaborationIdentifier, PUBLISHER);
    await invokeFor(body as unknown as ResourceEvent);
    expect(answers).toMatchObject([{ Status: 'SUCCESS', Data: { MembershipArn1: membershipArn } }]);
    expect(requests).toHaveLength(1);
  });

  test('ends where the function may not invoke itself', async () => {
    status = 403;
    await invokeFor(event());

    expect(answers).toMatchObject([{ Status: 'FAILED', Reason: expect.stringMatching(/^Invoke: .*403|^Invoke: /) }]);
  });
});

test('logs a line for each call of the API, and nothing of the event', async () => {
  const secret = 'S3cretValueOfANoEchoParameter';
  const log = await invoke(resource.createEvent({ ...properties(), Description: secret }));

  expect(log).toMatch(/^CreateConfiguredAudienceModelAssociation 200 \d+ ms [0-9a-f-]{36}$/m);
  expect(world.objects('ConfiguredAudienceModelAssociation')).toMatchObject([{ description: secret }]);
  for (const line of log.trim().split('\n')) expect(line).toMatch(/^\w+ \d{3}( \w+)? \d+ ms [0-9a-f-]{36}$/);
});

test('logs nothing of an event that fails unexpectedly', async () => {
  const event = resource.createEvent(properties());
  const broken = { ...event, ResourceProperties: undefined, LogicalResourceId: 'Secret' } as unknown as ResourceEvent;
  const log = await invoke(broken);

  expect(answers).toMatchObject([{ Status: 'FAILED', Reason: expect.stringMatching(/^unexpected error: .* \(see the log of this function\)$/) }]);
  expect(log).toMatch(/^unexpected TypeError\n\s+at /);
  expect(log).not.toContain('Secret');
});

test('tries again to answer while the answer is not taken', async () => {
  statuses = [503, 500];
  await invoke(resource.createEvent(properties()));

  expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
  expect(world.objects('ConfiguredAudienceModelAssociation')).toHaveLength(1);
});

describe('an event of another stack', () => {
  const ownStack = 'arn:aws:cloudformation:us-east-1:111111111111:stack/Other/5f0c2b1e-8f1a-11f0-8de9-0242ac120002';

  test('is refused before anything is called', async () => {
    const event = resource.createEvent(properties());
    world.forgetCalls();
    await invoke(event, { STACK_ID: ownStack });

    expect(answers).toMatchObject([{ Status: 'FAILED', Reason: `this function serves the stack ${ownStack} alone, not ${event.StackId}` }]);
    expect(world.operations).toEqual([]);
  });

  test('lets that stack delete what was refused', async () => {
    await invoke(resource.createEvent(properties()), { STACK_ID: ownStack });
    await invoke(resource.deleteEvent(answers[0].PhysicalResourceId, properties()), { STACK_ID: ownStack });

    expect(answers[1].Status).toBe('SUCCESS');
  });

  test('does not concern an event of its own', async () => {
    const event = resource.createEvent(properties());
    await invoke(event, { STACK_ID: event.StackId });

    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
  });
});

test('is smaller than 306 kB, to start fast', () => {
  expect(statSync(join(directory, 'index.js')).size).toBeLessThan(306_000);
});

test('imports nothing dynamically, for which Node would load more before the first call of an API', () => {
  expect(readFileSync(join(directory, 'index.js'), 'utf8')).not.toMatch(/\bimport\(/);
});

function names(): string[] {
  return Array.from({ length: 50 }, (_, index) => `property${index}`);
}
