import { execFileSync, spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { AdvertiserStack } from '../../examples/campaign-with-l2s/advertiser';
import { compileLibrary } from '../../test/support/build';
import { ROOT } from '../../test/support/sources';

/*
 * What is published: bundled, packed in the version of the library, unpacked, and run.
 */

interface Manifest {
  readonly version: string;
  readonly bin: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

let folder: string;
let manifest: Manifest;

function read(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'packed-tools-'));
  execFileSync('npx', ['projen', 'bundle:tools'], { cwd: ROOT, stdio: 'pipe' });
  execFileSync('npx', ['tsx', 'build-tools/pack-tools.ts', 'tools', folder], { cwd: ROOT, stdio: 'pipe' });
  const [tarball] = readdirSync(folder);
  execFileSync('tar', ['-xf', tarball], { cwd: folder });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules')); // npm would install the same versions: they are pinned
  manifest = read(join(folder, 'package/package.json'));
});

test('has the command and what a registry shows, and nothing of how it is made', () => {
  expect(readdirSync(join(folder, 'package')).sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'lib', 'package.json']);
  expect(readdirSync(join(folder, 'package/lib')).sort()).toEqual(['cdk-cleanrooms.js', 'credentials-plugin.cjs', 'ministack', 'session.py']);
  expect(readdirSync(join(folder, 'package/lib/ministack')).filter((name) => !/\.py$|^requirements\.txt$/.test(name))).toEqual([]);
  expect(manifest.version).toBe(read(join(ROOT, 'package.json')).version);
  expect(manifest.devDependencies).toBeUndefined();
});

test('depends on exact versions: of what answers queries, and of what the tests of the library run on', () => {
  const { dependencies } = manifest;
  expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  for (const [name, version] of Object.entries(dependencies)) expect(read(join(ROOT, 'node_modules', name, 'package.json')).version).toBe(version);
});

test('the library depends on none of it', () => {
  const { dependencies = {} } = read(join(ROOT, 'package.json'));
  expect(dependencies).toEqual({});
});

test('runs a query', () => {
  const app = new App({ analyticsReporting: false, outdir: join(folder, 'cdk.out') });
  new AdvertiserStack(app, 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' }, publisherAccount: '222222222222' });
  app.synth();
  const command = join(folder, 'package', manifest.bin['cdk-cleanrooms']);
  const query = (sql: string) => spawnSync(process.execPath, [command, 'query', '--as', '111111111111', '--data', 'generate', '--format', 'csv', sql], { cwd: folder, encoding: 'utf8' });
  const answered = query('SELECT COUNT(DISTINCT hashed_email) AS people FROM purchases');
  expect([answered.status, answered.stdout.split('\n')[0], answered.stderr]).toEqual([0, 'people', '']);
  expect(query('SELECT hashed_email FROM purchases').status).toBe(3);
  expect(query('SELECT city FROM').status).toBe(1);
});

describe('an app outside the repository', () => {
  let app: string;

  beforeAll(() => {
    compileLibrary();
    app = mkdtempSync(join(tmpdir(), 'app-'));
    const modules = join(app, 'node_modules');
    mkdirSync(modules);
    // What npm would install, but for our own packages, as they are packed.
    for (const name of readdirSync(join(ROOT, 'node_modules')).filter((each) => each !== 'cdk-cleanrooms-tools')) {
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
    }
    symlinkSync(join(folder, 'package'), join(modules, 'cdk-cleanrooms-tools'));
    execFileSync('npm', ['pack', '--pack-destination', app], { cwd: ROOT, stdio: 'pipe' });
    const [tarball] = readdirSync(app).filter((name) => name.endsWith('.tgz'));
    mkdirSync(join(modules, 'cdk-cleanrooms'));
    execFileSync('tar', ['-xf', tarball, '-C', join(modules, 'cdk-cleanrooms'), '--strip-components', '1'], { cwd: app });
    writeFileSync(join(app, 'app.js'), APP);
    writeFileSync(join(app, 'cdk.json'), JSON.stringify({ app: 'node app.js', context: { '@aws-cdk/core:bootstrapQualifier': 'mine' } }));
  });

  afterAll(() => rmSync(app, { recursive: true }));

  test('is deployed to several accounts by the command that its owner would use, with the functions that it has', () => {
    const command = join(folder, 'package', manifest.bin['cdk-cleanrooms']);
    const { status, stderr } = spawnSync(process.execPath, [command, 'local-cloud', '--', 'npx', 'cdk', 'deploy', '--all', '--no-notices'], {
      cwd: app, encoding: 'utf8', env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    const shown = stderr.slice(stderr.indexOf('\naccount ')).replace(/ {2,}/g, '  ');
    expect(shown).toContain('account 111111111111, eu-west-1\n  Stack  Room-Hospital  CREATE_COMPLETE\n');
    expect(shown).toContain('account 222222222222, eu-west-1\n  Stack  Room-Insurer  CREATE_COMPLETE\n');
    expect(shown).toContain('Collaboration  outcomes  members: Hospital (111111111111, ACTIVE), Insurer (222222222222, ACTIVE)');
    expect(status).toBe(0);
  });
});

/** A room of two accounts, and a function of the user's own, which is in Python. */
const APP = `
const { App, CustomResource } = require('aws-cdk-lib');
const { Code, Function, Runtime } = require('aws-cdk-lib/aws-lambda');
const { CleanRoom, MemberAbility, MemberResults } = require('cdk-cleanrooms');

const app = new App();
const room = new CleanRoom(app, 'Room', {
  collaborationName: 'outcomes',
  region: 'eu-west-1',
  creator: { name: 'Hospital', account: '111111111111', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS], results: MemberResults.newBucket() },
});
room.addMember('Insurer', { account: '222222222222' });

const handler = new Function(room.creator.stack, 'Function', {
  runtime: Runtime.PYTHON_3_12,
  handler: 'index.handler',
  code: Code.fromInline(\`
import boto3, json, urllib.request

def handler(event, context):
    name = boto3.client('sts').get_caller_identity()['Account']
    answer = {**{key: event[key] for key in ('StackId', 'RequestId', 'LogicalResourceId')}, 'Status': 'SUCCESS', 'PhysicalResourceId': name}
    urllib.request.urlopen(urllib.request.Request(event['ResponseURL'], json.dumps(answer).encode(), method='PUT'))
\`),
});
new CustomResource(room.creator.stack, 'Resource', { serviceToken: handler.functionArn });
app.synth();
`;
