import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { casesOfBuild } from './cases';
import { cdk, deploy, destroy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { READY_ROLES } from './ready-roles';
import { AdditionalAnalyses, AllowedColumns, AnalysisRule, CleanRoom, LiveChange, MemberAbility, PaymentResponsibility, TableSource } from '../../src';
import { runCommandLine } from '../../tools/src/command-line';
import { compileLibrary } from '../support/build';
import { ROOT } from '../support/sources';
import { CREATOR, PARTNER, THIRD } from '../support/stacks';

/*
 * A clean room that lives: it is founded, and then grows and shrinks by edits of its program. Each edit is deployed by one run of the CDK CLI over all
 * accounts, and once by each owner alone, also in the wrong order. The tests of a room build on each other.
 */
let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  compileLibrary();
  directory = mkdtempSync(join(tmpdir(), 'growth-test-'));
  cloud = await startLocalCloud({ name: 'growth-test' });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** What a program says beside what the room was founded with. */
interface Program {
  /** The change by which the retailer is added, or that it leaves again. */
  readonly retailer?: LiveChange | 'leaves';
  readonly retailerHasTable?: boolean;
  /** The change by which the publisher receives results, and pays in place of the advertiser. */
  readonly publisherReceives?: LiveChange;
  readonly publisherPays?: LiveChange;
}

const joining = { open: new LiveChange('Joining', { timeout: Duration.seconds(2) }), done: new LiveChange('Joining', { done: true }) };
const receiving = { open: new LiveChange('Receiving', { timeout: Duration.seconds(2) }), done: new LiveChange('Receiving', { done: true }) };
const paying = { open: new LiveChange('Paying', { timeout: Duration.seconds(2) }), done: new LiveChange('Paying', { done: true }) };

const ALL: Program = { retailer: joining.open, retailerHasTable: true, publisherReceives: receiving.open, publisherPays: paying.open };

describe('a room that one run of the CLI deploys', () => {
  const id = 'Campaign';
  let collaboration: unknown;

  test('is founded', async () => {
    await deploy(cloud, all(id, {}));
    collaboration = idOfCollaboration();
    expect(members()).toEqual({ [CREATOR]: 'ACTIVE', [PARTNER]: 'ACTIVE' });
  });

  test.each<[string, Program, () => unknown, unknown]>([
    ['a member', { retailer: joining.open }, members, { [CREATOR]: 'ACTIVE', [PARTNER]: 'ACTIVE', [THIRD]: 'ACTIVE' }],
    ['a table, when the change is done', { retailer: joining.done, retailerHasTable: true }, () => tables(THIRD), ['loyalty']],
    ['an ability', { retailer: joining.done, retailerHasTable: true, publisherReceives: receiving.open }, receivers, [CREATOR, PARTNER]],
    ['a payer', { ...ALL, retailer: joining.done, publisherReceives: receiving.done }, payers, { named: [PARTNER], accepts: true }],
    ['nothing, when everything is done', { retailer: joining.done, retailerHasTable: true, publisherReceives: receiving.done, publisherPays: paying.done },
      payers, { named: [PARTNER], accepts: true }],
  ])('grows by %s', async (_, program, read, expected) => {
    await deploy(cloud, all(id, program));

    expect(read()).toEqual(expected);
    expect(idOfCollaboration()).toBe(collaboration);
  });

  test('shrinks by a member', async () => {
    await deploy(cloud, all(id, { retailer: 'leaves', publisherReceives: receiving.done, publisherPays: paying.done }));

    expect(members()).toEqual({ [CREATOR]: 'ACTIVE', [PARTNER]: 'ACTIVE', [THIRD]: 'REMOVED' });
    expect(tables(THIRD)).toEqual([]);
    expect(JSON.stringify(cloud.api.state(PARTNER, REGION).filter(({ kind }) => kind !== 'Collaboration'))).not.toContain(THIRD);
    expect(idOfCollaboration()).toBe(collaboration);
  });

  test('is taken away by one run', async () => {
    await destroy(cloud, all(id, { retailer: 'leaves', publisherReceives: receiving.done, publisherPays: paying.done }));
    expect([CREATOR, PARTNER].map((account) => cloud.api.state(account, REGION).length)).toEqual([0, 0]);
  });
});

describe.each(casesOfBuild<[string, string[]]>([
  ['the other way round', ['Retailer', 'Publisher', 'Advertiser', 'Advertiser-Joining-Commit', 'Publisher-Joining', 'Advertiser-Joining']],
  ['what lasts before what changes', ['Advertiser', 'Publisher', 'Retailer', 'Publisher-Joining', 'Advertiser-Joining-Commit', 'Advertiser-Joining']],
]))('a room whose owners deploy their stacks alone, %s', (order, stacks) => {
  const id = order.split(' ').map((word) => word[0].toUpperCase() + word.slice(1)).join('');

  test('grows all the same: what comes too early says what is missing and breaks nothing', async () => {
    await deploy(cloud, all(id, {}));
    const collaboration = idOfCollaboration();
    const grown = roomIn(id, { retailer: joining.open, retailerHasTable: true });
    const reasons: string[] = [];
    let waiting = stacks;
    for (let round = 0; waiting.length && round < 4; round++) {
      const failed: string[] = [];
      for (const stack of waiting) {
        const account = { Advertiser: CREATOR, Publisher: PARTNER, Retailer: THIRD }[stack.split('-')[0]]!;
        await deploy(cloud, { account, app: grown, stacks: [`${id}/${stack}`], exclusively: true }).catch(({ message }: Error) => {
          failed.push(stack);
          reasons.push(message);
        });
      }
      waiting = failed;
    }

    expect(waiting).toEqual([]);
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.filter((reason) => !SAYS_WHAT_IS_MISSING.test(reason))).toEqual([]);
    expect([members(), tables(THIRD)]).toEqual([{ [CREATOR]: 'ACTIVE', [PARTNER]: 'ACTIVE', [THIRD]: 'ACTIVE' }, ['loyalty']]);
    expect(idOfCollaboration()).toBe(collaboration);
    await destroy(cloud, { account: CREATOR, app: grown });
  });
});

test('a room can be founded by a program that has its changes', async () => {
  await deploy(cloud, all('Founded', ALL));

  expect([members(), receivers(), payers()]).toEqual([
    { [CREATOR]: 'ACTIVE', [PARTNER]: 'ACTIVE', [THIRD]: 'ACTIVE' }, [CREATOR, PARTNER], { named: [PARTNER], accepts: true },
  ]);
  await destroy(cloud, all('Founded', ALL));
  expect([CREATOR, PARTNER, THIRD].map((account) => cloud.api.state(account, REGION).length)).toEqual([0, 0, 0]);
});

describe('a partner who deploys for itself', () => {
  let program: string;

  test('joins with the program that was written for it, as it is', async () => {
    const app = partneredRoom();
    await deploy(cloud, { account: CREATOR, app });
    program = await writtenFor(PARTNER, app);
    await deploy(cloud, { account: PARTNER, app: 'npx tsx app.ts', cwd: program });

    expect([members(), tables(PARTNER)]).toEqual([{ [CREATOR]: 'ACTIVE', [PARTNER]: 'ACTIVE' }, ['subscribers']]);
  });

  test('has its program checked by the compiler, reviewed and asked', async () => {
    expect(spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', program], { encoding: 'utf8' }).stdout).toBe('');
    const said: string[] = [];
    const output = { out: (text: string) => said.push(text), err: (text: string) => said.push(text) };
    const assembly = join(program, 'cdk.out');
    await cdk(cloud, PARTNER, ['synth', '--quiet', '--app', 'npx tsx app.ts', '--output', assembly], program);
    const run = async (...args: string[]) => runCommandLine(args, output);
    expect([await run('check', assembly), await run('review', assembly, '--out', program)]).toEqual([0, 0]);
    expect(readFileSync(join(program, 'review.md'), 'utf8')).toContain('subscribers');
    expect(await run('query', assembly, '--as', CREATOR, '--data', 'generate', 'SELECT edition FROM subscribers')).toBe(3); // without a join
    expect(said.join('\n')).toContain('subscribers');
  });

  test('is waited for by the change of the room, and approves it by the program that is written anew', async () => {
    const change = new LiveChange('Joining', { timeout: Duration.seconds(2) });
    await expect(deploy(cloud, { account: CREATOR, app: partneredRoom(change) })).rejects.toThrow(`Members who have not voted: ${PARTNER} 'Newspaper'`);
    await writtenFor(PARTNER, partneredRoom(change));
    await deploy(cloud, { account: PARTNER, app: 'npx tsx app.ts', cwd: program });
    await deploy(cloud, { account: CREATOR, app: partneredRoom(change) });

    expect(members()).toEqual({ [CREATOR]: 'ACTIVE', [PARTNER]: 'ACTIVE', [THIRD]: 'ACTIVE' });
  });

  /** A room with a partner, and a retailer who comes later. */
  function partneredRoom(since?: LiveChange): string {
    const app = new App({ outdir: mkdtempSync(join(directory, 'room-')), context: { ...READY_ROLES } });
    const room = new CleanRoom(app, 'Partnered', {
      collaborationName: 'Partnered',
      region: REGION,
      removalPolicy: RemovalPolicy.DESTROY,
      timeout: Duration.seconds(2),
      creator: { name: 'Advertiser', account: CREATOR, abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    });
    room.addPartner('Newspaper', { account: PARTNER }).declareTable('subscribers', {
      columns: { email: 'string', edition: 'string' },
      analysisRule: AnalysisRule.list().joinOn('email').list('edition').withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED),
    });
    if (since) room.addMember('Retailer', { account: THIRD, since });
    return app.synth().directory;
  }

  /** The folder of the program, which finds the library as one that has installed it. */
  async function writtenFor(account: string, assembly: string): Promise<string> {
    const folder = join(directory, `program-of-${account}`);
    const errors: string[] = [];
    expect(await runCommandLine(['partner', assembly, '--as', account, '--out', folder], { out: () => undefined, err: (text) => errors.push(text) })).toBe(0);
    expect(errors).toEqual([]);
    const modules = join(folder, 'node_modules');
    if (!existsSync(modules)) {
      mkdirSync(modules);
      for (const name of ['aws-cdk-lib', 'constructs', 'tsx']) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
      symlinkSync(ROOT, join(modules, 'cdk-cleanrooms'));
    }
    return folder;
  }
});

/** Whose vote, commit or invitation is missing. */
const SAYS_WHAT_IS_MISSING = new RegExp([
  `Members who have not voted: ${PARTNER}`,
  `the creator of the collaboration, ${CREATOR} 'Advertiser', (has made no|to commit it)`,
  `there is no collaboration '\\w+' of ${CREATOR} that this account is invited to`,
].join('|'));

function all(id: string, program: Program): CdkApp {
  return { account: CREATOR, app: roomIn(id, program) };
}

/** An advertiser who queries, a publisher, and a retailer who comes later. */
function roomIn(id: string, { retailer: since, retailerHasTable, publisherReceives, publisherPays }: Program): string {
  const app = new App({ outdir: mkdtempSync(join(directory, 'room-')), context: { ...READY_ROLES } });
  const { CAN_QUERY, CAN_RECEIVE_RESULTS } = MemberAbility;
  const { QUERY_COMPUTE } = PaymentResponsibility;
  const room = new CleanRoom(app, id, {
    collaborationName: id,
    region: REGION,
    removalPolicy: RemovalPolicy.DESTROY,
    timeout: Duration.seconds(2),
    creator: {
      name: 'Advertiser',
      account: CREATOR,
      abilities: [CAN_QUERY, CAN_RECEIVE_RESULTS],
      changes: publisherPays && [{ since: publisherPays, paymentResponsibilities: [] }],
    },
  });
  const publisher = room.addMember('Publisher', {
    account: PARTNER,
    changes: [
      ...publisherReceives ? [{ since: publisherReceives, abilities: [CAN_RECEIVE_RESULTS] }] : [],
      ...publisherPays ? [{ since: publisherPays, paymentResponsibilities: [QUERY_COMPUTE] }] : [],
    ],
  });
  const tableOf = (name: string, owner = publisher) => owner.addTable(name, {
    source: TableSource.glueTable({ databaseName: 'data', tableName: name, bucket: Bucket.fromBucketName(owner.stack, `${name}Data`, `${name}-data`) }),
    allowedColumns: AllowedColumns.of('email', 'amount'),
    analysisRule: AnalysisRule.aggregation().joinOn('email').sum('amount').requireAtLeast(100, 'email'),
  });
  tableOf('impressions');
  if (since) {
    const retailer = room.addMember('Retailer', { account: THIRD, ...since === 'leaves' ? { since: joining.done, leaves: true } : { since } });
    if (retailerHasTable) tableOf('loyalty', retailer);
  }
  return app.synth().directory;
}

function state(kind: string, account = CREATOR): Record<string, unknown>[] {
  return cloud.api.state(account, REGION).filter((each) => each.kind === kind);
}

function idOfCollaboration(): unknown {
  return state('Collaboration')[0].id;
}

interface Member {
  readonly accountId: string;
  readonly status: string;
  readonly paymentConfiguration?: { readonly queryCompute?: { readonly isResponsible: boolean } };
}

function membersOfRoom(): Member[] {
  return state('Collaboration')[0].members as Member[];
}

function members(): Record<string, string> {
  return Object.fromEntries(membersOfRoom().map(({ accountId, status }) => [accountId, status]));
}

function tables(account: string): unknown[] {
  return state('ConfiguredTableAssociation', account).map(({ name }) => name);
}

/** Who may receive the results of the publisher's table. */
function receivers(): string[] {
  const found = /"allowedResultReceivers":(\[[^\]]*\])/.exec(JSON.stringify(cloud.api.state(PARTNER, REGION)));
  return JSON.parse(found![1]) as string[];
}

/** Who is named to pay for queries, and whether the publisher accepts to. */
function payers(): unknown {
  const pays = ({ paymentConfiguration }: Pick<Member, 'paymentConfiguration'>) => paymentConfiguration?.queryCompute?.isResponsible;
  return { named: membersOfRoom().filter(pays).map(({ accountId }) => accountId), accepts: pays(state('Membership', PARTNER)[0]) };
}
