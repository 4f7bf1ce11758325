import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { deploy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import {
  AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, ResultFormat, TableSource,
} from '../../src';
import { CREATOR } from '../support/stacks';

/*
 * The service refuses a role that it cannot assume yet. So does the local cloud here: it refuses roles of less than this age.
 */
const READY_AFTER_SECONDS = 4;

/** The time that the app waits: a little longer, because CloudFormation records the creation of a role a little earlier or later. */
const READY_SECONDS = READY_AFTER_SECONDS + 1;

let cloud: LocalCloud;
const directory = mkdtempSync(join(tmpdir(), 'young-roles-'));

beforeAll(async () => {
  cloud = await startLocalCloud({ name: 'young-roles', cleanRooms: { assumable } });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function assumable(roleArn: string): Promise<string | undefined> {
  const role = await cloud.role(roleArn);
  const age = (Date.now() - Date.parse(role?.createdAt ?? '')) / 1_000;
  return age >= READY_AFTER_SECONDS ? undefined : `Clean Rooms cannot assume the role ${roleArn}`;
}

interface Choices {
  readonly description?: string;
  /** How many tables there are, each with a role that reads it and names the membership in its trust policy. */
  readonly tables?: number;
  /** Whether the membership has a role of its own, which writes results. */
  readonly results?: boolean;
}

/** Tables in a collaboration, and roles that read them. */
function app(name: string, roleReadySeconds: number, { description, tables = 1, results }: Choices = {}): CdkApp {
  const cdkApp = new App({
    outdir: mkdtempSync(join(directory, 'assembly-')),
    postCliContext: { 'cdk-cleanrooms:roleReadySeconds': roleReadySeconds },
  });
  const stack = new Stack(cdkApp, name, { env: { account: CREATOR, region: REGION } });
  const membership = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
  }).addMembership('Membership', {
    defaultResult: results ? { bucket: Bucket.fromBucketName(stack, 'Results', 'results'), format: ResultFormat.CSV } : undefined,
  });
  const configuredTable = new ConfiguredTable(stack, 'Table', {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'data') }),
    allowedColumns: AllowedColumns.of('email', 'amount'),
    analysisRule: AnalysisRule.aggregation().joinOn('email').sum('amount').requireAtLeast(2, 'email'),
  });
  for (let table = 1; table <= tables; table++) {
    const configuredTableAssociationName = `purchases_${table}`;
    new ConfiguredTableAssociation(stack, `Association${table}`, { membership, configuredTableAssociationName, description, configuredTable });
  }
  return { account: CREATOR, app: cdkApp.synth().directory };
}

/** How many associations an account has. */
function associations(): number {
  return cloud.api.state(CREATOR, REGION).filter(({ kind }) => kind === 'ConfiguredTableAssociation').length;
}

/** How long the functions have waited for roles, each of them, in seconds, as their log has it. */
function waits(): number[] {
  const log = readFileSync(join(cloud.logDirectory, 'ministack.log'), 'utf8');
  return [...log.matchAll(/the roles are ready in (\d+) ms/g)].map(([, milliseconds]) => Number(milliseconds) / 1_000);
}

/** How long a deployment waited for roles. */
async function waitsOf(deployment: Promise<unknown>): Promise<number[]> {
  const before = waits().length;
  await deployment;
  return waits().slice(before);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

test('a role is refused as long as it is too new, although its policies are there', async () => {
  await expect(deploy(cloud, app('Hasty', 0))).rejects.toThrow(/Clean Rooms cannot assume the role/);
});

test('what uses a new role is not made before the service can assume it', async () => {
  await deploy(cloud, app('Patient', READY_SECONDS));

  expect(associations()).toBe(1);
});

test('an update does not wait where the role stays the same', async () => {
  await deploy(cloud, app('Patient', 600, { description: 'What our customers bought' }));

  expect(cloud.api.state(CREATOR, REGION)).toContainEqual(expect.objectContaining({
    kind: 'ConfiguredTableAssociation', description: 'What our customers bought',
  }));
});

test('the roles that an update adds are waited for together, by one resource', async () => {
  const before = associations();
  const waited = await waitsOf(deploy(cloud, app('Patient', READY_SECONDS, { description: 'What our customers bought', tables: 6 })));

  expect(associations()).toBe(before + 5);
  expect(waited).toHaveLength(1);
  expect(sum(waited)).toBeLessThanOrEqual(READY_SECONDS);
});

test('a role that names what has waited for another role waits after it, and all such roles together', async () => {
  const before = associations();
  const waited = await waitsOf(deploy(cloud, app('Chained', READY_SECONDS, { tables: 4, results: true })));

  expect(associations()).toBe(before + 4);
  expect(waited).toHaveLength(2);
  expect(sum(waited)).toBeLessThanOrEqual(2 * READY_SECONDS);
});
