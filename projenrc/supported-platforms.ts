import { JsonFile } from 'projen';
import type { awscdk } from 'projen';
import { JobPermission } from 'projen/lib/github/workflows-model';
import { languageTests } from './jest-projects';

/** The versions of Node that programs may run on, beside the one that the other jobs run on. */
const OTHER_NODE_VERSIONS = ['20.x', '22.x'];

const CHECKOUT = { name: 'Checkout', uses: 'actions/checkout@v7.0.1' };
const INSTALL = { name: 'Install dependencies', run: 'npm ci' };
const setupNode = (version: string) => ({
  name: 'Setup Node.js', uses: 'actions/setup-node@v7.0.0', with: { 'node-version': version, 'package-manager-cache': false },
});

/** Runs the unit tests, and those of the package, on each supported version of Node. */
export function addNodeVersions(project: awscdk.AwsCdkConstructLibrary): void {
  project.github!.tryFindWorkflow('build')!.addJob('node', {
    name: 'Node ${{ matrix.node }}',
    runsOn: ['ubuntu-latest'],
    permissions: { contents: JobPermission.READ },
    strategy: { matrix: { domain: { node: OTHER_NODE_VERSIONS } } },
    steps: [CHECKOUT, setupNode('${{ matrix.node }}'), INSTALL, {
      name: 'Run the unit tests, and install the package', run: 'npx jest --ci test/package.test.ts test/constructs test/foundation test/lambda test/program --selectProjects floor package',
    }],
  });
}

/** Compares an app in Python, Java and Go, installed from what a release publishes, with the same app in TypeScript. */
export function addLanguageTests(project: awscdk.AwsCdkConstructLibrary): void {
  new JsonFile(project, 'test/languages.jest.json', { marker: false, obj: languageTests() });
  project.addTask('test:languages', {
    description: 'Package as a release does, install the packages into apps in Python, Java and Go, and compare their templates with those of TypeScript',
    exec: 'jest --config test/languages.jest.json --ci',
    receiveArgs: true,
  });
  project.github!.tryFindWorkflow('build')!.addJob('languages', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: JobPermission.READ },
    steps: [
      CHECKOUT,
      setupNode('24.x'),
      { name: 'Setup Python', uses: 'actions/setup-python@v7.0.0', with: { 'python-version': '3.x' } },
      { name: 'Setup Java', uses: 'actions/setup-java@v6.0.0', with: { 'distribution': 'corretto', 'java-version': '17' } },
      { name: 'Setup Go', uses: 'actions/setup-go@v7.0.0', with: { 'go-version': '^1.25.0', 'cache': false } },
      INSTALL,
      { name: 'Compare the languages', run: 'npx projen test:languages' },
      { name: 'Lint the workflows', run: 'npx projen lint:workflows' }, // here, because it needs Go
    ],
  });
}
