/** The tests that need nothing but the sources and the handler's bundle. */
const UNIT_TESTS = ['constructs', 'custom-resources', 'private'];

/** The project of Jest that deploys to the local cloud, and tests the local cloud itself. */
export const LOCAL_CLOUD = 'local-cloud';

/**
 * The tests, in four projects of Jest: the library's units on the oldest aws-cdk-lib that it takes; the same on the newest, less
 * the laws; what needs the compiled package: its conventions, its tarball; and deployments.
 *
 * @param newestCdk The name under which the newest aws-cdk-lib is installed.
 */
export function jestProjects(newestCdk: string): object[] {
  return [
    jestProject('floor', 'bundled', [...UNIT_TESTS, 'properties', 'lambda'].map(inFolder)),
    jestProject('newest', 'bundled', UNIT_TESTS.map(inFolder), { '^aws-cdk-lib(/.*)?$': `${newestCdk}$1` }),
    jestProject('package', 'compiled', ['<rootDir>/test/*.test.ts'], { '^cdk-cleanrooms$': '<rootDir>/src' }),
    jestProject(LOCAL_CLOUD, 'bundled', [inFolder('local-cloud')], { '^cdk-cleanrooms$': '<rootDir>/src' }),
  ];
}

function inFolder(folder: string): string {
  return `<rootDir>/test/${folder}/**/*.test.ts`;
}

function jestProject(displayName: string, globalSetup: string, testMatch: string[], moduleNameMapper: Record<string, string> = {}): object {
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
