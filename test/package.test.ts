import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { invoke } from './support/lambda-runtime';
import { ROOT } from './support/sources';

/*
 * What is published: packed by npm, installed by npm into an app of its own, synthesized there, and its function run.
 */

const APP = `
const { App, Stack } = require('aws-cdk-lib');
const { Collaboration, MemberAbility } = require('cdk-cleanrooms');

const app = new App({ outdir: 'cdk.out' });
const stack = new Stack(app, 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
new Collaboration(stack, 'Collaboration', {
  creator: { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
}).addMembership('Membership');
app.synth();
`;

let folder: string;
let tarball: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'packed-'));
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], ROOT));
  tarball = join(folder, filename);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the tarball', () => {
  test('has the library, the handler, the assembly and what a registry shows', () => {
    expect(contents()).toEqual(expect.arrayContaining([
      'package.json', '.jsii', 'README.md', 'LICENSE', 'lib/index.js', 'lib/index.d.ts', 'assets/lambda/handler/index.js',
      'THIRD-PARTY-LICENSES', 'sbom.cdx.json',
    ]));
  });

  test('has nothing of how it is made', () => {
    const published = /^(package\.json|\.jsii(\.tabl\.json\.gz)?|[A-Z-]+|(README|CHANGELOG)\.md|sbom\.cdx\.json|lib\/.*\.(js|d\.ts)|assets\/lambda\/handler\/index\.js)$/;
    expect(contents().filter((path) => !published.test(path))).toEqual([]);
  });

  test('is small: every user downloads it, and every function starts with it', () => {
    expect(statSync(tarball).size).toBeLessThan(1_000_000);
  });
});

describe('an app that installs it', () => {
  beforeAll(() => {
    const peer = (name: string) => `file:${join(ROOT, 'node_modules', name)}`; // linked, not downloaded; npm checks its version
    writeFileSync(join(folder, 'package.json'), JSON.stringify({
      private: true,
      dependencies: { 'aws-cdk-lib': peer('aws-cdk-lib'), 'cdk-cleanrooms': `file:${tarball}`, 'constructs': peer('constructs') },
    }));
    run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--strict-peer-deps'], folder);
    writeFileSync(join(folder, 'app.js'), APP);
    run(process.execPath, ['app.js'], folder);
  });

  test('gets nothing but the library and its peers', () => {
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.')).sort())
      .toEqual(['aws-cdk-lib', 'cdk-cleanrooms', 'constructs']);
  });

  test('synthesizes a collaboration', () => {
    const { Resources } = JSON.parse(readFileSync(join(folder, 'cdk.out', 'Stack.template.json'), 'utf8'));
    const types = Object.values(Resources as Record<string, { Type: string }>).map(({ Type }) => Type);
    expect(types).toEqual(expect.arrayContaining([
      'AWS::CleanRooms::Collaboration', 'AWS::CleanRooms::Membership', 'Custom::CleanRoomsMembershipCleanup', 'AWS::Lambda::Function',
    ]));
  });

  test('deploys a function that runs', async () => {
    const [asset] = readdirSync(join(folder, 'cdk.out')).filter((name) => name.startsWith('asset.'));
    const answer = await invoke(join(folder, 'cdk.out', asset), {
      RequestType: 'Create',
      ResourceType: 'Custom::CleanRoomsMembershipCleanup',
      StackId: 'arn:aws:cloudformation:us-east-1:111111111111:stack/Stack/1',
      RequestId: '1',
      LogicalResourceId: 'Cleanup',
      ResourceProperties: { ServiceToken: 'arn', TagValue: 'arn' },
    });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Cleanup' });
  });
});

/** The files in the tarball, by their paths in the package. */
function contents(): string[] {
  return run('tar', ['-tzf', tarball], folder).trim().split('\n').map((path) => path.replace(/^package\//, ''));
}

function run(command: string, args: string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
}
