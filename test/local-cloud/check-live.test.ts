import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangeInput, MemberAbility as MemberAbilityName } from '@aws-sdk/client-cleanrooms';
import { IAMClient, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { DisableKeyCommand, EnableKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { deploy, type StackOutputs } from './cdk-cli';
import { clientOf } from './client';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { READY_ROLES } from './ready-roles';
import {
  AccessBudgetPeriod, AllowedColumns, AnalysisRule, AnalysisSource, AnalysisTemplate, Collaboration, ConfiguredTable,
  ConfiguredTableAssociation, MemberAbility, PrivacyBudget, PrivacyBudgetTemplate, ResultFormat, TableSource,
} from '../../src';
import { runCommandLine } from '../../tools/src/command-line';
import type { LiveReport } from '../../tools/src/live/check-live';
import { policyOf } from '../../tools/test/check/documented-policy';
import { CREATOR, PARTNER, THIRD } from '../support/stacks';

/*
 * A room of two accounts, deployed by the CDK CLI and then changed behind the back of CloudFormation. The tests build on each other: each
 * undoes what it broke.
 */
let cloud: LocalCloud;
let lakeFormation: Server;
let directory: string;
let assembly: string;
let outputs: StackOutputs;
const environment = { ...process.env };

/** The locations that are registered with Lake Formation, which MiniStack does not have. */
let registered: string[];

/** What is granted there on the table that is read through Athena. */
let permissions: object[];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'check-live-test-'));
  cloud = await startLocalCloud({ name: 'check-live-test' });
  assembly = roomIn(join(directory, 'room'));
  outputs = await deploy(cloud, { account: CREATOR, app: assembly });
  lakeFormation = createServer((request, response) => {
    const answers: Record<string, object> = {
      '/ListResources': { ResourceInfoList: registered.map((ResourceArn) => ({ ResourceArn })) },
      '/ListPermissions': { PrincipalResourcePermissions: permissions },
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answers[request.url!]));
  }).listen(0, '127.0.0.1');
  await once(lakeFormation, 'listening');
});

afterAll(async () => {
  process.env = environment;
  lakeFormation?.close();
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => {
  registered = [];
  permissions = [{ Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' }, Permissions: ['ALL'] }];
});

/** What a test has to undo. */
let undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const each of undo) await each();
  undo = [];
});

/** The room: the creator asks and receives, the partner allows its template. Data and results of the creator are encrypted with a key. */
function roomIn(outdir: string, columns = ['id', 'city'], text = 'SELECT COUNT(*) FROM sales'): string {
  const app = new App({ outdir, context: { ...READY_ROLES } });
  const creator = new Stack(app, 'Creator', { env: { account: CREATOR, region: REGION } });
  const key = new Key(creator, 'Key', { removalPolicy: RemovalPolicy.DESTROY });
  const encrypted = { encryption: BucketEncryption.KMS, encryptionKey: key, removalPolicy: RemovalPolicy.DESTROY };
  const collaboration = new Collaboration(creator, 'Room', {
    collaborationName: 'reach',
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner' }],
    queryLogging: true,
    allowedResultRegions: [REGION],
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const [data, results] = ['Data', 'Results'].map((id) => new Bucket(creator, id, encrypted));
  const membership = collaboration.addMembership('Membership', {
    queryLogging: true, defaultResult: { bucket: results, prefix: 'results', format: ResultFormat.CSV },
  });
  const template = new AnalysisTemplate(creator, 'Reach', { membership, source: AnalysisSource.sql(text), analysisTemplateName: 'reach' });
  const sales = new ConfiguredTable(creator, 'Sales', {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'sales', bucket: data, prefix: 'sales', columns: ['id', 'city', 'card'] }),
    allowedColumns: AllowedColumns.of(...columns),
    analysisRule: AnalysisRule.custom().allowTemplates(template).disallowOutput('id'),
  });
  const association = new ConfiguredTableAssociation(creator, 'SalesAssociation', {
    membership, configuredTable: sales, configuredTableAssociationName: 'sales', analysisRule: AnalysisRule.forAssociation().allowResultReceivers(CREATOR),
  });
  new PrivacyBudgetTemplate(creator, 'Budget', { membership, budget: PrivacyBudget.access(association, { calendar: { period: AccessBudgetPeriod.CALENDAR_MONTH, budget: 10 } }) });
  const orders = new ConfiguredTable(creator, 'Orders', {
    source: TableSource.athenaTable({
      databaseName: 'sales',
      tableName: 'orders',
      columns: ['id'],
      output: { bucket: results, prefix: 'athena' },
      workGroup: CfnWorkGroup.fromWorkGroupName(creator, 'WorkGroup', 'clean-rooms'),
    }),
    allowedColumns: AllowedColumns.of('id'),
    analysisRule: AnalysisRule.custom().allowTemplates(template),
  });
  const ordersAssociation = new ConfiguredTableAssociation(creator, 'OrdersAssociation', {
    membership, configuredTable: orders, configuredTableAssociationName: 'orders', analysisRule: AnalysisRule.forAssociation().allowResultReceivers(CREATOR),
  });
  const reader = new Role(creator, 'Reader', { assumedBy: new AccountRootPrincipal(), roleName: 'room-reader' });
  const values = {
    RoleArn: association.role!.roleArn,
    OrdersRoleArn: ordersAssociation.role!.roleArn,
    ReaderArn: reader.roleArn,
    KeyArn: key.keyArn,
    DataBucket: data.bucketName,
    ResultsBucket: results.bucketName,
    CollaborationId: collaboration.collaborationIdentifier,
  };
  Object.entries(values).forEach(([id, value]) => new CfnOutput(creator, id, { value }));

  const partner = new Stack(app, 'Partner', { env: { account: PARTNER, region: REGION } });
  partner.addStackDependency(creator);
  Collaboration.fromInvitation(partner, 'Room', { collaborationName: 'reach', creatorAccountId: CREATOR }).addMembership('Membership', { queryLogging: true });
  return app.synth().directory;
}

/** Runs the command with the credentials of an account, and returns its exit code and what it found. */
async function check(account = CREATOR, credentials: Record<string, string> = {}, folder = assembly) {
  process.env = {
    ...cloud.environment(account), AWS_ENDPOINT_URL_LAKEFORMATION: `http://127.0.0.1:${(lakeFormation.address() as AddressInfo).port}`, ...credentials,
  };
  const [out, err]: [string[], string[]] = [[], []];
  const profile = 'PROFILE' in credentials ? ['--profile', credentials.PROFILE] : [];
  const code = await runCommandLine(['check', '--live', folder, '--format', 'json', ...profile], { out: (text) => out.push(text), err: (text) => err.push(text) });
  expect(err).toEqual([]);
  const report = JSON.parse(out.join('\n')) as LiveReport;
  return { code, ...report, lines: report.findings.map(({ severity, code: id, path, message }) => `${severity} ${id}: ${path}: ${message}`) };
}

/** The creator as the administrator of its account. */
function clientOptions() {
  return { endpoint: cloud.endpoint, region: REGION, credentials: { accessKeyId: CREATOR, secretAccessKey: 'local' } };
}


test('what is deployed and was left alone has no difference, in either account', async () => {
  expect(await check()).toMatchObject({
    code: 0,
    lines: [],
    account: CREATOR,
    compared: ['Creator'],
    notCompared: [{ path: 'Partner', reason: `it is of account ${PARTNER}, and the credentials are of account ${CREATOR}` }],
  });
  expect(await check(PARTNER)).toMatchObject({ code: 0, lines: [], account: PARTNER, compared: ['Partner'] });
});

test('what was not deployed yet is a difference of the program, texts by their hashes, and a stack that is not deployed is said', async () => {
  const { code, lines } = await check(CREATOR, {}, roomIn(join(directory, 'wider'), ['id', 'city', 'card'], 'SELECT * FROM sales'));
  expect([code, lines]).toEqual([2, [
    expect.stringMatching(/^difference TemplateDiffers: Creator\/Reach: the SHA-256 of the text is [0-9a-f]{64} in AWS, and [0-9a-f]{64} in the program$/),
    "difference ColumnsDiffer: Creator/Sales: 'AllowedColumns' has 'card' in the program only",
  ]]);
  expect(await check(THIRD)).toMatchObject({ code: 0, compared: [], notCompared: [{ path: 'Creator' }, { path: 'Partner' }] });
});

describe('a change behind the back of CloudFormation is said, and nothing else', () => {
  const client = () => clientOf(cloud.api.url, CREATOR, REGION);
  const ids = (kind: string) => cloud.api.state(CREATOR, REGION).filter((each) => each.kind === kind).map(({ id }) => String(id));
  const table = (tableName: string) => String(cloud.api.state(CREATOR, REGION).find((each) => each.kind === 'ConfiguredTable' && JSON.stringify(each).includes(`"tableName":"${tableName}"`))!.id);


  test('of the rule of a table', async () => {
    const configuredTableIdentifier = table('sales');
    const named = { configuredTableIdentifier, analysisRuleType: 'CUSTOM' } as const;
    const { analysisRule } = await client().getConfiguredTableAnalysisRule(named);
    const custom = analysisRule!.policy!.v1!.custom!;
    const change = async (more: object) => client().updateConfiguredTableAnalysisRule({
      ...named, analysisRulePolicy: { v1: { custom: { ...custom, ...more } } },
    });
    undo.push(async () => change({}));
    await change({ allowedAnalyses: ['ANY_QUERY'], allowedAnalysisProviders: [PARTNER], disallowedOutputColumns: [] });
    expect((await check()).lines).toEqual([
      `difference RuleDiffers: Creator/Sales: 'AnalysisRules.Policy.V1.Custom.AllowedAnalysisProviders' has '${PARTNER}' in AWS only`,
      "difference RuleDiffers: Creator/Sales: 'AnalysisRules.Policy.V1.Custom.DisallowedOutputColumns' has 'id' in the program only",
    ]);
  });

  test('of the columns of a table', async () => {
    const allow = async (...allowedColumns: string[]) => client().updateConfiguredTable({ configuredTableIdentifier: table('sales'), allowedColumns });
    undo.push(async () => allow('id', 'city'));
    await allow('id', 'city', 'card');
    expect((await check()).lines).toEqual(["difference ColumnsDiffer: Creator/Sales: 'AllowedColumns' has 'card' in AWS only"]);
  });

  test('of the logs of a membership', async () => {
    const [membershipIdentifier] = ids('Membership');
    const log = async (queryLogStatus: 'ENABLED' | 'DISABLED') => client().updateMembership({ membershipIdentifier, queryLogStatus });
    undo.push(async () => log('ENABLED'));
    await log('DISABLED');
    expect((await check()).lines).toEqual(["difference LoggingDiffers: Creator/Room/Membership: 'QueryLogStatus' is 'DISABLED' in AWS, and 'ENABLED' in the program"]);
  });

  test('of a budget', async () => {
    const [membershipIdentifier] = ids('Membership');
    const named = { membershipIdentifier, privacyBudgetTemplateIdentifier: ids('PrivacyBudgetTemplate')[0], privacyBudgetType: 'ACCESS_BUDGET' } as const;
    const set = async (budget: number) => client().updatePrivacyBudgetTemplate({ ...named, parameters: { accessBudget: { budgetParameters: [{ type: 'CALENDAR_MONTH', budget }] } } });
    undo.push(async () => set(10));
    await set(1000);
    expect((await check()).lines).toEqual(["difference BudgetDiffers: Creator/Budget: 'Parameters.BudgetParameters.Budget' is 1000 in AWS, and 10 in the program"]);
  });

  test('of what is in the membership', async () => {
    const [membershipIdentifier] = ids('Membership');
    const text = 'SELECT * FROM sales';
    const { analysisTemplate } = await client().createAnalysisTemplate({ membershipIdentifier, name: 'everything', format: 'SQL', source: { text } });
    undo.push(async () => client().deleteAnalysisTemplate({ membershipIdentifier, analysisTemplateIdentifier: analysisTemplate!.id }));
    expect((await check()).lines).toEqual(["difference NotInProgram: Creator/Room/Membership: the analysis template 'everything' is in the membership in AWS, and not in the program"]);
  });

  test('of members, and of what they can do: somebody was invited since then, and the partner receives results', async () => {
    const collaborationIdentifier = outputs.Creator.CollaborationId;
    const member = (accountId: string, more: { readonly displayName?: string; readonly memberAbilities: MemberAbilityName[] }): ChangeInput => ({
      specificationType: 'MEMBER', specification: { member: { accountId, ...more } },
    });
    await client().createCollaborationChangeRequest({
      collaborationIdentifier,
      changes: [member(THIRD, { displayName: 'Third', memberAbilities: [] }), member(PARTNER, { memberAbilities: ['CAN_RECEIVE_RESULTS'] })],
    });
    const partner = clientOf(cloud.api.url, PARTNER, REGION);
    const { collaborationChangeRequestSummaries: [request] = [] } = await partner.listCollaborationChangeRequests({ collaborationIdentifier });
    await partner.updateCollaborationChangeRequest({ collaborationIdentifier, changeRequestIdentifier: request.id, action: 'APPROVE' });
    await client().updateCollaborationChangeRequest({ collaborationIdentifier, changeRequestIdentifier: request.id, action: 'COMMIT' });
    const expected = [
      `difference AbilitiesDiffer: Creator/Room: account ${PARTNER} has CAN_RECEIVE_RESULTS in AWS only`,
      `difference MembersDiffer: Creator/Room: account ${THIRD}, 'Third', is a member in AWS, and not in the program`,
    ];
    expect((await check()).lines).toEqual(expected);
    expect((await check(PARTNER)).lines).toEqual(expected);
  });
});

describe('what stands in the way of queries is said', () => {
  const isNew = (line: string) => !/ (Members|Abilities)Differ: /.test(line);

  test('a role that Clean Rooms cannot assume any more', async () => {
    const iam = new IAMClient(clientOptions());
    const RoleName = outputs.Creator.RoleArn.split('/').pop()!;
    const { trustPolicy } = (await cloud.role(outputs.Creator.RoleArn))!;
    const trust = async (policy: object) => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(policy) }));
    undo.push(async () => trust(trustPolicy));
    await trust({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'glue.amazonaws.com' }, Action: 'sts:AssumeRole' }] });
    expect((await check()).lines.filter(isNew)).toEqual([expect.stringMatching(
      `^obstacle RoleNotAssumable: Creator/SalesAssociation: the trust policy of the role ${outputs.Creator.RoleArn}, which reads the table, does not let AWS Clean Rooms `
      + `assume it for the membership of account ${CREATOR}, 'Creator', who runs queries, the membership of account ${PARTNER}, 'Partner': `)]);
  });

  test('a key that is disabled, and one whose policy leaves out the account', async () => {
    const kms = new KMSClient(clientOptions());
    const KeyId = outputs.Creator.KeyArn;
    const allow = async (principal: string) => kms.send(new PutKeyPolicyCommand({
      KeyId,
      PolicyName: 'default',
      Policy: JSON.stringify({
        Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${CREATOR}:${principal}` }, Action: 'kms:*', Resource: '*' }],
      }),
    }));
    undo.push(async () => allow('root'), async () => kms.send(new EnableKeyCommand({ KeyId })));
    const found = async (code: string) => (await check()).lines.filter(isNew).map((line) => line.split(': ').slice(0, 2).join(': '))
      .map((line) => line.replace(`obstacle ${code}: `, ''));
    const places = ['Creator/Room/Membership', 'Creator/SalesAssociation'];
    await kms.send(new DisableKeyCommand({ KeyId }));
    expect(await found('KeyNotEnabled')).toEqual(places);
    await kms.send(new EnableKeyCommand({ KeyId }));
    await allow('role/administrator');
    expect(await found('KeyPolicyForbids')).toEqual(places);
    expect((await check()).lines.filter(isNew)[1]).toContain(`does not allow the role ${outputs.Creator.RoleArn} kms:Decrypt`);
  });

  test('a location that is registered with Lake Formation', async () => {
    registered = ['arn:aws:s3:::another', `arn:aws:s3:::${outputs.Creator.DataBucket}/sales`];
    expect((await check()).lines.filter(isNew)).toEqual(['obstacle cdk-cleanrooms:lakeFormationNeedsAthena: Creator/SalesAssociation: the location of the table is registered with Lake Formation: '
      + 'Clean Rooms can read such a table only through Athena, use TableSource.athena']);
  });

  test('a table whose reader has no grant in Lake Formation', async () => {
    permissions = [{ Principal: { DataLakePrincipalIdentifier: outputs.Creator.OrdersRoleArn }, Permissions: ['DESCRIBE'] }];
    expect((await check()).lines.filter(isNew)).toEqual([`obstacle LakeFormationForbids: Creator/OrdersAssociation: the role ${outputs.Creator.OrdersRoleArn} has no SELECT on `
      + "'sales.orders' in Lake Formation: grant it SELECT and DESCRIBE on the table, and DESCRIBE on the database"]);
    permissions = [{ Principal: { DataLakePrincipalIdentifier: outputs.Creator.OrdersRoleArn }, Permissions: ['DESCRIBE', 'SELECT'] }];
    expect((await check()).lines.filter(isNew)).toEqual([]);
  });

  test('a bucket for results that is missing, or in another Region than the collaboration allows', async () => {
    const s3 = new S3Client({ ...clientOptions(), forcePathStyle: true });
    const bucketName = outputs.Creator.ResultsBucket;
    await s3.send(new DeleteBucketCommand({ Bucket: bucketName }));
    expect((await check()).lines.filter(isNew)).toEqual([`obstacle BucketMissing: Creator/Room/Membership: the bucket '${bucketName}' for the results of queries does not exist`]);
    await new S3Client({ ...clientOptions(), region: 'eu-west-2', forcePathStyle: true })
      .send(new CreateBucketCommand({ Bucket: bucketName, CreateBucketConfiguration: { LocationConstraint: 'eu-west-2' } }));
    expect((await check()).lines.filter(isNew)).toEqual([`obstacle BucketInOtherRegion: Creator/Room/Membership: the bucket '${bucketName}' for the results of queries is in eu-west-2, `
      + `which is not among the Regions that the collaboration allows results in ('allowedResultRegions'): ${REGION}`]);
  });
});

describe('the caller', () => {
  test('can name a profile, and reads text', async () => {
    const file = join(directory, 'credentials');
    writeFileSync(file, `[partner]\naws_access_key_id = ${PARTNER}\naws_secret_access_key = local\n`);
    const credentials = { AWS_SHARED_CREDENTIALS_FILE: file, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
    expect(await check(CREATOR, { ...credentials, PROFILE: 'partner' })).toMatchObject({ account: PARTNER, compared: ['Partner'] });

    const out: string[] = [];
    expect(await runCommandLine(['check', '--live', assembly, '--profile', 'partner'], { out: (text) => out.push(text), err: (text) => out.push(text) })).toBe(2);
    expect(out.join('\n').split('\n').slice(0, 3)).toEqual([
      `account ${PARTNER}: compared Partner`, `not compared: Creator, because it is of account ${CREATOR}, and the credentials are of account ${PARTNER}`, '',
    ]);
    expect(out.join('\n')).toMatch(/\n\n2 differences$/);
  });

  async function asReader(policy: object): Promise<Record<string, string>> {
    await new IAMClient(clientOptions()).send(new PutRolePolicyCommand({ RoleName: 'room-reader', PolicyName: 'check', PolicyDocument: JSON.stringify(policy) }));
    const { Credentials } = await new STSClient(clientOptions()).send(new AssumeRoleCommand({ RoleArn: outputs.Creator.ReaderArn, RoleSessionName: 'check' }));
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
    return { AWS_ACCESS_KEY_ID: AccessKeyId!, AWS_SECRET_ACCESS_KEY: SecretAccessKey!, AWS_SESSION_TOKEN: SessionToken! };
  }

  test('needs no more than the documented policy', async () => {
    const { findings, account } = await check(CREATOR, await asReader(policyOf()));
    expect(account).toBe(CREATOR);
    expect(findings.filter(({ severity }) => severity === 'not read')).toEqual([]);
  });

  test('is told what could not be read, and that no difference is known of it', async () => {
    const { Statement: statements, ...policy } = policyOf();
    const allowed = statements.map((each) => ({ ...each, Action: each.Action.filter((action) => action !== 'cleanrooms:GetMembership') }));
    const { lines } = await check(CREATOR, await asReader({ ...policy, Statement: allowed }));
    expect(lines.filter((line) => line.startsWith('not read'))).toEqual([expect.stringContaining('not read NotRead: Creator/Room/Membership: cleanrooms:GetMembership: AccessDeniedException')]);
  });
});
