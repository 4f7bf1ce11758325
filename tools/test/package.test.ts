import { execFileSync, spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, readdirSync, symlinkSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { AdvertiserStack } from '../../examples/campaign-with-l2s/advertiser';
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
  expect(readdirSync(join(folder, 'package')).sort()).toEqual(['LICENSE', 'README.md', 'lib', 'package.json']);
  expect(readdirSync(join(folder, 'package/lib'))).toEqual(['cdk-cleanrooms.js']);
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

test('runs', () => {
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
