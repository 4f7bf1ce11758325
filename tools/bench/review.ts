import { loadProgram } from '../src/assembly/program-tree';
import { fingerprintOf } from '../src/review/command';
import { differencesOf } from '../src/review/difference';
import { reviewOf } from '../src/review/make-review';
import { html } from '../src/review/rendering/html';
import { markdown } from '../src/review/rendering/markdown';
import { largeRoom } from '../test/review/large-room';

/*
 * Prints, as one JSON line, how long the pages of a room take, from its cloud assembly on: the first time, and at best; and the difference of
 * two versions.
 */

const TABLES = 100;
const RUNS = 5;

process.env.CDK_VALIDATION = 'false';

function milliseconds(action: () => void): number {
  const start = performance.now();
  action();
  return Math.round(performance.now() - start);
}

const assembly = largeRoom(10, TABLES).synthesized();
let size = 0;
const pages = () => {
  const review = reviewOf(loadProgram(assembly));
  size = html(review, fingerprintOf(review)).length + markdown(review).length;
};
const times = Array.from({ length: RUNS }, () => milliseconds(pages));
const review = reviewOf(loadProgram(assembly));
console.log(JSON.stringify({
  tables: TABLES,
  firstMs: times[0],
  bestMs: Math.min(...times),
  differenceMs: milliseconds(() => differencesOf(review, review)),
  kilobytes: Math.round(size / 1000),
}));
