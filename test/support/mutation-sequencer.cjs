const { basename, dirname, join, relative } = require('path');
const Sequencer = require('@jest/test-sequencer').default;

/** Which tests are those of a file, or of its subject, where their names do not say it. */
const TESTS_OF_OTHER_NAMES = {
  'account-checks': /^account-names\./,
  'configured-table-association': /^(changed-parents|configured-table-association)\./,
  'invitation-checks': /^(invitation-checks|invited-in-one-program)\./,
  'known-resources': /^structure\./,
  'member': /^(collaboration-model|member)\./,
  'membership-checks': /^(joined-once-checks|membership|membership-of-collaboration|result-region-checks|retained-checks)\./,
  'model': /^(account-names|collaboration-names|invited-in-one-program|lazy-identifiers|members-after-changes|model|walks)\./,
  'name-checks': /^(members-after-changes|name-checks)\./,
  'named-tables': /^prerequisites\./,
  'parents': /^(changed-parents|parents|table-role-trust)\./,
  'rendered-properties': /^(rendered-properties|resource)\./,
  'table-checks': /^(results-among-data|table-checks|table-name-checks)\./,
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
    const named = TESTS_OF_OTHER_NAMES[name] ?? TESTS_OF_OTHER_NAMES[subject];
    if (named) return tests.filter(({ path }) => named.test(basename(path)));
    const own = tests.filter(({ path }) => path === join(folder, `${name}.test.ts`));
    if (own.length > 0) return own;

    const program = join(rootDir, 'test', 'program');
    const isBeside = ({ path }) => folder.startsWith(program) ? path.startsWith(program) : dirname(path) === folder;
    return tests.filter((test) => isBeside(test) && new RegExp(`^${subject}[.-]`).test(basename(test.path)));
  }
};
