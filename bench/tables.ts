/*
 * How long a collaboration with many tables takes to synthesize from the L2s of this library, with their checks, roles and custom resources,
 * against the same collaboration, tables and roles from L1s: whole processes, with loading, in stacks of 80 tables.
 *
 *   npx tsx bench/tables.ts            20, 400 and 2,000 tables, with CloudFormation's validation as people run it, and without
 *   npx tsx bench/tables.ts 400        so many tables
 */
import { InstalledApp } from './installed-app';
import type { Usage } from './installed-app';
import { inTurn, medians, ratio, report, rounds } from './measurement';

type Figures = Usage & { readonly resources: number; readonly warnings: number };

const [, , count] = process.argv;

InstalledApp.use(['l1', 'l2'], (app) => {
  for (const tables of count === undefined ? [20, 400, 2_000] : [Number(count)]) {
    for (const validation of [true, false]) {
      const measured = inTurn(rounds(5), {
        ours: () => app.run<Figures>('l2', [tables], { validation }),
        peer: () => app.run<Figures>('l1', [tables], { validation }),
      });
      const [ours, peer] = [medians(measured.ours), medians(measured.peer)];
      report('tables', {
        tables,
        validation,
        ours,
        peer,
        ratio: ratio(ours.milliseconds, peer.milliseconds),
        cpuRatio: ratio(ours.cpuMilliseconds, peer.cpuMilliseconds),
        memoryRatio: ratio(ours.megabytes, peer.megabytes),
        resourcesOfTable: ratio(ours.resources, tables),
      });
    }
  }
});
