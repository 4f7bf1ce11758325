import { execFile } from 'child_process';
import { once } from 'events';
import { createServer } from 'http';
import type { Server } from 'http';
import type { AddressInfo } from 'net';
import { promisify } from 'util';

/** What CloudFormation is told of a custom resource. */
export interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
  readonly PhysicalResourceId: string;
  readonly Data?: Record<string, string>;
}

/*
 * The function puts its answer to a presigned URL, always by TLS on port 443. `https.request`, which it calls for that, sends the same
 * request to a plain local server here: nothing local has a certificate that Node trusts.
 */
const RUNTIME = `
  const http = require('node:http');
  require('node:https').request = (url, options, received) => {
    const { pathname, search } = new URL(url);
    return http.request({ ...options, path: pathname + search, hostname: '127.0.0.1', port: process.argv[2] }, received);
  };
  require('./index.js').handler(JSON.parse(process.argv[1]), { getRemainingTimeInMillis: () => Number(process.argv[3]) }).then(() => process.exit(0));
`;

/** Starts what stands for CloudFormation: it takes answers, unless a status says that it does not. */
export async function serve(answers: Answer[], nextStatus: () => number = () => 200): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      response.statusCode = nextStatus();
      if (response.statusCode === 200) answers.push(JSON.parse(Buffer.concat(chunks).toString()) as Answer);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** The arguments of a Node that runs the function in its directory with an event, within some time, and answers to the server. */
export function argumentsFor(server: Server, event: object, remainingMilliseconds = 60_000): string[] {
  const { port } = server.address() as AddressInfo;
  return ['-e', RUNTIME, JSON.stringify({ ...event, ResponseURL: 'https://127.0.0.1/answer?signature=secret' }), String(port), String(remainingMilliseconds)];
}

/** Runs the function once, in a process of its own as the Lambda runtime does. */
export async function invoke(directory: string, event: object): Promise<Answer> {
  const answers: Answer[] = [];
  const server = await serve(answers);
  try {
    await promisify(execFile)(process.execPath, argumentsFor(server, event), { cwd: directory });
    const [answer] = answers;
    return answer;
  } finally {
    server.close();
  }
}
