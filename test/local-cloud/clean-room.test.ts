import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { deploy, destroy, logOf, type CdkApp } from './cdk-cli';
import { clientOf } from './client';
import { inventory } from './inventory';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { READY_ROLES } from './ready-roles';
import { AllowedColumns, AnalysisRule, AnalysisSource, CleanRoom, MemberAbility, QueryStatement, TableSource } from '../../src';
import { compileLibrary } from '../support/build';
import { CREATOR, PARTNER, THIRD } from '../support/stacks';

/*
 * The examples of CleanRoom, each founded, used and destroyed by one run of the CDK CLI over all accounts; and a room whose stacks are deployed
 * each by itself, by its owner, in the order of days. The tests of a room build on each other.
 */
let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  compileLibrary();
  directory = mkdtempSync(join(tmpdir(), 'clean-room-test-'));
  cloud = await startLocalCloud({ name: 'clean-room-test', cleanRooms: { idNamespaceType: (arn) => arn.includes(THIRD) ? 'TARGET' : 'SOURCE' } });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('campaign measurement', () => {
  const campaign = (context: Record<string, string> = {}): CdkApp => ({ account: CREATOR, ...example('campaign-measurement'), context });
  const newspaper = (): CdkApp => ({ ...example('campaign-measurement', 'newspaper.ts'), account: THIRD });

  test('is founded in both accounts by one run, and answers its query', async () => {
    await deploy(cloud, campaign());

    const made = cloud.api.calls.filter(({ operation }) => /^(Create|Start)/.test(operation));
    const accounts = made.map(({ account }) => account).filter((account, index, all) => account !== all[index - 1]);
    expect(accounts).toEqual([CREATOR, PARTNER, CREATOR]); // a stack of each, and at last the stack of the query
    const table = [
      'CreateConfiguredTable', 'CreateConfiguredTableAnalysisRule', 'CreateConfiguredTableAssociation', 'CreateConfiguredTableAssociationAnalysisRule',
    ];
    expect(made.map(({ operation }) => operation).sort())
      .toEqual(['CreateCollaboration', 'CreateMembership', 'CreateMembership', ...table, ...table, ...table, 'StartProtectedQuery'].sort());

    expect(await contents(CREATOR)).toEqual([
      'Collaboration: campaign-measurement', 'ConfiguredTable', 'ConfiguredTable', 'ConfiguredTableAssociation: customers',
      'ConfiguredTableAssociation: purchases', 'Membership', 'ProtectedQuery: SUCCESS',
    ]);
    expect(await contents(PARTNER)).toEqual(['ConfiguredTable', 'ConfiguredTableAssociation: impressions', 'Membership']);
  });

  test('is joined by the newspaper with a program of its own', async () => {
    await deploy(cloud, newspaper());

    expect(await contents(THIRD)).toEqual(['ConfiguredTable', 'ConfiguredTableAssociation: subscribers', 'Membership']);
  });

  test('is left alone by a deployment without a change', async () => {
    const calls = cloud.api.calls.length;
    await deploy(cloud, campaign());

    expect(cloud.api.calls.slice(calls)).toEqual([]);
  });

  test('has its rules changed in place', async () => {
    const before = await ids();
    await deploy(cloud, campaign({ leastPeople: '250' }));

    expect(await ids()).toEqual(before);
    expect(JSON.stringify(cloud.api.state(PARTNER, REGION))).toContain('"minimum":250');
  });

  test('is taken away by one run, when those have left who deploy for themselves', async () => {
    await destroy(cloud, newspaper());
    await destroy(cloud, campaign());

    expect([await contents(CREATOR), await contents(PARTNER), await contents(THIRD)]).toEqual([[], [], []]);
  });
});

describe('health research', () => {
  const research = (): CdkApp => ({ account: CREATOR, ...example('health-research'), context: { region: REGION } });

  test('is founded in three accounts by one run: hospitals allow the very texts that the university has brought', async () => {
    await deploy(cloud, research());

    expect(await contents(CREATOR)).toEqual([
      'Collaboration: health-research', 'ConfiguredTable', 'ConfiguredTable', 'ConfiguredTableAssociation: patients_north',
      'ConfiguredTableAssociation: stays_north', 'IdNamespaceAssociation', 'Membership', 'PrivacyBudgetTemplate',
    ]);
    expect(await contents(PARTNER)).toEqual(['ConfiguredTable', 'ConfiguredTableAssociation: patients_south', 'Membership']);
    expect(await contents(THIRD)).toEqual([
      'AnalysisTemplate', 'AnalysisTemplate', 'IdMappingTable: people', 'IdNamespaceAssociation', 'Membership',
    ]);
    const [ages, stays] = cloud.api.state(THIRD, REGION).filter(({ kind }) => kind === 'AnalysisTemplate');
    const rules = JSON.stringify(cloud.api.state(CREATOR, REGION).filter(({ kind }) => kind === 'ConfiguredTable'));
    expect([ages, stays].every(({ arn }) => rules.includes(String(arn)))).toBe(true);
  });

  test('answers the query and the job that the university has shown, and no other', async () => {
    const university = clientOf(cloud.api.url, THIRD, REGION);
    const state = cloud.api.state(THIRD, REGION);
    const membershipIdentifier = String(state.find(({ kind }) => kind === 'Membership')!.id);
    const arnOf = (format: string) => String(state.find((each) => each.kind === 'AnalysisTemplate' && each.format === format)!.arn);

    const { protectedQuery } = await university.startProtectedQuery({
      membershipIdentifier, type: 'SQL', sqlParameters: { analysisTemplateArn: arnOf('SQL'), parameters: { diagnosis: 'E11' } },
    });
    const { protectedJob } = await university.startProtectedJob({
      membershipIdentifier, type: 'PYSPARK', jobParameters: { analysisTemplateArn: arnOf('PYSPARK_1_0') },
    });
    const { protectedQuery: own } = await university.startProtectedQuery({
      membershipIdentifier, type: 'SQL', sqlParameters: { queryString: 'SELECT age_group FROM patients_south' },
    });

    const endOfQuery = async (protectedQueryIdentifier?: string) => {
      await university.getProtectedQuery({ membershipIdentifier, protectedQueryIdentifier });
      return (await university.getProtectedQuery({ membershipIdentifier, protectedQueryIdentifier })).protectedQuery!.status;
    };
    await university.getProtectedJob({ membershipIdentifier, protectedJobIdentifier: protectedJob!.id });
    const { protectedJob: ended } = await university.getProtectedJob({ membershipIdentifier, protectedJobIdentifier: protectedJob!.id });
    expect([await endOfQuery(protectedQuery!.id), ended!.status, await endOfQuery(own!.id)]).toEqual(['SUCCESS', 'SUCCESS', 'FAILED']);
  });

  test('is taken away by one run', async () => {
    await destroy(cloud, research());

    expect([await contents(CREATOR), await contents(PARTNER), await contents(THIRD)]).toEqual([[], [], []]);
  });
});

describe('stacks that their owners deploy by themselves', () => {
  let assembly: string;
  beforeAll(() => {
    assembly = studyIn(mkdtempSync(join(directory, 'study-')));
  });
  const only = (account: string, stack: string): CdkApp => ({ account, app: assembly, stacks: [stack], exclusively: true });
  const reasonOf = async (app: CdkApp) => deploy(cloud, app).then(() => 'deployed', ({ message }: Error) => message);

  test('say what is missing when they come too early, and leave nothing', async () => {
    expect(await reasonOf(only(PARTNER, 'Study/University'))).toContain(`there is no collaboration 'study' of ${CREATOR} that this account is invited to`);
    expect(await contents(PARTNER)).toEqual([]);
    await remove(PARTNER, 'Study/University');
  });

  test('wait for a template of another member, and say whose it is', async () => {
    await deploy(cloud, only(CREATOR, 'Study/Hospital'));
    const reason = await reasonOf(only(CREATOR, 'Study/Hospital-Exchange'));

    expect(reason).toContain('analysis template');
    expect(reason).toContain(PARTNER);
    expect(await contents(CREATOR)).toEqual(['Collaboration: study', 'Membership']);
    await remove(CREATOR, 'Study/Hospital-Exchange');
  });

  test('wait for the tables of a query', async () => {
    await deploy(cloud, only(PARTNER, 'Study/University'));
    const reason = await reasonOf(only(PARTNER, 'Study/University-Analysis'));

    expect(reason).toContain("'patients'");
    expect(await contents(PARTNER)).toEqual(['AnalysisTemplate', 'Membership']);
    await remove(PARTNER, 'Study/University-Analysis');
  });

  test('end in the same room in the order of days', async () => {
    await deploy(cloud, only(CREATOR, 'Study/Hospital-Exchange'));
    await deploy(cloud, only(PARTNER, 'Study/University-Analysis'));

    expect(await contents(CREATOR)).toEqual(['Collaboration: study', 'ConfiguredTable', 'ConfiguredTableAssociation: patients', 'Membership']);
    expect(await contents(PARTNER)).toEqual(['AnalysisTemplate', 'Membership', 'ProtectedQuery: SUCCESS']);
  });

  test('accept a new text of the template, which replaces it without a gap in the program', async () => {
    const [before] = cloud.api.state(PARTNER, REGION).filter(({ kind }) => kind === 'AnalysisTemplate');
    await deploy(cloud, { account: CREATOR, app: studyIn(mkdtempSync(join(directory, 'study-')), 'diagnosis') });
    const [after] = cloud.api.state(PARTNER, REGION).filter(({ kind }) => kind === 'AnalysisTemplate');

    expect(after.id).not.toBe(before.id);
    const rules = JSON.stringify(cloud.api.state(CREATOR, REGION).filter(({ kind }) => kind === 'ConfiguredTable'));
    expect([rules.includes(String(before.arn)), rules.includes(String(after.arn))]).toEqual([false, true]);
  });

  test('go together', async () => {
    await destroy(cloud, { account: CREATOR, app: assembly });

    expect([await contents(CREATOR), await contents(PARTNER)]).toEqual([[], []]);
  });

  /** What a failed creation leaves is removed before the next one, as the CLI does it with --rollback. */
  async function remove(account: string, stack: string): Promise<void> {
    await destroy(cloud, { ...only(account, stack), stacks: [stack, '--exclusively'], exclusively: false });
    expect(logOf(cloud, account)).toContain('destroyed');
  }
});

/** A hospital that allows the query of a university, and waits for it; the university waits for the hospital's table. */
function studyIn(outdir: string, column = 'age'): string {
  const app = new App({ outdir, context: { ...READY_ROLES } });
  const room = new CleanRoom(app, 'Study', {
    collaborationName: 'study',
    region: REGION,
    removalPolicy: RemovalPolicy.DESTROY,
    timeout: Duration.seconds(2),
    creator: { name: 'Hospital', account: CREATOR },
  });
  const hospital = room.creator;
  const university = room.addMember('University', { account: PARTNER, abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] });
  const ages = university.addAnalysisTemplate('ages', { source: AnalysisSource.sql(`SELECT ${column}, COUNT(*) FROM patients GROUP BY ${column}`) });
  hospital.addTable('patients', {
    source: TableSource.glueTable({ databaseName: 'study', tableName: 'patients', bucket: Bucket.fromBucketName(hospital.stack, 'Data', 'study-data') }),
    allowedColumns: AllowedColumns.of('age', 'diagnosis'),
    analysisRule: AnalysisRule.custom().allowTemplates(ages),
  });
  university.runQuery('ages', { statement: QueryStatement.template(ages) });
  return app.synth().directory;
}

function example(name: string, file = 'app.ts'): Pick<CdkApp, 'app' | 'cwd'> {
  return { app: `npx tsx ${file}`, cwd: join(__dirname, '..', '..', 'examples', name) };
}

/** What an account has in Clean Rooms: the kinds, with names that the program gives and the end of queries. */
async function contents(account: string): Promise<string[]> {
  const named = ['Collaboration', 'ConfiguredTableAssociation', 'IdMappingTable'];
  return cloud.api.state(account, REGION).map(({ kind, name, status }) => {
    const detail = named.includes(String(kind)) ? name : kind === 'ProtectedQuery' ? status : undefined;
    return detail === undefined ? String(kind) : `${String(kind)}: ${String(detail)}`;
  }).sort();
}

async function ids(): Promise<string[]> {
  return (await Promise.all([CREATOR, PARTNER, THIRD].map(async (account) => inventory(cloud, account)))).flat().map(({ id }) => id).sort();
}
