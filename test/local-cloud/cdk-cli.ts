import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalCloud } from './local-cloud';
import { READY_ROLES } from './ready-roles';
import { tailOf } from '../../tools/src/local-cloud/log-tail';

const PROJECT_DIRECTORY = join(__dirname, '..', '..');

export interface CdkApp {
  /** Whose credentials the CLI has. */
  readonly account: string;

  /** The directory of an assembly that was synthesized before, which is faster, or a command that synthesizes. */
  readonly app: string;

  /** @default - all stacks of the app */
  readonly stacks?: readonly string[];

  /**
   * Whether the stacks are deployed without those that they depend on, and with the credentials of `account` alone.
   *
   * @default false
   */
  readonly exclusively?: boolean;

  /** @default - no context beside the app's own */
  readonly context?: Readonly<Record<string, string>>;

  /**
   * Where the CLI runs, and finds cdk.json.
   *
   * @default - the project's own directory
   */
  readonly cwd?: string;
}

/** The outputs of stacks: stack name, output key, value. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Deploys an app and returns the outputs of its stacks. */
export async function deploy(cloud: LocalCloud, app: CdkApp): Promise<StackOutputs> {
  const outputsFile = join(cloud.logDirectory, `outputs-${app.account}.json`);
  rmSync(outputsFile, { force: true });
  const options = ['--require-approval', 'never', '--outputs-file', outputsFile];
  await cdk(cloud, app.account, ['deploy', ...argumentsFor(cloud, app), ...options], app.cwd, app.exclusively);
  return JSON.parse(readFileSync(outputsFile, 'utf8')) as StackOutputs;
}

export async function destroy(cloud: LocalCloud, app: CdkApp): Promise<void> {
  await cdk(cloud, app.account, ['destroy', ...argumentsFor(cloud, app), '--force'], app.cwd);
}

/** Runs the CDK CLI in an account of the local cloud; rejects with the end of its log when it fails. */
export async function cdk(
  cloud: LocalCloud, account: string, args: readonly string[], cwd: string = PROJECT_DIRECTORY, hasOwnCredentialsOnly = false,
): Promise<void> {
  const logFile = logFileOf(cloud, account);
  const start = logOf(cloud, account).length;
  const log = openSync(logFile, 'a');
  const cli = spawn(join(PROJECT_DIRECTORY, 'node_modules', '.bin', 'cdk'), [...args, '--no-notices', '--no-color', '--ci'], {
    cwd,
    env: { ...cloud.environment(account), ...hasOwnCredentialsOnly ? { CDK_PLUGIN: undefined } : {} },
    stdio: ['ignore', log, log],
    signal: cloud.signal,
  });
  closeSync(log);
  const [exitCode] = await once(cli, 'exit');
  if (exitCode === 0) return;
  // The reasons first: what the CLI prints last can be the logs of a function.
  const reasons = logOf(cloud, account).slice(start).split('\n').filter((line) => /_FAILED +\|/.test(line));
  throw new Error([`cdk ${args.join(' ')} failed in account ${account}.`, ...reasons, tailOf(logFile)].join('\n'));
}

/**
 * Brings existing resources under the constructs of a stack. The context of an import is in the app, which was synthesized with it.
 *
 * @param resources The identifiers of each resource, by logical id, as the CLI would ask for them
 */
export async function importResources(
  cloud: LocalCloud, { account, app, stacks = [] }: CdkApp, resources: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<void> {
  await cdk(cloud, account, ['import', ...stacks, '--app', app, '--resource-mapping-inline', JSON.stringify(resources), '--force']);
}

/** Returns what the CLI says of a refactoring, without doing it: the types of the resources that it would move. */
export async function movedTypes(cloud: LocalCloud, { account, app }: CdkApp): Promise<string[]> {
  const start = logOf(cloud, account).length;
  await cdk(cloud, account, ['refactor', '--unstable=refactor', '--dry-run', '--app', app]);
  return [...logOf(cloud, account).slice(start).matchAll(/^│ (\w+::\S+) +│/gm)].map(([, type]) => type).sort();
}

/** Returns all that the CLI has printed in an account. */
export function logOf(cloud: LocalCloud, account: string): string {
  return existsSync(logFileOf(cloud, account)) ? readFileSync(logFileOf(cloud, account), 'utf8') : '';
}

function logFileOf(cloud: LocalCloud, account: string): string {
  return join(cloud.logDirectory, `cdk-${account}.log`);
}

function argumentsFor(cloud: LocalCloud, { account, app, stacks = ['--all'], exclusively, context = {} }: CdkApp): readonly string[] {
  // Two accounts may synthesize the same app at once: each into a directory of its own.
  const output = existsSync(app) ? [] : ['--output', join(cloud.logDirectory, `cdk-${account}.out`)];
  const given = Object.entries({ ...READY_ROLES, ...context }).flatMap(([key, value]) => ['--context', `${key}=${value}`]);
  return [...stacks, ...exclusively ? ['--exclusively'] : [], '--app', app, ...output, ...given];
}
