const { basename, dirname, join, relative } = require('path');
const Sequencer = require('@jest/test-sequencer').default;

/**
 * Runs a mutant against the tests of the subject that its file is named after: those of `table-rules`, `table-checks` and other
 * names with `table` for `table-rules.ts`, its own first; where there are none, against those of its folder. All others would take
 * minutes for each mutant, as nearly every test loads nearly every file. The run without mutants keeps all, so that Stryker sees
 * what covers what.
 */
module.exports = class MutationSequencer extends Sequencer {
  constructor({ globalConfig }) {
    super();
    const { nonFlagArgs: mutated } = globalConfig;
    this.mutated = mutated.length === 1 ? mutated[0] : undefined;
  }

  sort(tests) {
    if (this.mutated === undefined || tests.length === 0) return tests;
    const { rootDir } = tests[0].context.config;
    const folder = dirname(join(rootDir, 'test', relative(join(rootDir, 'src'), this.mutated)));
    const name = basename(this.mutated, '.ts');
    const subject = name.replace(/-(rules|checks)$/, '');
    const ofFolder = tests.filter((test) => dirname(test.path) === folder);
    const ofSubject = ofFolder.filter((test) => new RegExp(`^${subject}[.-]`).test(basename(test.path)));
    const isOwn = (test) => basename(test.path) === `${name}.test.ts`;
    return (ofSubject.length > 0 ? ofSubject : ofFolder).sort((one, other) => Number(isOwn(other)) - Number(isOwn(one)));
  }
};
