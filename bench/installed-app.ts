import { execFileSync } from 'child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { buildSync } from 'esbuild';

const ROOT = resolve(__dirname, '..');
const RUN = `
const { time } = require('./measurement');
const [, , app, ...args] = process.argv;
const { milliseconds, cpuMilliseconds, result } = time(() => require(app).run(...args));
console.log(JSON.stringify({ milliseconds, cpuMilliseconds, megabytes: process.resourceUsage().maxRSS / 1024, ...result }));
`;

/** What a process used in all: with loading its modules. */
export interface Usage {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
  readonly megabytes: number;
}

/**
 * A folder in which the compiled library and the newest aws-cdk-lib are installed as they are for a user, with apps of JavaScript, each run of
 * which is a process of its own.
 */
export class InstalledApp {
  /** Makes the folder for as long as it is used. Needs lib/ and assets/: `npx projen compile` and `npx projen bundle` first. */
  public static use(apps: readonly string[], action: (app: InstalledApp) => void): void {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    try {
      action(new InstalledApp(folder, apps));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  private constructor(private readonly folder: string, apps: readonly string[]) {
    const library = join(folder, 'node_modules', 'cdk-cleanrooms');
    mkdirSync(library, { recursive: true });
    for (const part of ['package.json', 'lib', 'assets']) cpSync(join(ROOT, part), join(library, part), { recursive: true });
    for (const [name, installed] of [['aws-cdk-lib', 'aws-cdk-lib-newest'], ['constructs', 'constructs']]) {
      symlinkSync(join(ROOT, 'node_modules', installed), join(folder, 'node_modules', name));
    }
    for (const source of ['measurement', ...apps.map((app) => `apps/${app}`)]) {
      buildSync({
        entryPoints: [join(__dirname, `${source}.ts`)], outfile: join(folder, `${source}.js`), bundle: true, packages: 'external', platform: 'node',
      });
    }
    writeFileSync(join(folder, 'run.js'), RUN);
  }

  /** Runs an app, which exports `run`, and returns what it returns, with what it used. */
  public run<Result extends object>(
    app: string, args: readonly (string | number)[], { validation = false, flags = [] as string[] } = {},
  ): Result & Usage {
    const output = execFileSync(process.execPath, [...flags, 'run.js', `./apps/${app}`, ...args.map(String)], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, CDK_VALIDATION: String(validation), NODE_NO_WARNINGS: '1', JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: '20' },
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });
    return JSON.parse(output.trim().split('\n').at(-1)!);
  }
}
