import { mkdirSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ROOT } from './sources';

/** What became of a program. */
export interface Synthesized {
  /** The templates of its stacks, by their names. */
  readonly templates: Record<string, object>;

  /** The folder of its cloud assembly. */
  readonly folder: string;

  /** The warnings and errors on its constructs, and what CloudFormation's validation has to say of its templates. */
  readonly complaints: string[];
}

/** CloudFormation's validation, which must find nothing at all. */
const STRICT = { '@aws-cdk/core:validateAgainstDefaultRules': true, '@aws-cdk/core:strictCfnValidateErrors': true };

/**
 * Runs a program as the CDK CLI does, with CloudFormation's validation at its strictest. In this process, which loads that
 * validation once for all programs: an app told of an output folder synthesizes when its process is about to end.
 */
export function synthesize(program: string, context: Readonly<Record<string, string>> = {}): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'program-'));
  delete process.env.CDK_VALIDATION;
  process.env.CDK_OUTDIR = outdir;
  process.env.CDK_CONTEXT_JSON = JSON.stringify({ ...STRICT, ...context });

  const others = process.listeners('beforeExit');
  jest.requireActual(program);
  for (const synthesis of process.listeners('beforeExit').filter((listener) => !others.includes(listener))) {
    process.removeListener('beforeExit', synthesis);
    synthesis(0);
  }
  return resultIn(outdir);
}

/** Writes a program into a folder of its own, from which it finds the library and its peers as an app does that installed them. */
export function programOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'app-'));
  mkdirSync(join(folder, 'node_modules'));
  for (const peer of ['aws-cdk-lib', 'constructs']) {
    symlinkSync(join(ROOT, 'node_modules', peer), join(folder, 'node_modules', peer));
  }
  symlinkSync(ROOT, join(folder, 'node_modules', 'cdk-cleanrooms'));
  const program = join(folder, 'app.ts');
  writeFileSync(program, text);
  return program;
}

interface Entry {
  readonly type: string;
  readonly data: unknown;
}

function resultIn(outdir: string): Synthesized {
  const files = readdirSync(outdir, { recursive: true }).map(String); // with the assemblies of stages
  const read = (name: string) => JSON.parse(readFileSync(join(outdir, name), 'utf8'));
  const templates = files.filter((name) => name.endsWith('.template.json')).map((name) => [name.replace('.template.json', ''), read(name)]);
  const metadata = files.filter((name) => name.endsWith('.metadata.json')).flatMap((name) => Object.entries<Entry[]>(read(name)));
  return {
    folder: outdir,
    templates: Object.fromEntries(templates),
    complaints: [
      ...metadata.flatMap(([path, entries]) => entries.filter(isComplaint).map(({ data }) => `${path}: ${data}`)),
      ...read('validation-report.json').pluginReports.map((report: unknown) => JSON.stringify(report)),
    ],
  };
}

function isComplaint({ type }: Entry): boolean {
  return type === 'aws:cdk:warning' || type === 'aws:cdk:error';
}
