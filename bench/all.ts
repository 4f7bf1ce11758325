/*
 * Runs all benchmarks, each of which prints its figures as lines of JSON: `npx tsx bench/all.ts`. Takes half an hour on two cores.
 */
import { execFileSync } from 'child_process';
import { join } from 'path';

for (const benchmark of ['loading', 'tables', 'stages', 'members', 'handler', 'throttled', 'rooms', 'deployments']) {
  execFileSync(process.execPath, [...process.execArgv, join(__dirname, `${benchmark}.ts`)], { stdio: 'inherit' });
}
