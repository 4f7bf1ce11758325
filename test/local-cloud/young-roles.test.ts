import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { bootstrap, deploy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import {
  AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, TableSource,
} from '../../src';
import { CREATOR } from '../support/stacks';

/*
 * The service refuses a role that it cannot assume yet. So does the local cloud here: it refuses roles of less than this age.
 */
const READY_AFTER_SECONDS = 4;

let cloud: LocalCloud;
const directory = mkdtempSync(join(tmpdir(), 'young-roles-'));

beforeAll(async () => {
  cloud = await startLocalCloud({ name: 'young-roles', cleanRooms: { assumable } });
  await bootstrap(cloud, CREATOR);
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

/** A table in a collaboration, and a role that reads it. */
function app(name: string, roleReadySeconds: number, description?: string): CdkApp {
  const cdkApp = new App({
    outdir: mkdtempSync(join(directory, 'assembly-')),
    postCliContext: { 'cdk-cleanrooms:roleReadySeconds': roleReadySeconds },
  });
  const stack = new Stack(cdkApp, name, { env: { account: CREATOR, region: REGION } });
  const collaboration = new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY] } });
  new ConfiguredTableAssociation(stack, 'Association', {
    membership: collaboration.addMembership('Membership'),
    configuredTableAssociationName: 'purchases',
    description,
    configuredTable: new ConfiguredTable(stack, 'Table', {
      source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'data') }),
      allowedColumns: AllowedColumns.of('email', 'amount'),
      analysisRule: AnalysisRule.aggregation().joinOn('email').sum('amount').requireAtLeast(2, 'email'),
    }),
  });
  return { account: CREATOR, app: cdkApp.synth().directory };
}

test('a role is refused as long as it is too new, although its policies are there', async () => {
  await expect(deploy(cloud, app('Hasty', 0))).rejects.toThrow(/Clean Rooms cannot assume the role/);
});

test('what uses a new role is not made before the service can assume it', async () => {
  await deploy(cloud, app('Patient', READY_AFTER_SECONDS + 1));

  expect(cloud.api.state(CREATOR, REGION).filter(({ kind }) => kind === 'ConfiguredTableAssociation')).toHaveLength(1);
});

test('an update does not wait where the role stays the same', async () => {
  await deploy(cloud, app('Patient', 600, 'What our customers bought'));

  expect(cloud.api.state(CREATOR, REGION)).toContainEqual(expect.objectContaining({
    kind: 'ConfiguredTableAssociation', description: 'What our customers bought',
  }));
});
