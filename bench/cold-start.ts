/*
 * How long the handler of the custom resources takes to load, against the same sources bundled by esbuild's defaults for Node:
 * without minify, and without the ES modules that let it drop what is not used. Each is loaded by a process of its own, in turn.
 *
 *   npx tsx bench/cold-start.ts
 */
import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { median, ratio, report } from './measurement';

const ROOT = resolve(__dirname, '..');
const ROUNDS = 21;
const LOAD = `
  const start = process.hrtime.bigint();
  require(process.argv[1]);
  process.stdout.write(String(Number(process.hrtime.bigint() - start) / 1e6));
  process.exit();
`;

const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
try {
  const ours = bundle('ours.js', projectArguments());
  const naive = bundle('naive.js', ['--bundle', 'lambda/handler.ts', '--platform=node']);

  const milliseconds = { ours: [] as number[], naive: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    milliseconds.ours.push(load(ours));
    milliseconds.naive.push(load(naive));
  }
  const [oursTakes, naiveTakes] = [median(milliseconds.ours), median(milliseconds.naive)];
  report('cold-start', {
    ours: { milliseconds: oursTakes, bytes: statSync(ours).size },
    naive: { milliseconds: naiveTakes, bytes: statSync(naive).size },
    timeRatio: ratio(oursTakes, naiveTakes),
    sizeRatio: ratio(statSync(ours).size, statSync(naive).size),
  });
} finally {
  rmSync(folder, { recursive: true });
}

/** What the project's own task tells esbuild, less where to write. */
function projectArguments(): string[] {
  const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen/tasks.json'), 'utf8'));
  const [, ...args] = tasks['bundle:lambda/handler'].steps[0].execArgs as string[];
  return args.filter((argument) => !argument.startsWith('--outfile='));
}

function bundle(name: string, args: string[]): string {
  const outfile = join(folder, name);
  execFileSync(join(ROOT, 'node_modules/.bin/esbuild'), [...args, `--outfile=${outfile}`, '--log-level=error'], { cwd: ROOT });
  return outfile;
}

function load(file: string): number {
  return Number(execFileSync(process.execPath, ['-e', LOAD, file], { encoding: 'utf8' }));
}
