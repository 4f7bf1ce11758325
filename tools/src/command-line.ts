import { parseArgs } from 'util';
import { loadProgram } from './assembly/program-tree';
import { CHECK_USAGE, check } from './check/command';
import { SparkEngine } from './engine/spark/spark';
import { LOCAL_CLOUD_USAGE, runLocalCloud } from './local-cloud/command';
import { PARTNER_USAGE, runPartner } from './partner/command';
import { ask } from './query/ask';
import type { EngineOf } from './query/ask';
import { Spent } from './query/budgets';
import { FORMATS, explained, formatted } from './query/output';
import type { Format } from './query/output';
import { roomOf } from './query/program-room';
import { generatedRows, rowsInFolder, rowsInObjectStorage } from './query/sample-rows';
import type { SampleData } from './query/sample-rows';
import { REVIEW_USAGE, runReview } from './review/command-line';
import { UsageError } from './usage-error';

/** Where a command writes. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** The exit codes. */
export const ExitCode = { ANSWERED: 0, ERROR: 1, REFUSED: 3 } as const;

/** The word in place of a folder for which rows are made. */
const GENERATE = 'generate';

const USAGE = `usage: cdk-cleanrooms query [ASSEMBLY] --as ACCOUNT --data FOLDER [OPTION]... 'SQL'
       cdk-cleanrooms query [ASSEMBLY] --as ACCOUNT --data FOLDER --template NAME [--parameter NAME=VALUE]... [OPTION]...

Runs a query on sample rows as a member of the clean room would, with every analysis rule enforced, from the cloud assembly of a program
(cdk.out by default): before anything is deployed, and without an AWS account.

  --as ACCOUNT          the account that asks
  --data FOLDER         a folder with a CSV, Parquet or JSON file for each table, called as the table; or '${GENERATE}'
  --template NAME       runs an analysis template of the program, by its name or the path of its construct, of which the end will do
  --parameter NAME=VALUE    a parameter of the template
  --to ACCOUNT          an account that receives the result, which can be given several times
  --collaboration NAME  the collaboration, where the account is in several
  --format FORMAT       ${FORMATS.join(', ')}; ${FORMATS[0]} by default
  --spent FILE          a file in which budgets are counted from query to query
  --engine ENGINE       duckdb, by default, or spark, with a Python that has pyspark, and Java 17; --data may then be an address such as s3a://bucket/rows
  --spark-remote ADDRESS    the Spark Connect server that runs the query, such as sc://host:15002; this machine by default
  --python FILE         the Python that has pyspark; python3 by default
  --seed NUMBER         for generated rows and for noise; 1 by default

exit code: 0 answered, 3 refused by a rule, 1 for errors`;

/** Runs the command line, and returns its exit code. */
export async function runCommandLine(args: readonly string[], output: Output): Promise<number> {
  try {
    const [command, ...others] = args;
    if (command === undefined || ['help', '--help', '-h'].includes(command)) {
      output.out([USAGE, REVIEW_USAGE, CHECK_USAGE, PARTNER_USAGE, LOCAL_CLOUD_USAGE].join('\n\n'));
      return ExitCode.ANSWERED;
    }
    if (command === 'local-cloud') return await runLocalCloud(others, output);
    if (command === 'review') return await runReview(others, output);
    if (command === 'check') return await check(others, output);
    if (command === 'partner') return runPartner(others, output);
    if (command !== 'query') throw new UsageError(`there is no command '${command}'\n\n${USAGE}`);
    return await query(others, output);
  } catch (error) {
    output.err(`error: ${error instanceof UsageError ? error.message : (error as Error).stack ?? String(error)}`);
    return ExitCode.ERROR;
  }
}

async function query(args: readonly string[], output: Output): Promise<number> {
  const { values, positionals } = parse(args);
  const [assembly, sql] = values.template === undefined && positionals.length < 2 ? ['cdk.out', positionals[0]] : [positionals[0] ?? 'cdk.out', positionals[1]];
  if (values.as === undefined) throw new UsageError(`--as is missing: the account that asks\n\n${USAGE}`);
  if (values.data === undefined) throw new UsageError(`--data is missing: a folder with sample rows, or '${GENERATE}'\n\n${USAGE}`);
  if ((sql === undefined) === (values.template === undefined)) throw new UsageError(`either SQL or --template must be given\n\n${USAGE}`);
  const format = FORMATS.find((each) => each === values.format);
  if (!format) throw new UsageError(`--format must be one of ${FORMATS.join(', ')}, got '${values.format}'`);
  if (!/^\d+$/.test(values.seed)) throw new UsageError(`--seed must be a whole number, got '${values.seed}'`);

  if (!['duckdb', 'spark'].includes(values.engine)) throw new UsageError(`--engine must be one of duckdb, spark, got '${values.engine}'`);
  const spark: EngineOf = async (tables, room, data) => SparkEngine.load(await data(tables, room), { python: values.python, remote: values['spark-remote'] });

  const answer = await ask(roomOf(loadProgram(assembly), values.as, values.collaboration), {
    asker: values.as,
    receivers: values.to,
    sql,
    template: values.template === undefined ? undefined : { name: values.template, parameters: parametersIn(values.parameter) },
    data: dataOf(values.data, values.engine, Number(values.seed)),
    seed: Number(values.seed),
    spent: new Spent(values.spent),
    now: new Date(),
  }, values.engine === 'spark' ? spark : undefined);
  answer.notes.forEach((note) => output.err(`note: ${note}`));
  if (!answer.result) {
    output.err(explained(answer.refusals, answer.sql));
    return ExitCode.REFUSED;
  }
  output.out(formatted(answer.result, format as Format));
  return ExitCode.ANSWERED;
}

function dataOf(data: string, engine: string, seed: number): SampleData {
  if (data === GENERATE) return generatedRows(seed);
  return engine === 'spark' && /^[a-z][a-z\d]*:\/\//.test(data) ? rowsInObjectStorage(data) : rowsInFolder(data);
}

function parse(args: readonly string[]) {
  // An argument with white space is a query, even if it begins with a comment, unless it is an option with its value, such as --data=FOLDER.
  const isText = (arg: string) => /^-\S*\s/.test(arg) && !/^--[a-z-]*[a-z]=/.test(arg);
  try {
    const parsed = parseArgs({
      args: args.map((arg) => isText(arg) ? ` ${arg}` : arg),
      allowPositionals: true,
      options: {
        'as': { type: 'string' },
        'collaboration': { type: 'string' },
        'data': { type: 'string' },
        'engine': { type: 'string', default: 'duckdb' },
        'format': { type: 'string', default: FORMATS[0] },
        'parameter': { type: 'string', multiple: true, default: [] },
        'python': { type: 'string', default: 'python3' },
        'seed': { type: 'string', default: '1' },
        'spark-remote': { type: 'string' },
        'spent': { type: 'string' },
        'template': { type: 'string' },
        'to': { type: 'string', multiple: true },
      },
    });
    return { ...parsed, positionals: parsed.positionals.map((each) => each.startsWith(' ') && isText(each.slice(1)) ? each.slice(1) : each) };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function parametersIn(parameters: readonly string[]): Map<string, string> {
  return new Map(parameters.map((parameter) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(parameter) ?? [];
    if (name === undefined) throw new UsageError(`--parameter must be of the form NAME=VALUE, got '${parameter}'`);
    return [name, value];
  }));
}
