/*
 * How soon the handler of the custom resources calls the API: from the start of its process, and from its event, when it is loaded already; against
 * the function of aws-cdk-lib's AwsCustomResource with the clients of the SDK beside it, as Lambda's runtime has them, and against a request that
 * is signed and sent without the SDK. The call goes to a server of this process. Each run is a process of its own, in turn.
 *
 *   npx tsx bench/handler.ts               with this Node
 *   npx tsx bench/handler.ts 20 22 24      with these versions, which npm downloads
 */
import { execFileSync, spawn } from 'child_process';
import { once } from 'events';
import { readFileSync, statSync } from 'fs';
import { createServer } from 'http';
import type { Server } from 'http';
import type { AddressInfo } from 'net';
import { join, resolve } from 'path';
import { medians, ratio, report, rounds } from './measurement';

const ROOT = resolve(__dirname, '..');
const OURS = join(ROOT, 'assets', 'lambda', 'handler', 'index.js');
const PEER = join(ROOT, 'node_modules', 'aws-cdk-lib-newest', 'custom-resource-handlers', 'dist', 'custom-resources', 'aws-custom-resource-handler', 'index.js');
const STACK = 'arn:aws:cloudformation:us-east-1:111111111111:stack/Stack/5f0c2b1e-8f1a-11f0-8de9-0242ac120002';

const event = (properties: object) => ({
  RequestType: 'Create',
  StackId: STACK,
  RequestId: '1',
  LogicalResourceId: 'Lookup',
  ResponseURL: 'https://127.0.0.1/answer',
  ResourceType: 'Custom::CleanRoomsCollaborationLookup',
  ResourceProperties: { ServiceToken: 'arn', ...properties },
});
const WAYS = {
  ours: { module: OURS, event: event({ CollaborationName: 'campaign', CreatorAccountId: '222222222222', WaitSeconds: '0' }) },
  peer: { module: PEER, event: event({ Create: JSON.stringify({ service: 'CleanRooms', action: 'listCollaborations', physicalResourceId: { id: 'x' } }) }) },
  bare: { module: '', event: {} },
};

/**
 * Prints when the process began, and when it had its event, in milliseconds of the clock that the server reads, too; and how much time of the
 * processor it had taken when it called.
 */
const RUN = `
  const { performance } = require('node:perf_hooks');
  require('node:diagnostics_channel').subscribe('http.client.request.start', () => {
    const { user, system } = process.cpuUsage();
    require('node:fs').writeSync(3, JSON.stringify({ start: performance.timeOrigin, event: hasEvent, cpu: (user + system) / 1000 }));
  });
  const [, module, event] = process.argv;
  const handler = module ? require(module).handler : () => {
    const { createHash, createHmac } = require('node:crypto');
    const date = new Date().toISOString().replace(/[-:]|\\.\\d+/g, '');
    const keys = [date.slice(0, 8), 'us-east-1', 'cleanrooms', 'aws4_request'];
    const key = keys.reduce((secret, part) => createHmac('sha256', secret).update(part).digest(), 'AWS4secret');
    const signature = createHmac('sha256', key).update(createHash('sha256').update(date).digest('hex')).digest('hex');
    const url = new URL('/collaborations', process.env.AWS_ENDPOINT_URL);
    require('node:http').get(url, { headers: { authorization: 'AWS4-HMAC-SHA256 Signature=' + signature } });
  };
  const hasEvent = performance.timeOrigin + performance.now();
  setTimeout(() => process.exit(1), 20_000);
  void handler(JSON.parse(event), { getRemainingTimeInMillis: () => 60_000, logStreamName: 'log' });
`;

void main();

async function main(): Promise<void> {
  let called = (_: number): void => undefined;
  const server = createServer(() => called(performance.timeOrigin + performance.now())).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const ways = Object.keys(WAYS) as (keyof typeof WAYS)[];
  for (const version of process.argv.slice(2).length ? process.argv.slice(2) : [undefined]) {
    const node = version === undefined ? process.execPath : nodeOf(version);
    const measured = Object.fromEntries(ways.map((way) => [way, [] as Figures[]])) as Record<keyof typeof WAYS, Figures[]>;
    for (let round = 0; round < rounds(11); round++) {
      for (const way of ways) measured[way].push(await run(node, way, server, (listener) => (called = listener)));
    }
    const [ours, peer, bare] = ways.map((way) => medians(measured[way]));
    report('handler', {
      node: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(),
      ours: { ...ours, bytes: statSync(OURS).size },
      peer: { ...peer, bytes: statSync(PEER).size },
      bare,
      ratio: ratio(ours.fromStart, peer.fromStart),
      cpuRatio: ratio(ours.cpu, peer.cpu),
      ratioFromEvent: ratio(ours.fromEvent, peer.fromEvent),
    });
  }
  server.close();
}

interface Figures {
  readonly fromStart: number;
  readonly fromEvent: number;
  /** The time of the processor from the start of the process. */
  readonly cpu: number;
}

async function run(node: string, way: keyof typeof WAYS, server: Server, listen: (listener: (at: number) => void) => void): Promise<Figures> {
  const call = new Promise<number>((resolveCall) => listen(resolveCall));
  const child = spawn(node, ['-e', RUN, WAYS[way].module, JSON.stringify(WAYS[way].event)], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      NODE_PATH: join(ROOT, 'node_modules'),
      NODE_NO_WARNINGS: '1',
      STACK_ID: STACK,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
  });
  const written = once(child.stdio[3]!, 'data') as Promise<[Buffer]>;
  const [at, [text]] = await Promise.all([call, written]);
  child.kill();
  const { start, event: hasEvent, cpu } = JSON.parse(text.toString()) as { start: number; event: number; cpu: number };
  return { fromStart: at - start, fromEvent: at - hasEvent, cpu };
}

/** The path of a version of Node that npm has. */
function nodeOf(version: string): string {
  return execFileSync('npx', ['--yes', '--package', `node@${version}`, 'node', '-p', 'process.execPath'], { encoding: 'utf8' }).trim();
}

// Read here so that a missing bundle is said at once: `npx projen bundle` makes it.
readFileSync(OURS);
