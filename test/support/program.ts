import { execFile } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { promisify } from 'util';
import { ROOT } from './sources';

/** What became of a program. */
export interface Synthesized {
  /** The templates of its stacks, by their names. */
  readonly templates: Record<string, object>;

  /** The warnings and errors on its constructs, and what CloudFormation's validation has to say of its templates. */
  readonly complaints: string[];
}

/** CloudFormation's validation, which must find nothing at all. */
const STRICT = { '@aws-cdk/core:validateAgainstDefaultRules': true, '@aws-cdk/core:strictCfnValidateErrors': true };

/** Runs a program as the CDK CLI does, with the compiled library and CloudFormation's validation at its strictest. */
export async function synthesize(program: string): Promise<Synthesized> {
  const outdir = mkdtempSync(join(tmpdir(), 'program-'));
  const { CDK_VALIDATION, ...environment } = process.env;
  await promisify(execFile)(process.execPath, ['--import', require.resolve('tsx'), program], {
    cwd: dirname(program),
    env: { ...environment, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(STRICT) },
  }).catch(({ stderr }: { stderr: string }) => {
    throw new Error(stderr.slice(-2_000)); // before that Node shows the line of aws-cdk-lib that threw it, which is the whole file
  });

  const files = readdirSync(outdir);
  const read = (name: string) => JSON.parse(readFileSync(join(outdir, name), 'utf8'));
  const templates = files.filter((name) => name.endsWith('.template.json')).map((name) => [name.replace('.template.json', ''), read(name)]);
  const metadata = files.filter((name) => name.endsWith('.metadata.json')).flatMap((name) => Object.entries<Entry[]>(read(name)));
  return {
    templates: Object.fromEntries(templates),
    complaints: [
      ...metadata.flatMap(([path, entries]) => entries.filter(isComplaint).map(({ data }) => `${path}: ${data}`)),
      ...read('validation-report.json').pluginReports.map((report: unknown) => JSON.stringify(report)),
    ],
  };
}

/** Writes a program into a folder of its own, from which it finds the library and its peers as an app does that installed them. */
export function programOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'app-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules', 'cdk-cleanrooms'));
  for (const peer of ['aws-cdk-lib', 'constructs']) {
    symlinkSync(join(ROOT, 'node_modules', peer), join(folder, 'node_modules', peer));
  }
  const program = join(folder, 'app.ts');
  writeFileSync(program, text);
  return program;
}

interface Entry {
  readonly type: string;
  readonly data: unknown;
}

function isComplaint({ type }: Entry): boolean {
  return type === 'aws:cdk:warning' || type === 'aws:cdk:error';
}
