import { parseArgs } from 'util';
import { findingsIn } from './findings-in';
import { FORMATS, jsonOf, liveTextOf, textOf } from './report';
import type { Format } from './report';
import { loadProgram } from '../assembly/program-tree';
import type { LoadedStage } from '../assembly/program-tree';
import { checkLive } from '../live/check-live';
import { printable } from '../query/output';
import { UsageError } from '../usage-error';

/** The exit code of a check that found errors. */
export const FOUND = 2;

export const CHECK_USAGE = `usage: cdk-cleanrooms check [ASSEMBLY] [--strict] [--format FORMAT]
       cdk-cleanrooms check --live [ASSEMBLY] [--profile NAME] [--strict] [--format FORMAT]

Checks what lies between the constructs of a program, from its cloud assembly (cdk.out by default): members, abilities, payers, receivers, rules of
tables, names, budgets, quotas. For programs in every language, and of L1s only.

  --live            compares the program with what is deployed in the account of the credentials that the AWS SDK finds, and looks for what stands in
                    the way of deployments and analyses. It only reads.
  --profile NAME    the profile with the credentials
  --strict          warnings count as errors; with --live, what could not be compared does
  --format FORMAT   ${FORMATS.join(', ')}; ${FORMATS[0]} by default

exit code: 0 nothing but warnings, ${FOUND} errors, differences or obstacles found, 1 for errors of the command, and where AWS could not be read in full`;

/** Runs the command `check`, and returns its exit code. */
export async function check(args: readonly string[], output: Output): Promise<number> {
  const { values, positionals } = parse(args);
  const format = FORMATS.find((each) => each === values.format);
  if (!format) throw new UsageError(`--format must be one of ${FORMATS.join(', ')}, got '${values.format}'`);
  if (positionals.length > 1) throw new UsageError(`one cloud assembly can be given, got ${positionals.join(', ')}\n\n${CHECK_USAGE}`);
  if (values.profile !== undefined && !values.live) throw new UsageError(`--profile is of no use without --live\n\n${CHECK_USAGE}`);
  const stages = loadProgram(positionals[0] ?? 'cdk.out');
  return values.live ? live(stages, { ...values, format }, output) : program(stages, { ...values, format }, output);
}

interface Options {
  readonly format: Format;
  readonly strict: boolean;
  readonly profile?: string;
}

interface Output {
  out(text: string): void;
}

function program(stages: readonly LoadedStage[], { format, strict }: Options, output: Output): number {
  const findings = findingsIn(stages);
  output.out(format === 'json' ? jsonOf({ findings }) : textOf(findings));
  return findings.some(({ severity }) => severity === 'error' || strict) ? FOUND : 0;
}

async function live(stages: readonly LoadedStage[], { format, strict, profile }: Options, output: Output): Promise<number> {
  const report = await checkLive(stages, profile).catch((error: Error) => {
    throw new UsageError(`AWS cannot be asked: ${printable(error.message)}`);
  });
  output.out(format === 'json' ? jsonOf(report) : liveTextOf(report));
  const { findings, notCompared } = report;
  if (findings.some(({ severity }) => severity !== 'not read') || (strict && notCompared.length)) return FOUND;
  return findings.length ? 1 : 0;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string', default: FORMATS[0] },
        live: { type: 'boolean', default: false },
        profile: { type: 'string' },
        strict: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${CHECK_USAGE}`);
  }
}
