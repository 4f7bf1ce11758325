import { execFile } from 'child_process';
import { once } from 'events';
import { createServer } from 'http';
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
export const RUNTIME = `
  const http = require('node:http');
  require('node:https').request = (url, options, received) => {
    const { pathname, search } = new URL(url);
    return http.request({ ...options, path: pathname + search, hostname: '127.0.0.1', port: process.argv[2] }, received);
  };
  require('./index.js').handler(JSON.parse(process.argv[1]), { getRemainingTimeInMillis: () => 60000 }).then(() => process.exit(0));
`;

/** Runs the function once, in a process of its own as the Lambda runtime does. */
export async function invoke(directory: string, event: object): Promise<Answer> {
  const answers: Answer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      answers.push(JSON.parse(Buffer.concat(chunks).toString()) as Answer);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sent = JSON.stringify({ ...event, ResponseURL: 'https://127.0.0.1/answer?signature=secret' });
    await promisify(execFile)(process.execPath, ['-e', RUNTIME, sent, String(port)], { cwd: directory });
    const [answer] = answers;
    return answer;
  } finally {
    server.close();
  }
}
