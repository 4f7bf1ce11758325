import { loadProgram } from '../src/assembly/program-tree';
import { fingerprintOf } from '../src/review/command';
import { differencesOf } from '../src/review/difference';
import { reviewOf } from '../src/review/make-review';
import { html } from '../src/review/rendering/html';
import { markdown } from '../src/review/rendering/markdown';
import { examplesOf } from '../src/review/sections/examples';
import { largeRoom } from '../test/review/large-room';

/*
 * Prints, as one JSON line, how long the pages of a room take, from its cloud assembly on: the first time, and at best; the same with questions that
 * are tried on each table; and the difference of two versions.
 */

const TABLES = 100;
const RUNS = 5;

process.env.CDK_VALIDATION = 'false';

async function milliseconds(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return Math.round(performance.now() - start);
}

async function timesOf(action: () => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await milliseconds(action));
  return times;
}

async function main(): Promise<void> {
  const assembly = largeRoom(10, TABLES).synthesized();
  let size = 0;
  const pages = async (withQuestions: boolean) => {
    const program = loadProgram(assembly);
    const review = reviewOf(program, undefined, withQuestions ? await examplesOf(program) : undefined);
    size = html(review, fingerprintOf(review)).length + markdown(review).length;
  };
  const times = await timesOf(async () => pages(false));
  const withQuestions = await timesOf(async () => pages(true));
  const review = reviewOf(loadProgram(assembly));
  console.log(JSON.stringify({
    tables: TABLES,
    firstMs: times[0],
    bestMs: Math.min(...times),
    firstWithQuestionsMs: withQuestions[0],
    bestWithQuestionsMs: Math.min(...withQuestions),
    differenceMs: await milliseconds(() => differencesOf(review, review)),
    kilobytes: Math.round(size / 1000),
  }));
}

void main();
