/*
 * The bundled file as the Lambda runtime runs it: in a process of its own, behind aws-cdk-lib's entry point, which answers
 * CloudFormation.
 *
 * One thing is replaced: the entry point sends its answer to a presigned URL of S3, always with TLS on port 443. Here its
 * own hook for that sends the same request to a local server without TLS.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StackResource } from './cloudformation';
import { ADVERTISER, type Room, World } from './world';
import type { ResourceEvent } from '../../lambda/event';
import { type ConfiguredAudienceModelAssociationProperties, ResourceType } from '../../src/custom-resources/contract';

const ROOT = join(__dirname, '..', '..');
const ENTRY_POINT = join(dirname(require.resolve('aws-cdk-lib')), 'custom-resource-handlers', 'dist', 'core', 'nodejs-entrypoint-handler', 'index.js');

/** Invokes the function as the Lambda runtime does, with the event and the port of the local server. */
const RUNTIME = `
  const http = require('node:http');
  const entryPoint = require('./__entrypoint__.js');
  entryPoint.external.sendHttpRequest = (options, body) => new Promise((resolve, reject) => {
    http.request({ ...options, port: process.argv[3] }, (response) => resolve(response.resume())).on('error', reject).end(body);
  });
  entryPoint.handler(JSON.parse(process.argv[2]), { getRemainingTimeInMillis: () => 60000 }).then(() => process.exit(0));
`;

interface Answer {
  readonly Status: string;
  readonly Reason: string;
  readonly PhysicalResourceId: string;
  readonly Data?: Record<string, string>;
}

let world: World;
let room: Room;
let directory: string;
let cloudFormation: http.Server;
const answers: Answer[] = [];
const resource = new StackResource(ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION, 'Lookalike');

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'handler-'));
  await bundle(join(directory, 'index.js'));
  copyFileSync(ENTRY_POINT, join(directory, '__entrypoint__.js'));
  writeFileSync(join(directory, 'runtime.js'), RUNTIME);

  world = await World.start();
  cloudFormation = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      answers.push(JSON.parse(Buffer.concat(chunks).toString()) as Answer);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(cloudFormation, 'listening');
});

afterAll(async () => {
  rmSync(directory, { recursive: true });
  cloudFormation.close();
  await world.stop();
});

beforeEach(async () => {
  world.reset();
  answers.length = 0;
  room = await world.openRoom();
});

/** Bundles with the project's own task, to another file. */
async function bundle(outfile: string): Promise<void> {
  const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen', 'tasks.json'), 'utf8')) as {
    tasks: Record<string, { steps: { execArgs: string[] }[] }>;
  };
  const [command, ...args] = tasks['bundle:lambda/handler'].steps[0].execArgs;
  const elsewhere = args.map((argument) => argument.startsWith('--outfile=') ? `--outfile=${outfile}` : argument);
  await promisify(execFile)(join(ROOT, 'node_modules', '.bin', command), elsewhere, { cwd: ROOT });
}

/** Runs the function once, and returns what it logged. */
async function invoke(event: ResourceEvent): Promise<string> {
  const { port } = cloudFormation.address() as AddressInfo;
  const sent = JSON.stringify({ ...event, ResponseURL: 'https://127.0.0.1/answer?signature=secret' });
  const child = spawn(process.execPath, ['runtime.js', sent, String(port)], { cwd: directory, env: process.env, stdio: ['ignore', 'pipe', 'inherit'] });
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
  const [status] = await once(child, 'close') as [number];
  expect(status).toBe(0);
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

test('logs a line for each call of the API', async () => {
  const log = await invoke(resource.createEvent(properties()));

  expect(log).toMatch(/^CreateConfiguredAudienceModelAssociation 200 \d+ ms [0-9a-f-]{36}$/m);
});

test('is smaller than 450 kB, to start fast', () => {
  expect(statSync(join(directory, 'index.js')).size).toBeLessThan(450_000);
});

function names(): string[] {
  return Array.from({ length: 50 }, (_, index) => `property${index}`);
}
