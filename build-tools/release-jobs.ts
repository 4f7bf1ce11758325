import { execFileSync } from 'child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'fs';
import { join, resolve } from 'path';
import { parse } from 'yaml';

/** The jobs of the release workflow that make the package of each language, and what it is called in dist/. */
export const PACKAGING_JOBS = { js: 'release_npm', python: 'release_pypi', java: 'release_maven', go: 'release_golang' };

export type Language = keyof typeof PACKAGING_JOBS;

interface Step {
  readonly name?: string;
  readonly run?: string;
}

const ROOT = resolve(__dirname, '..');

/** Clones what is committed. The packages that are installed serve the clone as well. */
export function cloneRepository(folder: string): void {
  execFileSync('git', ['clone', '--quiet', ROOT, folder]);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}

/**
 * Packages a language as the release workflow does: in a clone of its own, from what the first job left in dist/, by the steps of the workflow.
 * Returns the folder of the packages.
 */
export function packageAsReleased(language: Language, dist: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  cpSync(dist, join(folder, 'dist'), { recursive: true });
  cloneRepository(join(folder, '.repo'));
  for (const run of stepsOf(PACKAGING_JOBS[language])) {
    execFileSync('bash', ['-euo', 'pipefail', '-c', run], { cwd: folder, stdio: 'pipe', env: { ...process.env, npm_config_loglevel: 'error' } });
  }
  return join(folder, 'dist', language);
}

/** The commands that package. Before them a job installs what a clone on this machine has; after them it publishes. */
function stepsOf(job: string): string[] {
  const { jobs } = parse(readFileSync(join(ROOT, '.github/workflows/release.yml'), 'utf8')) as { jobs: Record<string, { steps: Step[] }> };
  const { steps } = jobs[job];
  const at = (wanted: string) => steps.findIndex(({ name }) => name === wanted);
  return steps.slice(at('Extract build artifact'), at('Release')).flatMap(({ run }) => run ?? []);
}
