import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { App, CfnOutput, CfnResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import {
  AllowedColumns, AnalysisRule, AnalysisSource, AnalysisTemplate, Collaboration, ConfiguredAudienceModelAssociation, ConfiguredTable,
  ConfiguredTableAssociation, MemberAbility, Membership, MembersJoined, SchemaReadiness, TableSource,
} from '../../src';
import { CleanRoomsProvider } from '../../src/custom-resources/provider';
import { CREATOR, PARTNER } from '../support/stacks';

/*
 * Two accounts deploy at the same time, and each waits for what the other one makes: the partner for the invitation and a
 * template, the creator for the partner, its table and its audience model.
 */

/** What the template runs, which the partner pins. */
const SQL = 'SELECT email, city FROM people';
const WAIT = { timeout: Duration.seconds(60) };

/** The creator waits for longer than an invocation of its function, which has so little time here that the wait takes several. */
const LONG_WAIT = { timeout: Duration.hours(1) };
const INVOCATION_SECONDS = 23;

let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lookups-test-'));
  cloud = await startLocalCloud({ name: 'lookups-test' });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('two accounts find what the other one makes, by its name, also if the first has to wait for longer than an invocation of its function', async () => {
  const creating = deploy(cloud, creatorApp());
  await Promise.race([creating, untilLogged(/^Invoke 202 /m)]);
  const [{ Creator: creator }, { Partner: partner }] = await Promise.all([creating, deploy(cloud, partnerApp())]);

  const made = (account: string, kind: string) => cloud.api.state(account, REGION).find((object) => object.kind === kind);
  expect(partner).toEqual({
    CollaborationId: made(CREATOR, 'Collaboration')?.id,
    CreatorsMembership: made(CREATOR, 'Membership')?.arn,
    Template: made(CREATOR, 'AnalysisTemplate')?.arn,
  });
  expect(creator).toEqual({
    PartnersMembership: made(PARTNER, 'Membership')?.arn,
    Model: made(PARTNER, 'ConfiguredAudienceModelAssociation')?.arn,
    RuleType: 'LIST',
    OwnMembership: made(CREATOR, 'Membership')?.id,
  });
});

test('who waits for a table that nobody has is told which ones there are', async () => {
  await expect(deploy(cloud, creatorApp({ tables: ['people', 'nobodys'] }))).rejects.toThrow(/failed in account/);

  expect(readFileSync(join(cloud.logDirectory, `cdk-${CREATOR}.log`), 'utf8')).toContain(`The collaboration has 'people' of ${PARTNER}`);
});

describe('in a rollback', () => {
  test('a wait keeps what it waited for, although its owner has withdrawn it', async () => {
    const before = await stackOf(CREATOR, 'Creator');
    await deploy(cloud, partnerApp({ withdrawn: true }));
    await expect(deploy(cloud, creatorApp({ tables: ['people', 'nobodys'] }))).rejects.toThrow('The collaboration has no tables');

    expect(await stackOf(CREATOR, 'Creator')).toEqual({ ...before, status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(before.outputs).toMatchObject({ RuleType: 'LIST' });
  });

  test('a lookup returns to what it found, although its owner has made another one in its place', async () => {
    const before = await stackOf(PARTNER, 'Partner');
    await deploy(cloud, creatorApp({ template: 'sums' }));
    await expect(deploy(cloud, partnerApp({ withdrawn: true, template: 'sums', failing: true }))).rejects.toThrow(/failed in account/);

    expect(await stackOf(PARTNER, 'Partner')).toEqual({ ...before, status: 'UPDATE_ROLLBACK_COMPLETE' });
    expect(cloud.api.state(CREATOR, REGION).filter(({ kind }) => kind === 'AnalysisTemplate')).toMatchObject([{ name: 'sums' }]);
  });
});

test('what the functions used was granted', async () => {
  const usage = (await cloud.usedActions()).filter(({ role }) => role.includes('CleanRoomsCustomResources'));

  expect(usage.flatMap(({ granted, used }) => used.filter((action) => !granted.includes(action)))).toEqual([]);
});

test('both stacks can be destroyed', async () => {
  await destroy(cloud, partnerApp());
  await destroy(cloud, creatorApp());

  expect([CREATOR, PARTNER].flatMap((account) => cloud.api.state(account, REGION))).toEqual([]);
});

/** Waits until the functions have logged something. */
async function untilLogged(line: RegExp): Promise<void> {
  while (!line.test(readFileSync(join(cloud.logDirectory, 'ministack.log'), 'utf8'))) await pause(200);
}

/** The status and the outputs of a stack. */
async function stackOf(account: string, StackName: string): Promise<{ status?: string; outputs: object }> {
  const credentials = { accessKeyId: account, secretAccessKey: 'test' };
  const { Stacks: [stack] = [] } = await new CloudFormationClient({ endpoint: cloud.endpoint, region: REGION, credentials })
    .send(new DescribeStacksCommand({ StackName }));
  return { status: stack.StackStatus, outputs: Object.fromEntries(stack.Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])) };
}

function creatorApp({ tables = ['people'], template = 'people' }: { tables?: string[]; template?: string } = {}): CdkApp {
  return assembly(CREATOR, 'Creator', (stack) => {
    const collaboration = new Collaboration(stack, 'Collaboration', {
      collaborationName: 'reach',
      creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
      members: [{ accountId: PARTNER, displayName: 'Partner' }],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const membership = collaboration.addMembership('Membership');
    new AnalysisTemplate(stack, 'Template', {
      membership, analysisTemplateName: template, source: AnalysisSource.sql(SQL),
    });

    (CleanRoomsProvider.of(stack).node.findChild('Handler') as CfnFunction).timeout = INVOCATION_SECONDS;
    const joined = new MembersJoined(stack, 'Joined', { collaboration, ...LONG_WAIT });
    const ready = new SchemaReadiness(stack, 'Ready', {
      collaboration, tables, timeout: tables.length > 1 ? Duration.seconds(0) : LONG_WAIT.timeout,
    });
    const model = ConfiguredAudienceModelAssociation.fromCollaboration(stack, 'Model', {
      collaboration, configuredAudienceModelAssociationName: 'lookalikes', ownerAccountId: PARTNER, ...LONG_WAIT,
    });
    ready.node.addDependency(joined);
    outputs(stack, {
      PartnersMembership: joined.membershipArnOf(PARTNER),
      Model: model.configuredAudienceModelAssociationArn,
      RuleType: ready.analysisRuleTypeOf('people'),
      OwnMembership: Membership.fromLookup(stack, 'Own', { collaboration, ...WAIT }).membershipIdentifier,
    });
  });
}

interface PartnerChoices {
  /** Whether it has taken its table out of the collaboration. */
  readonly withdrawn?: boolean;
  readonly template?: string;
  /** Whether the stack ends with something that cannot be made. */
  readonly failing?: boolean;
}

function partnerApp({ withdrawn, template: analysisTemplateName = 'people', failing }: PartnerChoices = {}): CdkApp {
  return assembly(PARTNER, 'Partner', (stack) => {
    const collaboration = Collaboration.fromInvitation(stack, 'Collaboration', {
      collaborationName: 'reach', creatorAccountId: CREATOR, memberAccountIds: [PARTNER], ...WAIT,
    });
    const membership = collaboration.addMembership('Membership', { removalPolicy: RemovalPolicy.DESTROY });
    const joined = new MembersJoined(stack, 'Joined', { collaboration, ...WAIT });
    const table = new ConfiguredTable(stack, 'Table', {
      configuredTableName: 'people',
      source: TableSource.glueTable({
        databaseName: 'crm', tableName: 'people', bucket: Bucket.fromBucketName(stack, 'Data', 'crm'), columns: ['email', 'city'],
      }),
      allowedColumns: AllowedColumns.all(),
      analysisRule: AnalysisRule.list({ joinColumns: ['email'], listColumns: ['city'] }),
    });
    if (!withdrawn) {
      new ConfiguredTableAssociation(stack, 'Association', {
        membership,
        configuredTable: table,
        configuredTableAssociationName: 'people',
        analysisRule: AnalysisRule.forAssociation({ allowedResultReceivers: [CREATOR] }),
        queryRunnerMembershipId: joined.membershipIdentifierOf(CREATOR),
      });
    }
    new ConfiguredAudienceModelAssociation(stack, 'Model', {
      membership,
      configuredAudienceModelArn: `arn:aws:cleanrooms-ml:${REGION}:${PARTNER}:configured-audience-model/lookalikes`,
      configuredAudienceModelAssociationName: 'lookalikes',
    });
    const template = AnalysisTemplate.fromCollaboration(stack, 'Template', {
      collaboration, ownerAccountId: CREATOR, analysisTemplateName, sourceSha256: createHash('sha256').update(SQL).digest('hex'), ...WAIT,
    });
    if (failing) {
      new CfnResource(stack, 'Failing', { type: 'AWS::CleanRooms::Membership', properties: { QueryLogStatus: 'ENABLED' } }).node.addDependency(template);
    }
    outputs(stack, {
      CollaborationId: collaboration.collaborationIdentifier,
      CreatorsMembership: joined.membershipArnOf(CREATOR),
      Template: template.analysisTemplateArn,
    });
  });
}

function outputs(stack: Stack, values: Readonly<Record<string, string>>): void {
  const scope = new Construct(stack, 'Outputs');
  Object.entries(values).forEach(([id, value]) => new CfnOutput(scope, id, { value }).overrideLogicalId(id));
}

function assembly(account: string, id: string, fill: (stack: Stack) => void): CdkApp {
  const app = new App({ outdir: mkdtempSync(join(directory, `${id}-`)) });
  fill(new Stack(app, id, { env: { account, region: REGION } }));
  return { account, app: app.synth().directory };
}
