/*
 * Rehearses a release: `npx projen release:rehearsal [language ...]`. In a clone of what is committed, runs what the release workflow runs,
 * less tests and publishing, and prints version, changelog and artefacts. Leaves them in dist/rehearsal.
 */
import { execFileSync } from 'child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { PACKAGING_JOBS, cloneRepository, packageAsReleased } from './release-jobs';
import type { Language } from './release-jobs';

const OUTPUT = join('dist', 'rehearsal');
const languages = process.argv.length > 2 ? process.argv.slice(2) as Language[] : Object.keys(PACKAGING_JOBS) as Language[];
const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
const clone = join(folder, 'clone');
const dist = join(clone, 'dist');
try {
  cloneRepository(clone);
  // The workflow's first job, `npx projen release`, is these tasks and the tests.
  for (const task of ['bump', 'pre-compile', 'compile', 'post-compile', 'package', 'unbump']) {
    console.log(`+ projen ${task}`);
    execFileSync('npx', ['projen', task], { cwd: clone, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, CI: 'true', RELEASE: 'true' } });
  }
  execFileSync('git', ['diff', '--exit-code'], { cwd: clone, stdio: 'inherit' });
  rmSync(OUTPUT, { recursive: true, force: true });
  cpSync(dist, OUTPUT, { recursive: true });
  for (const language of languages) {
    console.log(`+ the steps of the job ${PACKAGING_JOBS[language]}`);
    cpSync(packageAsReleased(language, dist, join(folder, language)), join(OUTPUT, language), { recursive: true });
  }
  printRelease(OUTPUT);
} finally {
  rmSync(folder, { recursive: true });
}

function printRelease(output: string): void {
  const read = (name: string) => readFileSync(join(output, name), 'utf8').trim();
  console.log(`\nversion ${read('version.txt')}, tag ${read('releasetag.txt')}\n\n${read('changelog.md')}\n`);
  for (const path of filesIn(output).filter((each) => /\.(tgz|whl|tar\.gz|jar|pom|mod)$/.test(each))) {
    console.log(`${String(Math.ceil(statSync(path).size / 1000)).padStart(6)} kB  ${path}`);
  }
}

function filesIn(directory: string): string[] {
  return !existsSync(directory) ? [] : readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}
