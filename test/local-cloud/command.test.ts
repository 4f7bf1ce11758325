import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from '../support/sources';

/*
 * The command `local-cloud`, which runs a command of the user against a local cloud. What is packed of it is tested in tools/test/package.test.ts.
 */

const SHOW = `${process.execPath} --import tsx tools/src/main.ts local-cloud --show`;

/** Starts `local-cloud` with a shell script as its command. */
function start(script: string, ...options: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'tools/src/main.ts', 'local-cloud', ...options, '--', 'sh', '-c', script], {
    cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
}

/** Starts it with a script that goes on until it is ended, and resolves when that has said where the cloud is. */
async function startForGood(): Promise<{ readonly command: ChildProcess; readonly endpoint: string }> {
  const command = start('echo $AWS_ENDPOINT_URL; exec sleep 30');
  const [endpoint] = await once(createInterface(command.stdout!), 'line') as [string];
  expect(await answers(endpoint)).toBe(true);
  return { command, endpoint };
}

async function answers(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/_ministack/health`).then(({ ok }) => ok, () => false);
}

/** What is killed may answer for an instant more. The command inside, which nothing can end with it, may even hold the pipe. */
async function expectEnd(endpoint: string, command: ChildProcess): Promise<void> {
  command.stdout!.destroy();
  command.stderr!.destroy();
  for (let attempt = 0; attempt < 40 && await answers(endpoint); attempt++) await delay(50);
  expect(await answers(endpoint)).toBe(false);
}

test('runs a command in the account and Region that are named, shows what there is, and passes its output and its exit code on', async () => {
  const command = start(`echo $AWS_ACCESS_KEY_ID in $AWS_REGION; ${SHOW}; exit 7`, '--account', '444444444444', '--region', 'eu-west-1');
  const [out, err, [exitCode]] = await Promise.all([text(command.stdout!), text(command.stderr!), once(command, 'exit')]);
  expect(out).toBe('444444444444 in eu-west-1\nno account has anything\n');
  expect(err).toMatch(/^starting the local cloud\n\nno account has anything\nthe logs of the local cloud are in .+\n$/);
  expect(exitCode).toBe(7);
});

test.each([['SIGTERM', 128 + 15], ['SIGKILL', null]] as const)('ends everything when it is ended by %s', async (signal, expected) => {
  const { command, endpoint } = await startForGood();
  command.kill(signal);
  const [exitCode] = await once(command, 'exit') as [number | null];
  expect(exitCode).toBe(expected);
  await expectEnd(endpoint, command);
});

test('leaves an interrupt to the command, which gets it from the terminal, and ends when that does', async () => {
  const { command, endpoint } = await startForGood();
  command.kill('SIGINT');
  await delay(200);
  expect(await answers(endpoint)).toBe(true);
  command.kill('SIGTERM');
  await once(command, 'exit');
  await expectEnd(endpoint, command);
});

test.each<[string, string[], string]>([
  ['no command', [], 'the command that is to be run is missing'],
  ['a command that is not there', ['--', 'no-such-command'], "'no-such-command' cannot be run"],
  ['an account that is none', ['--account', 'me', '--', 'true'], "--account must be the twelve digits of an account, got 'me'"],
  ['an option that is not there', ['--accounts', '--', 'true'], "Unknown option '--accounts'"],
  ['--show outside', ['--show'], "'local-cloud --show' is for commands that run in a local cloud"],
])('an error for %s', async (_, args, message) => {
  const command = spawn(process.execPath, ['--import', 'tsx', 'tools/src/main.ts', 'local-cloud', ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const [err, [exitCode]] = await Promise.all([text(command.stderr!), once(command, 'exit')]);
  expect(err).toContain(message);
  expect(exitCode).toBe(1);
});

test('an error without Python says what is needed', async () => {
  const env = { PATH: '/nowhere', HOME: process.env.HOME, CDK_CLEANROOMS_CACHE: '/nowhere' };
  const command = spawn(process.execPath, ['--import', 'tsx', 'tools/src/main.ts', 'local-cloud', '--', 'true'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [err, [exitCode]] = await Promise.all([text(command.stderr!), once(command, 'exit')]);
  expect(err).toContain('error: the local cloud needs Python 3.11 or newer, with its module venv, as `python3`, and there is no python3 on the PATH');
  expect(exitCode).toBe(1);
});
