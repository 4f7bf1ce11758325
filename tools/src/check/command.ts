import { parseArgs } from 'util';
import { findingsIn } from './findings-in';
import { FORMATS, jsonOf, textOf } from './report';
import { loadProgram } from '../assembly/program-tree';
import { UsageError } from '../usage-error';

/** The exit code of a check that found errors. */
export const FOUND = 2;

export const CHECK_USAGE = `usage: cdk-cleanrooms check [ASSEMBLY] [--strict] [--format ${FORMATS.join('|')}]

Checks what lies between the constructs of a program, from its cloud assembly (cdk.out by default): members, abilities, payers, receivers, rules of
tables, names, budgets, quotas. For programs in every language, and of L1s only.

  --strict          warnings count as errors
  --format FORMAT   ${FORMATS.join(', ')}; ${FORMATS[0]} by default

exit code: 0 nothing but warnings, ${FOUND} errors found in the program, 1 for errors of the command`;

/** Runs the command `check`, and returns its exit code. */
export async function check(args: readonly string[], output: { out(text: string): void }): Promise<number> {
  const { values, positionals } = parse(args);
  const format = FORMATS.find((each) => each === values.format);
  if (!format) throw new UsageError(`--format must be one of ${FORMATS.join(', ')}, got '${values.format}'`);
  if (positionals.length > 1) throw new UsageError(`one cloud assembly can be given, got ${positionals.join(', ')}\n\n${CHECK_USAGE}`);
  const stages = loadProgram(positionals[0] ?? 'cdk.out');
  const findings = findingsIn(stages);
  output.out(format === 'json' ? jsonOf({ findings }) : textOf(findings));
  return findings.some(({ severity }) => severity === 'error' || values.strict) ? FOUND : 0;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { format: { type: 'string', default: FORMATS[0] }, strict: { type: 'boolean', default: false } },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${CHECK_USAGE}`);
  }
}
