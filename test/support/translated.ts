import { execFileSync } from 'child_process';
import { rmSync } from 'fs';
import { join } from 'path';
import { bundleHandler, compileLibrary } from './build';
import { ROOT } from './sources';
import { useOwnTemporaryFolder } from './temporary-folder';

/** Jest's global setup for the tests of other languages: what the first job of a release leaves in dist/, less the tool and the tests. */
export = function build(): void {
  useOwnTemporaryFolder();
  bundleHandler();
  compileLibrary();
  rmSync(join(ROOT, 'dist', 'js'), { recursive: true, force: true });
  for (const task of ['rosetta', 'package:js', 'bundle:tools']) {
    execFileSync('npx', ['projen', task], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, CI: 'true' } });
  }
  execFileSync('npx', ['tsx', 'build-tools/pack-tools.ts', 'tools', 'dist/tools'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
};
