import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { compileLibrary } from '../support/build';
import { ROOT } from '../support/sources';
import { CREATOR } from '../support/stacks';

/*
 * The examples of CleanRoom over the years: their programs are edited as their owners would, and each edit is deployed by one run of the CDK CLI. The
 * tests of an example build on each other.
 */

/** An edit of a program: what stands in it, and what takes its place. */
type Edit = readonly [before: string, after: string];

interface Stage {
  readonly name: string;
  /** The stack that its owner destroys before, because the program will not have it any more. */
  readonly destroyed?: string;
  readonly edits: readonly Edit[];
}

interface Example {
  readonly name: string;
  readonly context: Readonly<Record<string, string>>;
  readonly stages: readonly Stage[];
}

const CHANGE = (name: string) => `new LiveChange('${name}')`;
const DONE = (name: string): Edit => [CHANGE(name), `new LiveChange('${name}', { done: true })`];

const LOYALTY = "retailer.addTable('loyalty', {\n"
  + "  source: TableSource.glue(glueTable(retailer.stack, 'shop', 'loyalty', { hashed_email: 'string', points: 'int' })),\n"
  + "  allowedColumns: AllowedColumns.all(),\n  analysisRule: people.sum('points'),\n});\n";
const PATIENTS_EAST = "east.addTable('patients_east', { allowedColumns, source: dataOf(east.stack, 'patients'), analysisRule: reviewed });\n";

const CAMPAIGN: Example = {
  name: 'campaign-measurement',
  context: {},
  stages: [
    {
      name: 'a member',
      edits: [
        ['import { AdditionalAnalyses,', 'import { LiveChange, PaymentResponsibility, AdditionalAnalyses,'],
        ["const newspaper = room.addPartner('Newspaper'", `const retailer = room.addMember('Retailer', { account: '444444444444', since: ${CHANGE('RetailerJoins')} });\n`
          + "const newspaper = room.addPartner('Newspaper'"],
      ],
    },
    {
      name: 'a table',
      edits: [
        DONE('RetailerJoins'),
        ["advertiser.addTable('customers', {", `${LOYALTY}advertiser.addTable('customers', {`],
      ],
    },
    {
      name: 'an ability',
      edits: [["room.addMember('Publisher', { account: '222222222222' })", "room.addMember('Publisher', {\n  account: '222222222222',\n  changes: [\n"
        + `    { since: ${CHANGE('PublisherReceives')}, abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },\n  ],\n})`]],
    },
    {
      name: 'a payer',
      edits: [
        DONE('PublisherReceives'),
        ['abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },\n', 'abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },\n'
          + `    { since: ${CHANGE('PublisherPays')}, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] },\n`],
      ],
    },
    {
      name: 'no more than it has, and shrinks by a member',
      edits: [
        DONE('PublisherPays'),
        ["since: new LiveChange('RetailerJoins', { done: true }) }", "since: new LiveChange('RetailerJoins', { done: true }), leaves: true }"],
        [LOYALTY, ''],
      ],
    },
  ],
};

const RESEARCH: Example = {
  name: 'health-research',
  context: { region: REGION },
  stages: [
    {
      name: 'a member',
      edits: [
        ['AdditionalAnalyses, AllowedColumns,', 'LiveChange, PaymentResponsibility, AdditionalAnalyses, AllowedColumns,'],
        ["const university = room.addMember('University'", "const east = room.addMember('East', { displayName: 'Hospital East', account: '444444444444', "
          + `since: ${CHANGE('EastJoins')} });\nconst university = room.addMember('University'`],
      ],
    },
    {
      name: 'a table',
      edits: [
        DONE('EastJoins'),
        ["south.addTable('patients_south'", `${PATIENTS_EAST}south.addTable('patients_south'`],
      ],
    },
    {
      name: 'an ability',
      edits: [["displayName: 'Hospital South', account: '222222222222' }", "displayName: 'Hospital South', account: '222222222222', changes: [\n"
        + `  { since: ${CHANGE('SouthReceives')}, abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },\n] }`]],
    },
    {
      name: 'a payer',
      edits: [
        DONE('SouthReceives'),
        ['abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },\n', 'abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },\n'
          + `  { since: ${CHANGE('SouthPays')}, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] },\n`],
      ],
    },
    {
      name: 'no more than it has, and shrinks by a member',
      destroyed: 'Research/East-Exchange',
      edits: [
        DONE('SouthPays'),
        ["since: new LiveChange('EastJoins', { done: true }) }", "since: new LiveChange('EastJoins', { done: true }), leaves: true }"],
        [PATIENTS_EAST, ''],
      ],
    },
  ],
};

let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  compileLibrary();
  directory = mkdtempSync(join(tmpdir(), 'growing-examples-test-'));
  cloud = await startLocalCloud({
    name: 'growing-examples-test', cleanRooms: { idNamespaceType: (arn) => arn.includes('333333333333') ? 'TARGET' : 'SOURCE' },
  });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** A build grows one of them, for its time; the task `test:growth` all. */
const EXAMPLES = process.env.ALL_EXAMPLES ? [CAMPAIGN, RESEARCH] : [CAMPAIGN];

describe.each(EXAMPLES)('$name', ({ name, context, stages }) => {
  let app: CdkApp;
  let collaboration: unknown;

  beforeAll(() => {
    const cwd = join(directory, name);
    cpSync(join(ROOT, 'examples', name), cwd, { recursive: true });
    mkdirSync(join(cwd, 'node_modules'));
    for (const module of ['aws-cdk-lib', 'constructs', 'tsx']) symlinkSync(join(ROOT, 'node_modules', module), join(cwd, 'node_modules', module));
    symlinkSync(ROOT, join(cwd, 'node_modules', 'cdk-cleanrooms'));
    app = { account: CREATOR, app: 'npx tsx app.ts', cwd, context };
  });

  test('is founded', async () => {
    await deploy(cloud, app);
    collaboration = collaborations()[0].id;
  });

  test.each(stages.map((stage) => [stage.name, stage] as const))('grows by %s', async (_, { destroyed, edits }) => {
    if (destroyed) await destroy(cloud, { ...app, stacks: [destroyed, '--exclusively'] });
    const file = join(app.cwd!, 'app.ts');
    writeFileSync(file, edits.reduce(edited, readFileSync(file, 'utf8')));
    const calls = cloud.api.calls.length;
    await deploy(cloud, app);

    expect(collaborations().map(({ id }) => id)).toEqual([collaboration]);
    expect(changesIn(calls)).toMatchSnapshot();
  });

  test('is taken away by one run', async () => {
    await destroy(cloud, app);
    expect(['111111111111', '222222222222', '333333333333'].flatMap((account) => cloud.api.state(account, REGION))).toEqual([]);
  });
});

/** What each account has changed since a number of calls. In which order independent stacks are deployed is up to the CLI. */
function changesIn(calls: number): Record<string, string[]> {
  const changes: Record<string, string[]> = {};
  for (const { account, operation } of cloud.api.calls.slice(calls)) {
    if (!/^(BatchGet|Get|List)/.test(operation)) (changes[account] ??= []).push(operation);
  }
  return Object.fromEntries(Object.entries(changes).map(([account, operations]) => [account, operations.sort()] as const).sort());
}

function collaborations(): Record<string, unknown>[] {
  return cloud.api.state(CREATOR, REGION).filter(({ kind }) => kind === 'Collaboration');
}

/** The program after an edit, which must find what it changes. */
function edited(program: string, [before, after]: Edit): string {
  if (!program.includes(before)) throw new Error(`the program has no '${before}'`);
  return program.replace(before, after);
}
