import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { UsageError } from '../usage-error';
import { checkFolder } from './queries/query-runner';

/** Where the command writes. */
interface Output {
  out(text: string): void;
  err(text: string): void;
}

export const LOCAL_CLOUD_USAGE = `usage: cdk-cleanrooms local-cloud [OPTION]... -- COMMAND [ARGUMENT]...
       cdk-cleanrooms local-cloud --show

Runs a command, such as 'npx cdk deploy --all', against AWS accounts on this machine: CloudFormation, S3, IAM, Lambda and more, with Clean
Rooms beside them. Stacks may be of any number of accounts and Regions; each is bootstrapped when it is used first. Everything ends with the
command, whose exit code is passed on. Needs Python 3.11 or newer; its packages are installed when the command runs first.

  --account ACCOUNT     the account of the credentials in the environment; ${'1'.repeat(12)} by default
  --region REGION       the Region in the environment; ${REGION} by default
  --data FOLDER         a folder with a CSV, Parquet or JSON file for each table, called as its association, which queries read in place of S3
  --show                within the command: prints what each account has, which is also printed at the end`;

/** Tells the commands that run in a local cloud where its Clean Rooms listens. */
const URL_VARIABLE = 'CDK_CLEANROOMS_LOCAL_CLOUD';

/** Runs `local-cloud`, and returns its exit code. */
export async function runLocalCloud(args: readonly string[], output: Output): Promise<number> {
  const end = args.indexOf('--');
  const command = end < 0 ? [] : args.slice(end + 1);
  const { account, region, data, show } = parse(end < 0 ? args : args.slice(0, end));
  if (show) {
    output.out(await shown(process.env[URL_VARIABLE]));
    return 0;
  }
  if (!command.length) throw new UsageError(`the command that is to be run is missing\n\n${LOCAL_CLOUD_USAGE}`);
  if (!/^\d{12}$/.test(account)) throw new UsageError(`--account must be the twelve digits of an account, got '${account}'`);

  checkFolder(data);

  const logDirectory = mkdtempSync(join(tmpdir(), 'cdk-cleanrooms-local-cloud-'));
  output.err('starting the local cloud');
  const cloud = await startLocalCloud({ logDirectory, bootstrapQualifier: qualifierOf(process.cwd()), runsQueries: true, data });
  let exitCode = 1;
  try {
    exitCode = await run(command, environmentOf(cloud, account, region));
    output.err(`\n${await shown(cloud.api.url)}`);
  } finally {
    await cloud.stop();
    if (exitCode === 0) rmSync(logDirectory, { recursive: true });
    else output.err(`the logs of the local cloud are in ${logDirectory}`);
  }
  return exitCode;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        account: { type: 'string', default: '111111111111' },
        data: { type: 'string' },
        region: { type: 'string', default: REGION },
        show: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${LOCAL_CLOUD_USAGE}`);
  }
}

async function shown(url: string | undefined): Promise<string> {
  if (url === undefined) throw new UsageError("'local-cloud --show' is for commands that run in a local cloud: local-cloud -- bash");
  const { text } = await (await fetch(`${url}/_local/overview`)).json() as { readonly text: string };
  return text;
}

/** The environment of the command. The CDK CLI asks nothing, and does not wait for roles, which are ready here at once. */
function environmentOf(cloud: LocalCloud, account: string, region: string): NodeJS.ProcessEnv {
  const context = { 'cdk-cleanrooms:roleReadySeconds': '0' };
  return {
    CDK_REQUIRE_APPROVAL: 'never',
    CDK_CONTEXT: Object.entries(context).map((entry) => entry.join('=')).join(),
    ...cloud.environment(account, region),
    AWS_DEFAULT_REGION: region,
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...JSON.parse(process.env.CDK_CONTEXT_JSON ?? '{}') as object }),
    [URL_VARIABLE]: cloud.api.url,
  };
}

/** The qualifier of the bootstrap stack that the app in a folder expects. */
function qualifierOf(folder: string): string {
  const file = join(folder, 'cdk.json');
  const { context = {} } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as { readonly context?: Record<string, unknown> } : {};
  return String(context['@aws-cdk/core:bootstrapQualifier'] ?? 'hnb659fds');
}

/** Runs a command and resolves with its exit code. An interrupt reaches the command, and what ends the command ends the local cloud. */
async function run([file, ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(file, args, { env, stdio: 'inherit' });
  // A terminal interrupts the command by itself; what ends this process alone is passed on.
  const ignore = () => undefined;
  const passOn = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', ignore).on('SIGTERM', passOn).on('SIGHUP', passOn);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (error) => reject(new UsageError(`'${file}' cannot be run: ${error.message}`)));
      child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
    });
  } finally {
    process.off('SIGINT', ignore).off('SIGTERM', passOn).off('SIGHUP', passOn);
  }
}
