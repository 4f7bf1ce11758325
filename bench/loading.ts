/*
 * How long it takes to load the library, against aws-cdk-lib; and an app with one table, from loading to templates, against the same with L1s.
 * Without CloudFormation's validation, which costs both the same.
 *
 *   npx tsx bench/loading.ts
 */
import { InstalledApp } from './installed-app';
import type { Usage } from './installed-app';
import { inTurn, medians, ratio, report, rounds } from './measurement';

InstalledApp.use(['load', 'l1', 'l2'], (app) => {
  const compare = (benchmark: string, runs: { readonly ours: () => Usage; readonly peer: () => Usage }) => {
    const measured = inTurn(rounds(11), runs);
    const [ours, peer] = [medians(measured.ours), medians(measured.peer)];
    report(benchmark, {
      ours, peer, ratio: ratio(ours.milliseconds, peer.milliseconds), cpuRatio: ratio(ours.cpuMilliseconds, peer.cpuMilliseconds),
    });
  };
  compare('require', { ours: () => app.run('load', ['cdk-cleanrooms']), peer: () => app.run('load', ['aws-cdk-lib']) });
  compare('one-table', { ours: () => app.run('l2', [1]), peer: () => app.run('l1', [1]) });
});
