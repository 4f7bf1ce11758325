import { existsSync, mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parseArgs } from 'util';
import { partnerOf } from './partner';
import { programFiles } from './program-files';
import { loadProgram } from '../assembly/program-tree';
import { packageManifest } from '../package-manifest';
import { UsageError } from '../usage-error';

export const PARTNER_USAGE = `usage: cdk-cleanrooms partner [ASSEMBLY] --as ACCOUNT [OPTION]...

Writes a program for a member of a clean room who deploys for itself, from the cloud assembly of the room's program (cdk.out by default): what it
joins, what is expected of it, what it votes on, how it checks and deploys that. Files that its reader changes are written once, and left alone
afterwards; what the room expects is written anew.

  --as ACCOUNT          the account of the member
  --out FOLDER          where the program is written; a folder with the name of the account by default
  --collaboration NAME  the name of the collaboration, where the account is a member of several

exit code: 0 written, 1 for errors`;

/** Runs the command `partner`, and returns its exit code. */
export function runPartner(args: readonly string[], output: { out(text: string): void }): number {
  const { values, positionals } = parse(args);
  const [assembly = 'cdk.out', ...others] = positionals;
  if (others.length) throw new UsageError(`one cloud assembly is read at a time, got also '${others.join("', '")}'\n\n${PARTNER_USAGE}`);
  if (values.as === undefined || !/^\d{12}$/.test(values.as)) throw new UsageError(`--as must be an account of 12 digits, got ${values.as ?? 'none'}\n\n${PARTNER_USAGE}`);
  const { out = values.as } = values;

  const { version, dependencies } = packageManifest();
  const versions = { library: version, cdk: dependencies['aws-cdk-lib'], constructs: dependencies.constructs, cli: dependencies['aws-cdk'] };
  const partner = partnerOf(loadProgram(assembly), values.as, values.collaboration);
  mkdirSync(out, { recursive: true });
  for (const { name, content, isOfReader } of programFiles(partner, versions)) {
    const file = join(out, name);
    if (isOfReader && existsSync(file)) {
      output.out(`${file} is there, and left alone`);
      continue;
    }
    writeFileSync(file, content);
    output.out(`wrote ${file}`);
  }
  return 0;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { as: { type: 'string' }, collaboration: { type: 'string' }, out: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${PARTNER_USAGE}`);
  }
}
