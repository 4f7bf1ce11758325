const { basename, dirname, join, relative } = require('path');
const Sequencer = require('@jest/test-sequencer').default;

/** Which tests are those of a subject, where their names do not say it. */
const TESTS_OF_OTHER_NAMES = {
  'configured-table-association': /^(changed-parents|configured-table-association)\./,
  'findings': /^program\./,
  'known-resources': /^structure\./,
  'membership': /^(joined-once|membership-rules|result-region|retained)[.-]/,
  'model': /^(account-names|invited-in-one-program|lazy-identifiers|members-after-changes|model|walks)\./,
  'named-tables': /^(analysis|table-name)-checks\./,
  'parents': /^(changed-parents|table-role-trust)\./,
  'registered-locations': /^table-checks\./,
  'result-buckets': /^results?-/,
};

/**
 * Runs a mutant against the tests of the file that it is in; where a file has none of its own, against those of the subject that it is named
 * after, such as `account-rules` and `account-names` for `account-checks.ts`. All others would take minutes for each mutant, as nearly every test
 * loads nearly every file.
 */
module.exports = class MutationSequencer extends Sequencer {
  constructor({ globalConfig }) {
    super();
    [this.mutated] = globalConfig.nonFlagArgs;
  }

  sort(tests) {
    if (tests.length === 0) return tests;
    const { rootDir } = tests[0].context.config;
    const folder = dirname(join(rootDir, 'test', relative(join(rootDir, 'src'), this.mutated)));
    const name = basename(this.mutated, '.ts');
    const subject = name.replace(/-(rules|checks)$/, '');
    const own = tests.filter(({ path }) => path === join(folder, `${name}.test.ts`));
    if (own.length > 0 && !(subject in TESTS_OF_OTHER_NAMES)) return own;

    const program = join(rootDir, 'test', 'program');
    const isBeside = ({ path }) => folder.startsWith(program) ? path.startsWith(program) : dirname(path) === folder;
    const pattern = TESTS_OF_OTHER_NAMES[subject] ?? new RegExp(`^${subject}[.-]`);
    return tests.filter((test) => pattern.test(basename(test.path)) && (subject in TESTS_OF_OTHER_NAMES || isBeside(test)));
  }
};
