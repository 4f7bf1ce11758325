import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REGION, type LocalCloud } from './local-cloud';
import { tailOf } from './log-tail';

const PROJECT_DIRECTORY = join(__dirname, '..', '..');

export interface CdkCommand {
  /** Whose credentials the command has. */
  readonly account: string;

  /** What to run, with its arguments: `['deploy', '--all']`. */
  readonly args: readonly string[];

  /**
   * The app: a command that synthesizes, or the directory of an assembly that was synthesized before.
   *
   * @default - none, for `bootstrap`
   */
  readonly app?: string;

  /** @default - the project's own directory */
  readonly cwd?: string;
}

/** The outputs of stacks: stack name, output key, value. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Runs the CDK CLI in an account of the local cloud; rejects with the end of its log when it fails. */
export async function cdk(cloud: LocalCloud, command: CdkCommand): Promise<void> {
  const logFile = join(cloud.logDirectory, `cdk-${command.account}.log`);
  const log = openSync(logFile, 'a');
  const args = [
    ...command.args,
    ...command.app ? ['--app', command.app] : [],
    '--require-approval', 'never', '--no-notices', '--no-color', '--ci',
  ];
  const cli = spawn(join(PROJECT_DIRECTORY, 'node_modules', '.bin', 'cdk'), args, {
    cwd: command.cwd ?? PROJECT_DIRECTORY,
    env: cloud.environment(command.account),
    stdio: ['ignore', log, log],
    signal: cloud.signal,
  });
  closeSync(log);
  const [exitCode] = await once(cli, 'exit');
  if (exitCode !== 0) {
    throw new Error(`cdk ${args.join(' ')} failed in account ${command.account}. ${tailOf(logFile)}`);
  }
}

/** Prepares accounts for deployments, all at once; needed once for each account of a cloud. */
export async function bootstrap(cloud: LocalCloud, ...accounts: readonly string[]): Promise<void> {
  await Promise.all(accounts.map(async (account) => cdk(cloud, { account, args: ['bootstrap', `aws://${account}/${REGION}`] })));
}

/** Deploys stacks of an app (all of them, unless some are named) and returns their outputs. */
export async function deploy(cloud: LocalCloud, account: string, app: string, ...stacks: readonly string[]): Promise<StackOutputs> {
  const directory = mkdtempSync(join(tmpdir(), 'cdk-outputs-'));
  const outputsFile = join(directory, 'outputs.json');
  try {
    await cdk(cloud, { account, app, args: ['deploy', ...selected(stacks), '--outputs-file', outputsFile] });
    return JSON.parse(readFileSync(outputsFile, 'utf8')) as StackOutputs;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Destroys stacks of an app: all of them, unless some are named. */
export async function destroy(cloud: LocalCloud, account: string, app: string, ...stacks: readonly string[]): Promise<void> {
  await cdk(cloud, { account, app, args: ['destroy', ...selected(stacks), '--force'] });
}

function selected(stacks: readonly string[]): readonly string[] {
  return stacks.length > 0 ? stacks : ['--all'];
}
