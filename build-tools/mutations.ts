/*
 * Mutates the model of the program and the rules, a file at a time, each against the tests of its subject (test/support/mutation-sequencer.cjs):
 * a run over all files at once would load nearly all tests for each mutant. Prints the mutants that no test notices and the score of each file
 * and of all, and fails below 90 %.
 *
 *   npx tsx build-tools/mutations.ts                            all files
 *   npx tsx build-tools/mutations.ts src/program/member.ts      some
 */
import { execFileSync } from 'child_process';
import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';

const LEAST_SCORE = 90;
const REPORT = '.stryker-tmp/mutation.json';

/** What decides: the model of the program, the rules of every domain, and what both stand on. */
const MUTATED = /^src\/(program\/.*|constructs\/.*-rules|foundation\/(identifiers|similar-names|environment))\.ts$/;

interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number } };
}

interface Score {
  readonly noticed: number;
  readonly all: number;
}

const given = process.argv.slice(2);
const sources = readdirSync('src', { recursive: true }).map((path) => join('src', String(path))).sort();
const files = given.length > 0 ? given : sources.filter((path) => MUTATED.test(path));
const scoresOfFiles = files.map(scoreOf);
const total = { noticed: sum(scoresOfFiles, ({ noticed }) => noticed), all: sum(scoresOfFiles, ({ all }) => all) };
console.log(`${percent(total)} all files: ${total.noticed} of ${total.all}`);
if (total.noticed * 100 < total.all * LEAST_SCORE) process.exitCode = 1;

function scoreOf(file: string): Score {
  execFileSync('npx', ['stryker', 'run', '--mutate', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const { files: reported } = JSON.parse(readFileSync(REPORT, 'utf8')) as { files: Record<string, { mutants: Mutant[] }> };
  const mutants = Object.values(reported).flatMap((each) => each.mutants).filter(({ status }) => status !== 'Ignored');
  const unnoticed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const score = { noticed: mutants.length - unnoticed.length, all: mutants.length };
  console.log(`${percent(score)} ${file}: ${score.noticed} of ${score.all}`);
  unnoticed.forEach(({ mutatorName, replacement, location }) => console.log(`        ${file}:${location.start.line} ${mutatorName}: ${replacement}`));
  return score;
}

function sum(scores: readonly Score[], part: (score: Score) => number): number {
  return scores.reduce((before, score) => before + part(score), 0);
}

function percent({ noticed, all }: Score): string {
  return `${(all === 0 ? 100 : noticed * 100 / all).toFixed(1).padStart(5)} %`;
}
