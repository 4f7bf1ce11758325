import { readFileSync } from 'fs';
import { join } from 'path';
import { synthesize } from '../../test/support/program';
import { ROOT } from '../../test/support/sources';
import { runCommandLine } from '../src/command-line';

const FOLDER = join(ROOT, 'examples/campaign-measurement');

/** The queries that the README tells its reader to run, with their arguments before the SQL. */
function queriesIn(readme: string): string[][] {
  return [...readme.matchAll(/^ {4}npx cdk-cleanrooms query (.*) '\n([^']*)'$/gm)].map(([, args, sql]) => [...args.split(' '), sql]);
}

test('the queries in the README of the example answer what it says', async () => {
  const { folder: assembly } = synthesize(join(FOLDER, 'app.ts'));
  const answers = [];
  for (const args of queriesIn(readFileSync(join(FOLDER, 'README.md'), 'utf8'))) {
    const [out, err]: [string[], string[]] = [[], []];
    const inFolder = args.map((argument) => argument === 'sample-rows' ? join(FOLDER, argument) : argument);
    const code = await runCommandLine(['query', assembly, '--format', 'csv', ...inFolder], { out: (text) => out.push(text), err: (text) => err.push(text) });
    answers.push({ code, out: out.join('\n'), reason: err.find((text) => text.startsWith('refused'))?.split('\n')[1] });
  }
  expect(answers).toEqual([
    { code: 0, out: 'campaign,people\nspring,237\nsummer,206\nautumn,145', reason: undefined },
    { code: 0, out: expect.stringMatching(/^city,revenue,people\nBerlin,[\d.]+,\d+\nHamburg,[\d.]+,\d+\nMunich,[\d.]+,\d+$/), reason: undefined },
    { code: 3, out: '', reason: "1. 'hashed_email' of 'impressions' may not be used here: campaign, device may" },
  ]);
});
