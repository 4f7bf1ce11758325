const Sequencer = require('@jest/test-sequencer').default;

/** The files that take longest, the longest first: one of them that comes last leaves all workers but one without work. */
const LONGEST = ['test/reliability/reliability.test.ts', 'test/local-cloud/adoption.test.ts', 'test/local-cloud/growth.test.ts'];

/** Runs what takes longest first, also where Jest has no record of earlier runs, as in a fresh clone. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const placeOf = ({ path }) => LONGEST.findIndex((file) => path.endsWith(file)) >>> 0;
    return super.sort(tests).sort((one, other) => placeOf(one) - placeOf(other));
  }
};
