import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Duration } from 'aws-cdk-lib';
import {
  AdditionalAnalyses, AnalysisRule, AnalysisSource, AutoApprovedChangeType, CleanRoom, LiveChange, MemberAbility, PaymentResponsibility,
  ScalarFunction,
} from '../../../src';
import type { CleanRoomPartnerOptions, CleanRoomProps } from '../../../src';
import { CREATOR, PARTNER, THIRD } from '../../../test/support/stacks';
import { runCommandLine } from '../../src/command-line';

const { CAN_QUERY, CAN_RECEIVE_RESULTS } = MemberAbility;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'partner-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The program that is written for the newspaper of a room. */
async function written(
  define: (room: CleanRoom) => void = () => undefined, partner: Partial<CleanRoomPartnerOptions> = {}, props: Partial<CleanRoomProps> = {},
): Promise<Record<string, string>> {
  const app = new App({ outdir: join(directory, 'cdk.out') });
  const room = new CleanRoom(app, 'Campaign', {
    collaborationName: 'campaign', region: 'us-east-1', creator: { name: 'Advertiser', account: CREATOR, abilities: [CAN_QUERY, CAN_RECEIVE_RESULTS] }, ...props,
  });
  const newspaper = room.addPartner('Newspaper', { account: PARTNER, ...partner });
  newspaper.declareTable('subscribers', {
    columns: { hashed_email: 'string', edition: 'string' },
    analysisRule: AnalysisRule.list().joinOn('hashed_email').list('edition').withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED),
  });
  define(room);
  app.synth();
  return write(app.outdir);
}

async function write(assembly: string, ...args: string[]): Promise<Record<string, string>> {
  const out = join(directory, 'partner');
  const said: string[] = [];
  const code = await runCommandLine(['partner', assembly, '--as', PARTNER, '--out', out, ...args], { out: (text) => said.push(text), err: (text) => said.push(text) });
  if (code !== 0) throw new Error(said.join('\n'));
  return Object.fromEntries(['room.ts', 'app.ts', 'README.md', 'package.json'].map((name) => [name, readFileSync(join(out, name), 'utf8')]));
}

test('the program joins the room and brings what was declared', async () => {
  const { 'room.ts': room, 'app.ts': app } = await written();

  expect(room).toMatchSnapshot();
  expect(app).toMatchSnapshot();
});

test('the program approves exactly what the creator has requested', async () => {
  const autumn = new LiveChange('Autumn', { timeout: Duration.minutes(2) });
  const { 'room.ts': room, 'README.md': readme } = await written((campaign) => {
    campaign.addMember('Retailer', { account: THIRD, abilities: [CAN_RECEIVE_RESULTS], since: autumn });
  }, { changes: [{ since: autumn, abilities: [MemberAbility.of('CAN_DANCE')], paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] }] }, {
    autoApprovalChanges: [{ since: autumn, autoApprovedChangeTypes: [AutoApprovedChangeType.ADD_MEMBER] }],
  });

  expect(room.slice(room.indexOf('export function approveChanges'))).toMatchSnapshot();
  expect(readme.slice(readme.indexOf('- **You vote'), readme.indexOf('## Before'))).toMatchSnapshot();
  expect(room).toContain('paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE]');
});

test('a rule that allows templates of the room finds them by owner, name and text', async () => {
  const { 'room.ts': room } = await written((campaign) => {
    const reach = campaign.creator.addAnalysisTemplate('reach', { source: AnalysisSource.sql('SELECT COUNT(*) FROM readers'), analysisTemplateName: 'reach' });
    campaign.partners[0].declareTable('readers', { columns: { id: 'string' }, analysisRule: AnalysisRule.custom().allowTemplates(reach).disallowOutput('id') });
  });

  expect(room).toContain("'111111111111/reach': AnalysisTemplate.fromCollaboration(member.stack, 'Template-111111111111-reach', {");
  expect(room).toContain("analysisRule: AnalysisRule.custom({ disallowedOutputColumns: ['id'] }).allowTemplates(templates['111111111111/reach'])");
  expect(room).toMatch(/sourceSha256: '[0-9a-f]{64}'/);
});

test('a rule with functions and numbers is written as the library takes it', async () => {
  const { 'room.ts': room } = await written((campaign) => campaign.partners[0].declareTable('readers', {
    columns: { id: 'string', amount: 'double' },
    analysisRule: AnalysisRule.aggregation().joinOn('id').sum('amount').allowScalarFunctions(ScalarFunction.ABS, ScalarFunction.of('NEW')).requireAtLeast(100, 'id'),
  }));

  expect(room).toContain("scalarFunctions: [ScalarFunction.ABS, ScalarFunction.of('NEW')]");
  expect(room).toContain("aggregateColumns: [{ function: AggregateFunction.SUM, columns: ['amount'] }]");
  expect(room).toContain("outputConstraints: [{ column: 'id', minimum: 100 }]");
});

test('what its reader has changed is left alone, and what the room expects is written anew', async () => {
  const { 'room.ts': room } = await written();
  const [app, expected] = ['app.ts', 'room.ts'].map((name) => join(directory, 'partner', name));
  writeFileSync(app, '// mine');
  writeFileSync(expected, '// old');
  expect(await write(join(directory, 'cdk.out'))).toMatchObject({ 'app.ts': '// mine', 'room.ts': room });
});

test('a table of which little is declared is left to its owner, and named', async () => {
  const { 'app.ts': app, 'README.md': readme } = await written((campaign) => campaign.partners[0].declareTable('readers'));

  expect(app).not.toContain('readers');
  expect(readme).toContain('Add the table `readers` to `app.ts`, with the columns and the rule that you have agreed on.');
});

test.each(["it's `x` </script>", '\u202eevil', 'a\nb', '# title', '${process.exit(1)}', "'); process.exit(1); ('"])('a name like %j is a name and nothing else', async (name) => {
  const { 'room.ts': room, 'README.md': readme } = await written((campaign) => {
    campaign.addPartner('Other', { account: THIRD, displayName: name.slice(0, 100), since: new LiveChange('Autumn') });
  }, { displayName: name });

  expect(room.split('\n').filter((line) => line.includes('process.exit')).every((line) => /^\s*displayName: '.*',$/.test(line))).toBe(true);
  expect(readme.split('\n').filter((line) => line.startsWith('#')).map((line) => line.slice(0, 16))).toEqual(['# The clean room', '## What is expec', '## Before you de', '## Deploy']);
  expect(readme).not.toMatch(/\u202e|<\/script>/);
});

describe('errors', () => {
  test.each([
    ['an account that is none', ['--as', '12'], /--as must be an account of 12 digits, got 12/],
    ['an account that is no member', ['--as', '999999999999'], /makes no collaboration that account 999999999999 is a member of/],
    ['the creator', ['--as', CREATOR], /creates the collaboration: this program is its own/],
    ['a collaboration that is not there', ['--collaboration', 'other'], /makes no collaboration 'other'/],
    ['two assemblies', ['more'], /one cloud assembly is read at a time/],
    ['an option that is none', ['--nothing'], /Unknown option/],
  ])('%s', async (_, args, message) => {
    await written();
    await expect(write(join(directory, 'cdk.out'), ...args)).rejects.toThrow(message);
  });

  test('a member whose stacks the program has', async () => {
    const app = new App({ outdir: join(directory, 'cdk.out') });
    new CleanRoom(app, 'Campaign', {
      collaborationName: 'campaign', region: 'us-east-1', creator: { name: 'Advertiser', account: CREATOR, abilities: [CAN_QUERY, CAN_RECEIVE_RESULTS] },
    }).addMember('Publisher', { account: PARTNER });
    app.synth();
    await expect(write(app.outdir)).rejects.toThrow(/has a membership in this program, which deploys it/);
  });
});

test('the files of the program are all there', async () => {
  await written();
  expect(['app.ts', 'room.ts', 'package.json', 'tsconfig.json', 'cdk.json', '.gitignore', 'README.md'].filter((name) => !existsSync(join(directory, 'partner', name)))).toEqual([]);
});
