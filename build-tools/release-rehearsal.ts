/*
 * Rehearses a release: `npx projen release:rehearsal [language ...]`. In a clone of what is committed, runs what the release workflow runs,
 * less tests and publishing, and prints version, changelog and artefacts. Leaves them in dist/rehearsal, with what it prints in summary.txt.
 */
import { execFileSync } from 'child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { basename, join } from 'path';
import { filesIn, sizeOf } from './registry-pages/release';
import { PACKAGING_JOBS, cloneRepository, packageAsReleased } from './release-jobs';
import type { Language } from './release-jobs';

const OUTPUT = join('dist', 'rehearsal');
const REGISTRIES: Record<Language, string> = { js: 'npm', python: 'PyPI', java: 'Maven Central', go: 'Go' };
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
  const summary = summaryOf(OUTPUT);
  writeFileSync(join(OUTPUT, 'summary.txt'), summary);
  console.log(`\n${summary}`);
} finally {
  rmSync(folder, { recursive: true });
}

/** What a release would publish: version and tag, its section of the changelog, and what each registry gets. */
function summaryOf(output: string): string {
  const read = (name: string) => readFileSync(join(output, name), 'utf8').trim();
  const artefacts = languages.flatMap((language) => artefactsOf(join(output, language), language)
    .map(([artefact, size]) => `  ${REGISTRIES[language].padEnd(14)}${String(Math.ceil(size / 1000)).padStart(6)} kB  ${artefact}`));
  return `version ${read('version.txt')}, tag ${read('releasetag.txt')}\n\n${read('changelog.md')}\n\n${artefacts.join('\n')}\n`;
}

/** What of a folder is published, and its size. A Go module is the folder itself. */
function artefactsOf(directory: string, language: Language): Array<[artefact: string, size: number]> {
  if (language === 'go') return [['cdkcleanrooms (the module)', sizeOf(directory)]];
  return filesIn(directory).filter((path) => /\.(tgz|whl|tar\.gz|jar|pom)$/.test(path)).map((path) => [basename(path), statSync(join(directory, path)).size]);
}
