/*
 * How the time of a synthesis grows with the Stages of an app, each with a stack of the creator of a collaboration and one of an invited member.
 *
 *   npx tsx bench/stages.ts            10, 50, 100 and 200 Stages
 *   npx tsx bench/stages.ts 50
 */
import { InstalledApp } from './installed-app';
import type { Usage } from './installed-app';
import { medians, ratio, report, rounds } from './measurement';

const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10, 50, 100, 200];

InstalledApp.use(['stages'], (app) => {
  const figures = counts.map((stages) => ({ stages, ours: medians(Array.from({ length: rounds(3) }, () => app.run<Usage>('stages', [stages]))) }));
  for (const { stages, ours } of figures) {
    const [first] = figures;
    report('stages', { stages, ours, growth: ratio(ours.cpuMilliseconds / first.ours.cpuMilliseconds, stages / first.stages) });
  }
});
