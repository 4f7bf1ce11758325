import { JsonFile, awscdk, cdk, javascript } from 'projen';
import { CdkPins } from './projenrc/cdk-pins';
import { CONTRIBUTORS_OPTIONS, TITLES_OF_PULL_REQUESTS, addContributorFiles } from './projenrc/contributor-files';
import { LONG_TESTS, MANY_CASES, SHORT_TESTS, TOOLS, jestProjects, longDeployments, mutationTests } from './projenrc/jest-projects';
import { KEYWORDS, RELEASE_OPTIONS, addRegistryPages, releaseBothPackages } from './projenrc/release';
import { addLanguageTests, addNodeVersions } from './projenrc/supported-platforms';
import { LOCAL_CLOUD, addToolsPackage } from './projenrc/tools-package';
import { RestrictedWorkflows, addWorkflowLinter } from './projenrc/workflows';

/** The oldest versions that the library takes. */
const FLOOR = { cdkVersion: '2.263.0', constructsVersion: '10.5.1' };

/** The newest aws-cdk-lib: the unit tests run on it as well as on the floor (`cdkVersion`). */
const NEWEST_CDK = '2.276.0';

/** Runs the tests which a build leaves out. */
const RUN_LONG_TESTS = {
  name: 'Run the tests that take minutes: the newest aws-cdk-lib, the package, laws, the command line tool, reliability, deployments to the local cloud',
  run: 'npx projen test:long',
};

const project = new awscdk.AwsCdkConstructLibrary({
  // Identity: the names in every registry are part of the public contract.
  name: 'cdk-cleanrooms',
  description: 'AWS CDK constructs (L2) for AWS Clean Rooms',
  author: 'The cdk-cleanrooms contributors',
  authorOrganization: true,
  authorAddress: 'https://github.com/cdk-cleanrooms',
  repositoryUrl: 'https://github.com/cdk-cleanrooms/cdk-cleanrooms.git',
  homepage: 'https://github.com/cdk-cleanrooms/cdk-cleanrooms#readme',
  bugsUrl: 'https://github.com/cdk-cleanrooms/cdk-cleanrooms/issues',
  license: 'Apache-2.0',
  keywords: [...KEYWORDS],
  defaultReleaseBranch: 'main',
  publishToPypi: { distName: 'cdk-cleanrooms', module: 'cdk_cleanrooms', trustedPublishing: true },
  publishToMaven: {
    javaPackage: 'io.github.cdkcleanrooms',
    mavenGroupId: 'io.github.cdk-cleanrooms',
    mavenArtifactId: 'cdk-cleanrooms',
  },
  publishToGo: { moduleName: 'github.com/cdk-cleanrooms/cdk-cleanrooms-go' },
  publishToNuget: { dotNetNamespace: 'CdkCleanrooms', packageId: 'CdkCleanrooms', trustedPublishing: true },

  // Versions: a floor says what needs it, a pin says what would break.
  cdkVersion: FLOOR.cdkVersion, // the newest that npm, PyPI, Maven Central and the Go proxy all have; template validation came with 2.262
  constructsVersion: FLOOR.constructsVersion, // mixins came with 10.5; the Go proxy does not have 10.5.0
  jsiiVersion: '~6.0.0',
  validateTsconfig: cdk.ValidateTsconfig.MINIMAL, // for `stripInternal`
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '24.x',
  devDeps: [
    ...Object.entries(LOCAL_CLOUD).filter(([name]) => !name.startsWith('@aws-cdk/')).map(([name, version]) => `${name}@${version}`), // the tests use some of these, too
    '@aws-sdk/client-cleanrooms@3.1048.0', // bundled into the handler, so that it moves only when we say so
    '@aws-sdk/client-cloudformation@3.1048.0', // what the handler has of it is compared with; the tool has the same client
    '@aws-sdk/client-iam@3.1048.0', // what tests break behind the back of CloudFormation; the tool has the same clients
    '@aws-sdk/client-kms@3.1048.0',
    '@aws-sdk/client-sts@3.1049.0', // 3.1048.0 does not name all of its dependencies
    '@aws-sdk/core@3.981.2', // bundled, as the clients depend on it
    '@aws-sdk/credential-provider-env@3.972.84', // the same
    '@smithy/core@3.41.1', // the same: with another version, the bundle has both
    '@smithy/types@4.20.0', // the same
    '@cloud-copilot/iam-simulate@0.1.173', // what a policy allows
    '@cyclonedx/cyclonedx-library@^10', // the bill of materials of the handler's bundle
    '@stryker-mutator/core@^9', // the last that runs on Node 20
    '@stryker-mutator/jest-runner@^9',
    '@types/aws-lambda@^8',
    '@types/node@^20',
    'ajv-formats@^3', // for the schema of CycloneDX, as the next
    'ajv-formats-draft2019@^1',
    `aws-cdk-lib-newest@npm:aws-cdk-lib@${NEWEST_CDK}`,
    'awslint@2.262.2-alpha.0', // the dist-tag `latest` is for CDK v1 and finds nothing
    'cdk-nag@3.0.2', // AwsSolutions has no finding on what the library makes
    'fast-check@^4',
    'tsx@^4',
    'yaml@^2', // for the test of the workflows
  ],
  bundlerOptions: { esbuildVersion: '0.28.2' },

  // Tests: a snapshot changes only by hand. Many tests wait, for deployments and for throttled calls: two cores keep four workers going.
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    junitReporting: false,
    jestVersion: '^30',
    jestConfig: {
      collectCoverage: false,
      maxWorkers: 4,
      testSequencer: '<rootDir>/test/support/longest-first-sequencer.cjs',
      testTimeout: 300_000, // ends what hangs: how long a test takes says nothing of the library
      projects: jestProjects('aws-cdk-lib-newest'),
    },
  },

  // Both workflows, of builds and of releases, run all tests.
  postBuildSteps: [RUN_LONG_TESTS],

  // Releases, and the supply chain: no workflow pushes to a pull request.
  ...RELEASE_OPTIONS,
  buildWorkflowOptions: { mutableBuild: false },

  projenrcTs: true,
  eslintOptions: { dirs: ['src', 'lambda', 'test', 'examples', 'bench', TOOLS] },
  sampleCode: false,
  ...CONTRIBUTORS_OPTIONS,
  githubOptions: { mergify: false, pullRequestLintOptions: TITLES_OF_PULL_REQUESTS },
  depsUpgradeOptions: { cooldown: 5 },
});

// `import ... from 'cdk-cleanrooms'` means this package inside it, too: in the examples and in README.
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './typed-columns': { types: './lib/typed-columns.d.ts', default: './lib/typed-columns.js' }, // for TypeScript: jsii knows no generics
  './.jsii': './.jsii',
  './package.json': './package.json',
});

// `experimental` would stand before every docstring in Python, Java and Go, and `stable` would have PyPI's page say "Production". What a version may
// change is said once, in docs/upgrading.md. `compat` compares what is not marked as if it were stable.
project.package.addField('stability', undefined);

// Jest's resolver: the registry lacks most binaries of 1.13.0, without which `npm ci` refuses the lock file.
project.package.addField('overrides', { 'unrs-resolver': '1.12.2' });

// The handler of the custom resources: bundled here, so that nobody who synthesizes has to.
const METAFILE = '.handler.metafile.json';
const bundle = project.addTask('bundle:lambda/handler', {
  description: 'Bundle the handler of the custom resources',
  exec: `tsx build-tools/handler-bundle.ts lambda/handler.ts assets/lambda/handler/index.js ${METAFILE}`,
});
project.bundler.bundleTask.spawn(bundle);

// What of others is in the bundle: published with it, and made with it rather than committed.
const THIRD_PARTIES = ['THIRD-PARTY-LICENSES', 'sbom.cdx.json'];
project.bundler.bundleTask.exec(`tsx build-tools/third-parties.ts ${[METAFILE, ...THIRD_PARTIES].join(' ')}`);
for (const file of [METAFILE, ...THIRD_PARTIES]) project.addGitIgnore(`/${file}`);
for (const file of THIRD_PARTIES) project.addPackageIgnore(`!/${file}`);
project.addPackageIgnore(`/${METAFILE}`);

// Folders beside src/ and test/: type-checked by the linter's project service, never published.
for (const folder of ['lambda', 'build-tools', 'examples', 'bench', TOOLS]) {
  new javascript.TypescriptConfig(project, {
    fileName: `${folder}/tsconfig.json`,
    extends: javascript.TypescriptConfigExtends.fromPaths(['../test/tsconfig.json']),
    include: ['**/*.ts'],
    compilerOptions: {},
  });
  project.addPackageIgnore(`/${folder}/`);
  project.eslint?.allowDevDeps(`${folder}/**`);
}
project.eslint?.allowDevDeps('lambda/**');
project.eslint?.addRules({ 'no-console': 'error', '@typescript-eslint/no-explicit-any': 'error' });
project.eslint?.addOverride({ files: ['test/**', 'examples/**', 'bench/**', 'build-tools/**', `${TOOLS}/src/main.ts`, `${TOOLS}/bench/**`], rules: { 'no-console': 'off' } });

// Mutation tests, which build-tools/mutations.ts runs for each file.
new JsonFile(project, 'test/mutation.jest.json', { marker: false, obj: mutationTests() });
new JsonFile(project, 'stryker.config.json', {
  marker: false,
  obj: {
    $schema: './node_modules/@stryker-mutator/core/schema/stryker-schema.json',
    testRunner: 'jest',
    jest: { projectType: 'custom', configFile: 'test/mutation.jest.json', enableFindRelatedTests: true },
    coverageAnalysis: 'perTest',
    ignorePatterns: ['/*', '!/src', '!/test', '!/lambda', '!/assets', '!/examples', '!/package.json', '!/tsconfig*.json'],
    ignoreStatic: true,
    concurrency: 2,
    timeoutMS: 60_000,
    dryRunTimeoutMinutes: 20,
    reporters: ['json'],
    jsonReporter: { fileName: '.stryker-tmp/mutation.json' },
  },
});
project.addGitIgnore('/.stryker-tmp/');
project.addPackageIgnore('/stryker.config.json');
project.addPackageIgnore('/.stryker-tmp/');

// What PyPI's page shows beside what jsii says itself.
const { python } = project.package.manifest.jsii.targets as { python: object };
Object.assign(python, { classifiers: ['Framework :: AWS CDK', 'Framework :: AWS CDK :: 2'] });

// A module of the library is loaded when it is first used, as those of aws-cdk-lib are: an app pays for the constructs that it has.
project.compileTask.exec('tsx build-tools/lazy-library.ts lib');

// The reference: an index, and a page for each domain, because no forge shows a page of a megabyte.
project.tasks.tryFind('docgen')!.exec('tsx build-tools/api-pages.ts');
project.gitattributes.addAttributes('/docs/api/**', 'linguist-generated');

// README programs and docstring examples compile, and the API follows the CDK's rules.
project.package.addField('awslint', {
  exclude: [
    'props-physical-name:cdk-cleanrooms.MembershipProps', // a membership has no name
    'props-physical-name:cdk-cleanrooms.PrivacyBudgetTemplateProps', // a budget has no name
    'props-no-arn-refs:cdk-cleanrooms.ConfiguredAudienceModelAssociationProps.configuredAudienceModelArn', // no L1 to refer to
    // What a state of a state machine takes is known only when it runs: JsonPath.stringAt(...).
    'props-no-arn-refs:cdk-cleanrooms.ExportAudienceProps.audienceGenerationJobArn',
    'props-no-arn-refs:cdk-cleanrooms.ExportTrainedModelProps.trainedModelArn',
    'props-no-arn-refs:cdk-cleanrooms.RunTrainedModelInferenceProps.mlInputChannelArn',
    'props-no-arn-refs:cdk-cleanrooms.RunTrainedModelInferenceProps.trainedModelArn',
    'prefer-ref-interface:aws-cdk-lib.aws_sns.ITopicSubscription.bind.topic', // of the CDK, which ScheduledQuery.alarmTopic leads to
    'resource-interface:cdk-cleanrooms.TableAccessRole', // its interface is IRole
  ],
});
const rosetta = project.addTask('rosetta', {
  description: 'Compile the examples of README and docstrings',
  exec: 'jsii-rosetta extract --compile --fail --strict --compress-tablet --output .jsii.examples.json .',
});
rosetta.exec('tsx build-tools/mend-go-examples.ts .jsii.tabl.json.gz');
const awslint = project.addTask('awslint', { description: 'Check the API against the rules of the CDK', exec: 'awslint' });
project.postCompileTask.spawn(rosetta);
project.postCompileTask.spawn(awslint);

// What changes in the API since the last release, which the changelog tells of. A change that breaks programs is listed in .compatignore.
const compat = project.tasks.tryFind('compat')!;
compat.reset('jsii-diff npm:cdk-cleanrooms --keys --error-on all --ignore-file .compatignore');
compat.addCondition("grep -q '^##' CHANGELOG.md");
project.postCompileTask.spawn(compat);
project.addPackageIgnore('/.compatignore');
project.addGitIgnore('/.jsii.examples.json');
// The translations of these examples are in the package, because the jobs that package for the other languages start from it.
project.addGitIgnore('/.jsii.tabl.json*');
project.addPackageIgnore('!/.jsii.tabl.json.gz');
project.addGitIgnore('/.local-cloud/'); // the local cloud's virtual environment and logs
project.addGitIgnore('cdk.out/');
project.addGitIgnore('!/test/fixtures/*.tgz'); // the release before, for the test of upgrades
project.addPackageIgnore('/.jsii.examples.json');
project.addPackageIgnore('/.local-cloud/');
project.addPackageIgnore('/.ci/');
// No sources within the compiled files: they are as large as these, and every user would load them.
project.tryFindObjectFile('tsconfig.json')?.addDeletionOverride('compilerOptions.inlineSourceMap');
project.tryFindObjectFile('tsconfig.json')?.addDeletionOverride('compilerOptions.inlineSources');
// What is internal is in no declaration, so that these import nothing that is not exported. Of jsii's rules for the compiler, only strict ones forbid it.
project.tryFindObjectFile('tsconfig.json')?.addOverride('compilerOptions.stripInternal', true);
project.addPackageIgnore('/docs/');
project.addPackageIgnore('/API.md'); // for readers of the repository: editors show the docstrings
project.addPackageIgnore('/CONTRIBUTING.md');
project.addPackageIgnore('/SECURITY.md');

// A build runs the short tests and the linter. All tests run at once, so that some work while others wait.
const eslint = project.tasks.tryFind('eslint')!;
project.testTask.reset(`jest --selectProjects ${SHORT_TESTS.join(' ')} --ci`, { receiveArgs: true });
project.testTask.spawn(eslint);
project.addTask('test:long', {
  description: RUN_LONG_TESTS.name,
  exec: `jest --selectProjects ${LONG_TESTS.join(' ')} --ci`,
  receiveArgs: true,
});
project.addTask('test:mutation', {
  description: 'Mutate the model of the program and the rules, and list the mutants that no test notices',
  exec: 'tsx build-tools/mutations.ts',
  receiveArgs: true,
});
new JsonFile(project, 'test/long-deployments.jest.json', { marker: false, obj: longDeployments() });
project.addTask('test:long-deployments', {
  description: 'Run the deployments to the local cloud that take longer than a build may: the growth of the examples, and all cases of what a build tries with one',
  env: { ALL_CASES: 'true' },
  steps: [
    { exec: 'jest --config test/long-deployments.jest.json --ci' },
    { exec: `jest ${MANY_CASES.join(' ')} --selectProjects local-cloud --ci` },
  ],
});
project.addTask('test:habits', {
  description: 'Run the deployment tests with each habit of the local cloud alone, and with none',
  steps: ['none', 'hiddenVotes', 'shortTagArns', 'uniqueNames', 'dependentActions', 'sameNames']
    .map((habit) => ({ exec: `LOCAL_CLOUD_HABITS=${habit} jest --selectProjects local-cloud --ci`, receiveArgs: true })),
});
project.addTask('test:all', { description: 'Run all tests', exec: 'jest --ci' });

project.addTask('demo', {
  description: 'Deploy, update, query and destroy examples/campaign-measurement in the local cloud',
  env: { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', NODE_NO_WARNINGS: '1' },
  exec: 'tsx test/local-cloud/demo.ts',
});

// NuGet's packaging needs dotnet, which only the workflow's own job has; every other language is packaged by each build.
const packageAll = project.tasks.tryFind('package-all')!;
packageAll.reset();
for (const language of ['js', 'python', 'java', 'go']) {
  packageAll.spawn(project.tasks.tryFind(`package:${language}`)!);
}

// The command line tool, a package of its own.
addToolsPackage(project, FLOOR);

releaseBothPackages(project, TOOLS);
addRegistryPages(project);
new CdkPins(project, LOCAL_CLOUD);
addNodeVersions(project);
addLanguageTests(project);
addContributorFiles(project);

addWorkflowLinter(project);
new RestrictedWorkflows(project.github!);

project.synth();
