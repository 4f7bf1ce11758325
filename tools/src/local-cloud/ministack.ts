import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port';
import { tailOf } from './log-tail';
import { ensureVenv, MINISTACK_DIRECTORY } from './venv';

const READY_WITHIN_MS = 30_000;

/** Where npm has installed what these sources use. */
const PACKAGES = join(dirname(require.resolve('@aws-sdk/client-s3/package.json')), '..', '..');

/** AWS without AWS and without Docker: CloudFormation, S3, IAM, Lambda and more, for any number of accounts. */
export interface MiniStack {
  readonly endpoint: string;

  /** The process group of the server and of the functions that it runs. */
  readonly processGroup: number;

  /** Asks the launcher's own routes (ministack/launch.py), such as `authorize`. */
  ask<Answer>(route: string, question: object): Promise<Answer>;

  /** Resolves when the server and every function it ran have ended. */
  stop(): Promise<void>;
}

export interface MiniStackOptions {
  /** Where the local Clean Rooms listens: what CloudFormation and the functions call. */
  readonly cleanRoomsUrl: string;

  /** What the server and its functions print goes to this file. */
  readonly logFile: string;

  /**
   * The qualifier with which each account is bootstrapped for the CDK when it is used first.
   *
   * @default - no account is bootstrapped by itself
   */
  readonly bootstrapQualifier?: string;
}

/**
 * Starts MiniStack on a free port and waits until it answers.
 *
 * It cannot outlive this process: it ends when its standard input does, which is a pipe from here.
 */
export async function startMiniStack(options: MiniStackOptions): Promise<MiniStack> {
  const python = join(await ensureVenv(), 'bin', 'python');
  const port = await freePort();
  const endpoint = `http://localhost:${port}`;
  const log = openSync(options.logFile, 'w');
  const server = spawn(python, ['-B', join(MINISTACK_DIRECTORY, 'launch.py')], {
    stdio: ['pipe', log, log],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NO_PROXY: '*',
      AUTH: 'true',
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: 'localhost',
      GATEWAY_PORT: String(port),
      SFTP_ENABLED: '0',
      IOT_MTLS_ENABLED: '0',
      CLEANROOMS_API_URL: options.cleanRoomsUrl,
      ...options.bootstrapQualifier === undefined ? {} : {
        CDK_BOOTSTRAP_TEMPLATE: require.resolve('aws-cdk/lib/api/bootstrap/bootstrap-template.yaml'),
        CDK_BOOTSTRAP_QUALIFIER: options.bootstrapQualifier,
      },
      // What follows reaches the functions: MiniStack hands its environment on to them.
      AWS_ENDPOINT_URL_CLEANROOMS: options.cleanRoomsUrl,
      AWS_ENDPOINT_URL_CLEANROOMSML: options.cleanRoomsUrl,
      AWS_EC2_METADATA_DISABLED: 'true',
      NODE_PATH: PACKAGES, // the runtime of a function has the AWS SDK
    },
  });
  closeSync(log);

  let running = true;
  const ended = once(server, 'exit').finally(() => running = false);
  const stop = async () => {
    server.stdin?.end();
    await ended;
  };
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!await answers(endpoint)) {
    if (!running || Date.now() > deadline) {
      const reason = running ? `did not answer within ${READY_WITHIN_MS} ms` : 'ended as it started';
      await stop();
      throw new Error(`MiniStack ${reason}. ${tailOf(options.logFile)}`);
    }
    await delay(50);
  }

  return {
    endpoint,
    // The launcher leads a group of its own.
    processGroup: server.pid!,
    stop,
    async ask<Answer>(route: string, question: object): Promise<Answer> {
      const response = await fetch(`${endpoint}/_local/${route}`, { method: 'POST', body: JSON.stringify(question) });
      if (!response.ok) {
        throw new Error(`MiniStack failed at '${route}' for ${JSON.stringify(question)}. ${tailOf(options.logFile)}`);
      }
      return await response.json() as Answer;
    },
  };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/_ministack/health`)).ok;
  } catch {
    return false;
  }
}
