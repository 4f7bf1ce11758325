import { readFileSync } from 'fs';
import { join } from 'path';
import { synthesize } from '../../test/support/program';
import { ROOT } from '../../test/support/sources';
import { runCommandLine } from '../src/command-line';

/** The queries that a README tells its reader to run, with their arguments before the SQL, if it has any. */
function queriesIn(readme: string): string[][] {
  return [...readme.matchAll(/^ {4}npx cdk-cleanrooms query ([^'\n]*)(?:'\n([^']*)')?$/gm)].map(([, args, sql]) => [...args.trim().split(' '), ...sql ? [sql] : []]);
}

/** What comes of the queries in the README of an example, run in its folder. */
async function answersIn(example: string) {
  const folder = join(ROOT, 'examples', example);
  const { folder: assembly } = synthesize(join(folder, 'app.ts'));
  const answers = [];
  for (const args of queriesIn(readFileSync(join(folder, 'README.md'), 'utf8'))) {
    const [out, err]: [string[], string[]] = [[], []];
    const inFolder = args.map((argument) => argument === 'sample-rows' ? join(folder, argument) : argument);
    const code = await runCommandLine(['query', assembly, '--format', 'csv', ...inFolder], { out: (text) => out.push(text), err: (text) => err.push(text) });
    answers.push({ code, out: out.join('\n'), reason: err.find((text) => text.startsWith('refused'))?.split('\n')[1] });
  }
  return answers;
}

/*
 * The queries in the READMEs of the examples answer what these say.
 */
test('campaign-measurement', async () => {
  expect(await answersIn('campaign-measurement')).toEqual([
    { code: 0, out: 'campaign,people\nspring,237\nsummer,206\nautumn,145', reason: undefined },
    { code: 0, out: expect.stringMatching(/^city,revenue,people\nBerlin,[\d.]+,\d+\nHamburg,[\d.]+,\d+\nMunich,[\d.]+,\d+$/), reason: undefined },
    { code: 3, out: '', reason: "1. 'hashed_email' of 'impressions' may not be used here: campaign, device may" },
  ]);
});

test('campaign-with-l2s', async () => {
  expect(await answersIn('campaign-with-l2s')).toEqual([
    { code: 0, out: expect.stringMatching(/^device,impressions,people\nphone,\d+,\d+\ntablet,\d+,\d+\ntv,\d+,\d+$/), reason: undefined },
    { code: 0, out: expect.stringMatching(/^city,revenue\nLille,[\d.]+\nLyon,[\d.]+\nNantes,[\d.]+$/), reason: undefined },
    { code: 3, out: '', reason: "1. 'impressions' must be joined with a table of account 111111111111, who asks, directly or by way of other tables" },
  ]);
});

test('health-research', async () => {
  expect(await answersIn('health-research')).toEqual([
    { code: 0, out: expect.stringMatching(/^age_group,patients\n(.+,-?\d+\n?){4}$/), reason: undefined },
    { code: 3, out: '', reason: "1. 'patients_south' allows no query of account 333333333333 that is not a template it lists" },
    { code: 3, out: '', reason: "1. the table 'stays_north' is not ready: it is for PySpark jobs only" },
  ]);
});
