import { execFileSync } from 'child_process';
import { existsSync, readdirSync, statSync } from 'fs';
import { join, resolve } from 'path';

const ROOT = resolve(__dirname, '..', '..');

/** Bundles the handler of the custom resources, where the bundle, or what is written about it, is missing or older than its sources. */
export function bundleHandler(): void {
  const outputs = ['assets/lambda/handler/index.js', '.handler.metafile.json', 'THIRD-PARTY-LICENSES', 'sbom.cdx.json'];
  runIfStale('bundle', outputs, ['lambda', 'build-tools', 'src/custom-resources/contract.ts', 'src/custom-resources/contract', 'package-lock.json']);
}

/** Compiles the library to lib/ and .jsii, where these are missing or older than their sources. */
export function compileLibrary(): void {
  runIfStale('compile', ['.jsii', 'lib/index.js'], ['src', 'package.json', 'README.md', ...['modules', 'library'].map((part) => `build-tools/lazy-${part}.ts`)]);
}

function runIfStale(task: string, outputs: string[], sources: string[]): void {
  const changed = Math.max(...sources.map((source) => lastChange(join(ROOT, source))));
  if (outputs.every((output) => existsSync(join(ROOT, output)) && statSync(join(ROOT, output)).mtimeMs >= changed)) return;
  execFileSync('npx', ['projen', task], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] },
  });
}

/** When a file, or anything in a folder, changed last. A folder itself changes when a file in it comes or goes. */
function lastChange(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}
