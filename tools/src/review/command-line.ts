import { parseArgs } from 'util';
import { REVIEW_FORMATS, review } from './command';
import { UsageError } from '../usage-error';

export const REVIEW_USAGE = `usage: cdk-cleanrooms review [ASSEMBLY] [OPTION]...

Writes what a program says of its clean rooms for those who answer for them and do not read code: review.html and review.md, from the cloud
assembly of the program (cdk.out by default).

  --out FOLDER          where the pages are written; the current folder by default
  --details FILE        a YAML file with what no program says: purpose, legal basis, contract, contacts, approvals
  --against ASSEMBLY    the cloud assembly of an earlier version: prints what changed, and writes difference.md
  --format FORMAT       ${REVIEW_FORMATS.join(', ')}; ${REVIEW_FORMATS[0]} by default; with json, pages are written only if --out is given

exit code: 0 written, and nothing is looser than before; 4 something is looser, or cannot be said not to be; 1 for errors`;

/** The exit codes. */
const ExitCode = { WRITTEN: 0, LOOSER: 4 } as const;

/** Runs the command `review`, and returns its exit code. */
export async function runReview(args: readonly string[], output: { out(text: string): void }): Promise<number> {
  const { values, positionals } = parse(args);
  const [assembly = 'cdk.out', ...others] = positionals;
  if (others.length) throw new UsageError(`one cloud assembly is reviewed at a time, got also '${others.join("', '")}'\n\n${REVIEW_USAGE}`);
  const { output: text, isLooser } = await review({ assembly, ...values });
  output.out(text);
  return isLooser ? ExitCode.LOOSER : ExitCode.WRITTEN;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        against: { type: 'string' },
        details: { type: 'string' },
        format: { type: 'string', default: REVIEW_FORMATS[0] },
        out: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${REVIEW_USAGE}`);
  }
}
