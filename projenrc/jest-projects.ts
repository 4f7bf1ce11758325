/** The tests that need nothing but the sources and the handler's bundle. */
const UNIT_TESTS = ['constructs', 'custom-resources', 'foundation', 'program'];

/** The folder of the command line tool, and its project of Jest. */
export const TOOLS = 'tools';

/** The projects of Jest that every build runs. */
export const SHORT_TESTS = ['floor'];

/** The others, which take minutes together. */
export const LONG_TESTS = ['newest', 'package', 'laws', TOOLS, 'local-cloud'];

/**
 * The tests, in six projects of Jest: the units of library and handler, on the oldest aws-cdk-lib that the library takes; those of
 * the library on the newest; what needs the compiled package: its conventions, its tarball; the laws of the rules; the command
 * line tool; and what runs against the local cloud: deployments, the handler's reliability, the local cloud itself.
 *
 * @param newestCdk The name under which the newest aws-cdk-lib is installed.
 */
export function jestProjects(newestCdk: string): object[] {
  return [
    jestProject('floor', 'bundled', [...UNIT_TESTS, 'lambda'].map(inFolder)),
    jestProject('newest', 'bundled', UNIT_TESTS.map(inFolder), { '^aws-cdk-lib(/.*)?$': `${newestCdk}$1` }),
    jestProject('package', 'compiled', ['<rootDir>/test/*.test.ts'], { '^cdk-cleanrooms$': '<rootDir>/src' }),
    jestProject('laws', 'bundled', [inFolder('properties')]),
    {
      ...jestProject(TOOLS, 'bundled', [`<rootDir>/${TOOLS}/test/**/*.test.ts`], { '^cdk-cleanrooms$': '<rootDir>/src' }),
      roots: ['src', 'examples', `${TOOLS}/src`, `${TOOLS}/test`].map((folder) => `<rootDir>/${folder}`),
    },
    {
      ...jestProject('local-cloud', 'local-cloud-setup', ['local-cloud', 'reliability'].map(inFolder), { '^cdk-cleanrooms$': '<rootDir>/src' }),
      globalTeardown: '<rootDir>/test/support/local-cloud-teardown.ts',
    },
  ];
}

/**
 * The tests that mutants are run against: the unit tests of the library. Types are not checked: a mutant need not compile.
 */
export function mutationTests(): object {
  const { displayName, globalSetup, globalTeardown, ...unitTests } = jestProject('mutation', 'bundled', UNIT_TESTS.map(inFolder));
  return { ...unitTests, rootDir: '..', testSequencer: '<rootDir>/test/support/mutation-sequencer.cjs', testTimeout: 60_000, transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json', isolatedModules: true, diagnostics: false }] } };
}

/** The tests of which a build runs one case of several, and the task of long deployments all. */
export const MANY_CASES = ['adoption', 'failed-creations', 'growth'].map((name) => `test/local-cloud/${name}.test.ts`);

/** The deployments to the local cloud that take longer than a build may. */
export function longDeployments(): object {
  const { displayName, ...tests } = jestProject('long-deployments', 'local-cloud-setup', [inFolder('long-deployments')], { '^cdk-cleanrooms$': '<rootDir>/src' });
  return { ...tests, rootDir: '..', testTimeout: 300_000 };
}

/** The apps in other languages, which are installed from what a release publishes. */
export function languageTests(): object {
  const { displayName, ...tests } = jestProject('languages', 'translated', [inFolder('languages')], { '^cdk-cleanrooms$': '<rootDir>/src' });
  return { ...tests, rootDir: '..', testTimeout: 900_000 };
}

/** The comparison of the engines of queries, which is no part of a build. */
export function sparkTests(): object {
  const { displayName, ...tests } = jestProject('spark', 'bundled', [`<rootDir>/${TOOLS}/test-spark/**/*.test.ts`]);
  return { ...tests, rootDir: '..', roots: [`<rootDir>/${TOOLS}`], testTimeout: 600_000 };
}

function inFolder(folder: string): string {
  return `<rootDir>/test/${folder}/**/*.test.ts`;
}

function jestProject(displayName: string, globalSetup: string, testMatch: string[], moduleNameMapper: Record<string, string> = {}) {
  return {
    displayName,
    globalSetup: `<rootDir>/test/support/${globalSetup}.ts`,
    globalTeardown: '<rootDir>/test/support/teardown.ts',
    setupFiles: ['<rootDir>/test/support/setup.ts'],
    testMatch,
    moduleNameMapper,
    roots: ['<rootDir>/src', '<rootDir>/lambda', '<rootDir>/examples', '<rootDir>/test'],
    transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'test/tsconfig.json' }] },
    clearMocks: true,
  };
}
