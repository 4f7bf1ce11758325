import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import {
  AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, SnowflakeColumnType, TableSource,
} from '../../src';
import { CREATOR, PARTNER, THIRD } from '../support/stacks';

/*
 * Tables through Athena, from Snowflake and from Databricks, and what the roles that read them really may do: asked of the evaluator of IAM.
 */
const DATABRICKS = {
  schemaName: 'sales',
  tableName: 'visits',
  workspaceUrl: 'https://acme.cloud.databricks.com',
  shareName: 'measurement',
  deltaShareEndpoint: 'https://acme.cloud.databricks.com/api/2.0/delta-sharing'
    + '/metastores/66666666-6666-4666-8666-666666666666/recipients/77777777-7777-4777-8777-777777777777',
};
const SECRET = `arn:aws:secretsmanager:${REGION}:${CREATOR}:secret:snowflake-a1b2c3`;

let cloud: LocalCloud;
let roles: { readonly athena: string; readonly snowflake: string; readonly databricks: string };
let own: string;
const directory = mkdtempSync(join(tmpdir(), 'table-sources-'));

beforeAll(async () => {
  cloud = await startLocalCloud({ name: 'table-sources' });
  const { Tables: outputs } = await deploy(cloud, app());
  roles = { athena: outputs.AthenaRole, snowflake: outputs.SnowflakeRole, databricks: outputs.DatabricksRole };
  own = outputs.Membership;
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** The creator's tables, in a collaboration in which the partner runs queries and a third member does nothing. */
function app(description?: string): CdkApp {
  const cdkApp = new App({ outdir: mkdtempSync(join(directory, 'assembly-')) });
  const stack = new Stack(cdkApp, 'Tables', { env: { account: CREATOR, region: REGION } });
  const membership = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator' },
    members: [
      { accountId: PARTNER, displayName: 'Partner', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
      { accountId: THIRD, displayName: 'Third' },
    ],
    removalPolicy: RemovalPolicy.DESTROY,
  }).addMembership('Membership');
  const sources = {
    athena: TableSource.athenaTable({
      databaseName: 'sales',
      tableName: 'purchases',
      workGroup: CfnWorkGroup.fromWorkGroupName(stack, 'WorkGroup', 'clean-rooms'),
      output: { bucket: Bucket.fromBucketName(stack, 'Results', 'results'), prefix: 'athena' },
    }),
    snowflake: TableSource.snowflake({
      accountIdentifier: 'acme-marketing',
      databaseName: 'SALES',
      schemaName: 'PUBLIC',
      tableName: 'RETURNS',
      columns: [{ name: 'email', type: SnowflakeColumnType.VARCHAR }],
      secret: Secret.fromSecretCompleteArn(stack, 'Secret', SECRET),
    }),
    databricks: TableSource.databricks(DATABRICKS),
  };
  for (const [name, source] of Object.entries(sources)) {
    const configuredTable = new ConfiguredTable(stack, `${name}Table`, {
      source, description, allowedColumns: AllowedColumns.of('email'), analysisRule: AnalysisRule.custom().allowAnyQueryBy(PARTNER),
    });
    const { role } = new ConfiguredTableAssociation(stack, `${name}Association`, { membership, configuredTable, configuredTableAssociationName: name });
    new CfnOutput(stack, `${name.charAt(0).toUpperCase()}${name.slice(1)}Role`, { value: role.roleArn });
  }
  new CfnOutput(stack, 'Membership', { value: membership.membershipArn });
  return { account: CREATOR, app: cdkApp.synth().directory };
}

function tables(): unknown[] {
  return cloud.api.state(CREATOR, REGION).filter(({ kind }) => kind === 'ConfiguredTable').map((table) => table.tableReference);
}

test('the API has the tables as they were said', () => {
  const { schemaName, tableName, workspaceUrl, shareName, deltaShareEndpoint } = DATABRICKS;
  expect(tables()).toEqual(expect.arrayContaining([
    { athena: { databaseName: 'sales', tableName: 'purchases', workGroup: 'clean-rooms', outputLocation: 's3://results/athena/' } },
    {
      snowflake: {
        accountIdentifier: 'acme-marketing',
        databaseName: 'SALES',
        schemaName: 'PUBLIC',
        tableName: 'RETURNS',
        secretArn: SECRET,
        tableSchema: { v1: [{ columnName: 'email', columnType: 'VARCHAR' }] },
      },
    },
    { databricks: { schemaName, tableName, workspaceUrl, connectionType: { deltaSharing: { shareName, deltaShareEndpoint } } } },
  ]));
});

describe('the role', () => {
  const inAccount = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${CREATOR}:${resource}`;
  const context = { 'aws:ResourceAccount': CREATOR };

  test.each<[keyof typeof roles, string, string]>([
    ['athena', 'athena:StartQueryExecution', inAccount('athena', 'workgroup/clean-rooms')],
    ['athena', 'athena:GetTableMetadata', inAccount('athena', 'datacatalog/AwsDataCatalog')],
    ['athena', 'glue:GetTable', inAccount('glue', 'table/sales/purchases')],
    ['athena', 'lakeformation:GetDataAccess', '*'],
    ['athena', 's3:PutObject', 'arn:aws:s3:::results/athena/1.csv'],
    ['snowflake', 'secretsmanager:GetSecretValue', SECRET],
  ])('of the table in %s may do %s on %s', async (source, action, resource) => {
    expect(await cloud.refusal({ roleArn: roles[source], action, resource, context })).toBeUndefined();
  });

  test.each<[keyof typeof roles, string, string]>([
    ['athena', 'athena:StartQueryExecution', inAccount('athena', 'workgroup/primary')],
    ['athena', 'glue:GetTable', inAccount('glue', 'table/sales/returns')],
    ['athena', 'glue:DeleteTable', inAccount('glue', 'table/sales/purchases')],
    ['athena', 's3:PutObject', 'arn:aws:s3:::results/other/1.csv'],
    ['athena', 's3:GetObject', 'arn:aws:s3:::data/purchases/1.parquet'],
    ['snowflake', 'secretsmanager:GetSecretValue', SECRET.replace('snowflake', 'other')],
    ['snowflake', 'secretsmanager:PutSecretValue', SECRET],
    ['snowflake', 'glue:GetTable', inAccount('glue', 'table/sales/purchases')],
    ['databricks', 'secretsmanager:GetSecretValue', SECRET],
  ])('of the table in %s may not do %s on %s', async (source, action, resource) => {
    expect(await cloud.refusal({ roleArn: roles[source], action, resource, context })).toContain('is not authorized to perform');
  });
});

describe('Clean Rooms', () => {
  const of = (account: string) => `arn:aws:cleanrooms:${REGION}:${account}:membership/55555555-5555-4555-8555-555555555555`;

  test.each<[keyof typeof roles, string, () => string]>([
    ['athena', 'the owner', () => own],
    ['athena', 'the runner', () => of(PARTNER)],
    ['athena', 'any other member', () => of(THIRD)],
    ['databricks', 'any other member', () => of(THIRD)],
    ['snowflake', 'the owner', () => own],
    ['snowflake', 'the runner', () => of(PARTNER)],
  ])('may read the table in %s for %s', async (source, _, sourceArn) => {
    expect(await refusalFor(source, sourceArn())).toBeUndefined();
  });

  test.each<[keyof typeof roles, string, string]>([
    ['athena', 'another membership of the owner', of(CREATOR)],
    ['athena', 'somebody else', of('444444444444')],
    ['snowflake', 'a member who does not run queries', of(THIRD)],
  ])('may not read the table in %s for %s', async (source, _, sourceArn) => {
    expect(await refusalFor(source, sourceArn)).toContain('does not let cleanrooms.amazonaws.com assume it');
  });

  async function refusalFor(source: keyof typeof roles, sourceArn: string): Promise<string | undefined> {
    return cloud.assumeRefusal({ roleArn: roles[source], service: 'cleanrooms.amazonaws.com', context: { 'aws:SourceArn': sourceArn } });
  }
});

test('an update changes the tables in place, and destroying leaves nothing', async () => {
  const before = idsOf('ConfiguredTable');
  const changed = app('What was bought and brought back');
  await deploy(cloud, changed);
  expect(idsOf('ConfiguredTable')).toEqual(before);
  expect(cloud.api.state(CREATOR, REGION).filter(({ description }) => description === 'What was bought and brought back')).toHaveLength(3);

  await destroy(cloud, changed);
  expect(cloud.api.state(CREATOR, REGION)).toEqual([]);
});

function idsOf(kind: string): unknown[] {
  return cloud.api.state(CREATOR, REGION).filter((each) => each.kind === kind).map(({ id }) => id);
}
