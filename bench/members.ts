/*
 * How long it takes to define 1,000 tables of an invited member, and what 20,000 constructs of others cost beside 90 tables: what they add to the
 * time of the tables, less what they add to that of the same tables with L1s.
 *
 *   npx tsx bench/members.ts
 */
import { InstalledApp } from './installed-app';
import type { Usage } from './installed-app';
import { inTurn, medians, report, rounds } from './measurement';

const TABLES = 90;
const OTHERS = 20_000;

InstalledApp.use(['invited', 'foreign', 'foreign-l1'], (app) => {
  const invited = medians(Array.from({ length: rounds(5) }, () => app.run<Usage & { readonly construction: number; readonly constructionCpu: number }>('invited', [1_000])));
  report('invited-member', { tables: 1_000, construction: invited.construction, constructionCpu: invited.constructionCpu, ours: invited });

  const measured = inTurn(rounds(5), {
    with: () => app.run<Usage>('foreign', [TABLES, OTHERS]),
    without: () => app.run<Usage>('foreign', [TABLES, 0]),
    l1With: () => app.run<Usage>('foreign-l1', [TABLES, OTHERS]),
    l1Without: () => app.run<Usage>('foreign-l1', [TABLES, 0]),
  });
  const [ours, alone, l1, l1Alone] = [measured.with, measured.without, measured.l1With, measured.l1Without]
    .map((each) => medians(each).cpuMilliseconds);
  const [added, addedToL1s] = [ours - alone, l1 - l1Alone].map(Math.round);
  report('beside-others', { tables: TABLES, others: OTHERS, ours: added, peer: addedToL1s, difference: added - addedToL1s });
});
