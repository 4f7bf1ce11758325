import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnIdMappingWorkflow, CfnIdNamespace } from 'aws-cdk-lib/aws-entityresolution';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { deploy, logOf, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { READY_ROLES } from './ready-roles';
import * as current from '../../src';
import { CREATOR, PARTNER } from '../support/stacks';

/*
 * A live room that was deployed with the release before, from its tarball, is deployed again with this one: nothing live is replaced or refused,
 * and what is called is listed. Until there is a release, the tarball is a build of the commit 8d6626e.
 */
const RELEASE_BEFORE = join(__dirname, '..', 'fixtures', 'release-before.tgz');
const MODEL = `arn:aws:cleanrooms-ml:${REGION}:${PARTNER}:configured-audience-model/lookalikes`;

/** The library, as one of its releases exports it. */
type Library = typeof current;

let cloud: LocalCloud;
let directory: string;
let before: Library;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'upgrades-test-'));
  before = jest.requireActual<Library>(installed(RELEASE_BEFORE));
  // The release before does not grant the actions that depend on others.
  cloud = await startLocalCloud({ name: 'upgrades-test', cleanRooms: { enforcesDependentActions: false } });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('the room of the release before is as it was after the deployment with this one, in both accounts', async () => {
  await deploy(cloud, creatorApp(before));
  await deploy(cloud, partnerApp(before));
  const live = everything();
  expect(live.map(({ kind }) => kind)).toEqual([
    'AnalysisTemplate', 'Collaboration', 'ConfiguredAudienceModelAssociation', 'ConfiguredTable', 'ConfiguredTableAssociation', 'IdMappingTable',
    'IdNamespaceAssociation', 'IdNamespaceAssociation', 'IntermediateTable', 'Membership', 'Membership', 'PrivacyBudgetTemplate',
  ]);

  const calls = cloud.api.calls.length;
  await deploy(cloud, creatorApp(current));
  await deploy(cloud, partnerApp(current));

  expect(everything()).toEqual(live);
  // Guards that are new ask what is there; the tag by which the creator's membership is deleted after the collaboration names the stack.
  const changing = cloud.api.calls.slice(calls).filter(({ operation }) => !/^(Get|List)/.test(operation));
  expect(changing.map(({ operation }) => operation)).toEqual(['TagResource']);
});

test('after the upgrade, the room is guarded as before', async () => {
  await expect(deploy(cloud, creatorApp(current, true))).rejects.toThrow(/failed in account/);
  expect(logOf(cloud, CREATOR)).toMatch(/would be replaced because of: 'queryLogging' from DISABLED to ENABLED/);

  const calls = cloud.api.calls.length;
  await deploy(cloud, creatorApp(current));
  expect(cloud.api.calls.slice(calls).filter(({ operation }) => !/^(Get|List)/.test(operation))).toEqual([]);
});

/** Installs a tarball into a folder of its own, beside the peers of this project, and returns the folder. */
function installed(tarball: string): string {
  const modules = join(directory, 'node_modules');
  const library = join(modules, 'cdk-cleanrooms');
  mkdirSync(library, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', library, '--strip-components', '1']);
  for (const peer of ['aws-cdk-lib', 'constructs']) symlinkSync(join(__dirname, '..', '..', 'node_modules', peer), join(modules, peer));
  return library;
}

/** One of everything that lives long, as a user of either release writes it. */
function creatorApp(library: Library, queryLogging?: boolean): CdkApp {
  const { CAN_QUERY, CAN_RECEIVE_RESULTS } = library.MemberAbility;
  return assembly(CREATOR, 'Creator', (stack) => {
    const collaboration = new library.Collaboration(stack, 'Room', {
      collaborationName: 'reach',
      creator: { displayName: 'Creator', abilities: [CAN_QUERY, CAN_RECEIVE_RESULTS] },
      members: [{ accountId: PARTNER, displayName: 'Partner', paymentResponsibilities: [library.PaymentResponsibility.QUERY_COMPUTE] }],
      queryLogging,
    });
    const membership = collaboration.addMembership('Membership', {
      defaultResult: { bucket: Bucket.fromBucketName(stack, 'Results', 'results'), format: library.ResultFormat.CSV },
    });
    const template = new library.AnalysisTemplate(stack, 'Template', {
      membership, source: library.AnalysisSource.sql('SELECT city, count(DISTINCT email) FROM people GROUP BY city'),
    });
    const table = new library.ConfiguredTable(stack, 'Table', {
      source: library.TableSource.glueTable({
        databaseName: 'crm', tableName: 'people', bucket: Bucket.fromBucketName(stack, 'Data', 'crm'), columns: ['email', 'city'],
      }),
      allowedColumns: library.AllowedColumns.all(),
      analysisRule: library.AnalysisRule.custom().allowTemplates(template),
    });
    new library.ConfiguredTableAssociation(stack, 'Association', { membership, configuredTable: table, configuredTableAssociationName: 'people' });
    new library.PrivacyBudgetTemplate(stack, 'Budget', {
      membership, budget: library.PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }),
    });
    const idNamespace = (name: string) =>
      CfnIdNamespace.fromIdNamespaceArn(stack, `${name}Namespace`, `arn:aws:entityresolution:${REGION}:${CREATOR}:idnamespace/${name}`);
    const mapping = new library.IdMappingTable(stack, 'Mapping', {
      membership,
      idMappingTableName: 'mapping',
      idMappingWorkflow: CfnIdMappingWorkflow.fromWorkflowName(stack, 'Workflow', 'source-to-target'),
      source: new library.IdNamespaceAssociation(stack, 'Source', { membership, idNamespace: idNamespace('source') }),
      target: new library.IdNamespaceAssociation(stack, 'Target', { membership, idNamespace: idNamespace('target') }),
    });
    const cached = new library.IntermediateTable(stack, 'Cached', {
      membership, intermediateTableName: 'cached', populationAnalysis: library.PopulationAnalysis.sql('SELECT * FROM mapping'),
    });
    cached.node.addDependency(mapping);
  });
}

function partnerApp(library: Library): CdkApp {
  return assembly(PARTNER, 'Partner', (stack) => {
    const collaboration = library.Collaboration.fromInvitation(stack, 'Room', {
      collaborationName: 'reach', creatorAccountId: CREATOR, memberAccountIds: [PARTNER],
    });
    const membership = collaboration.addMembership('Membership', { paymentResponsibilities: [library.PaymentResponsibility.QUERY_COMPUTE] });
    new library.ConfiguredAudienceModelAssociation(stack, 'Model', {
      membership, configuredAudienceModelArn: MODEL, configuredAudienceModelAssociationName: 'lookalikes',
    });
  });
}

function assembly(account: string, id: string, fill: (stack: Stack) => void): CdkApp {
  const app = new App({ outdir: mkdtempSync(join(directory, `${id}-`)), context: READY_ROLES });
  fill(new Stack(app, id, { env: { account, region: REGION } }));
  return { account, app: app.synth().directory };
}

/** All that there is, by what must not change. */
function everything(): { kind: unknown; arn: unknown; createTime: unknown }[] {
  return [CREATOR, PARTNER].flatMap((account) => cloud.api.state(account, REGION).map(({ kind, arn, createTime }) => ({ kind, arn, createTime })))
    .sort((one, other) => `${String(one.kind)} ${String(one.arn)}` < `${String(other.kind)} ${String(other.arn)}` ? -1 : 1);
}
