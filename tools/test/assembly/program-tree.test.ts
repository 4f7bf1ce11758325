import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnCondition, CfnParameter, CfnResource, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { CfnCollaboration, CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import { AdvertiserStack } from '../../../examples/campaign-with-l2s/advertiser';
import { PublisherStack } from '../../../examples/campaign-with-l2s/publisher';
import * as library from '../../../src';
import { KnownResource } from '../../../src/program/known-resources';
import { Program } from '../../../src/program/program';
import { changes, descriptions, outcomeOf } from '../../../test/support/rooms';
import { CREATOR, PARTNER } from '../../../test/support/stacks';
import { loadProgram } from '../../src/assembly/program-tree';
import { answersOf } from '../support/answers';

const env = (account: string) => ({ env: { account, region: 'us-east-1' } });

/** Holds that the model of the cloud assembly answers as the model of the app, stage by stage. */
function expectSameAnswers(app: App, folder = app.synth().directory): void {
  const stages = [app, ...app.node.findAll().filter((construct) => construct !== app && Stage.isStage(construct))];
  const loaded = loadProgram(folder);
  expect(loaded.map(({ path }) => path)).toEqual(stages.map(({ node }) => node.path));
  loaded.forEach(({ model }, index) => expect(answersOf(model)).toEqual(answersOf(Program.of(stages[index]).model)));
}

function newApp(context: Record<string, unknown> = {}): App {
  return new App({ analyticsReporting: false, context, outdir: mkdtempSync(join(tmpdir(), 'assembly-')) });
}

test('the model of any cloud assembly answers as the model of the app that it was synthesized from', () => {
  let valid = 0;
  fc.assert(fc.property(descriptions, fc.array(changes, { maxLength: 3 }), (description, made) => {
    const synthesized: { app: App; folder: string }[] = [];
    outcomeOf(description, library, { changes: made, changed: 'at the end', synthesized: (app, folder) => synthesized.push({ app, folder }) });
    valid += synthesized.length;
    synthesized.forEach(({ app, folder }) => expectSameAnswers(app, folder));
  }), { numRuns: 40, seed: 7 });
  expect(valid).toBeGreaterThan(5);
});

test('the example of a campaign is read with its members, memberships across accounts, tables and rules', () => {
  const app = newApp();
  new AdvertiserStack(app, 'Advertiser', { ...env(CREATOR), publisherAccount: PARTNER });
  new PublisherStack(app, 'Publisher', { ...env(PARTNER), advertiserAccount: CREATOR, audienceModelArn: `arn:aws:cleanrooms-ml:us-east-1:${PARTNER}:configured-audience-model/lookalikes`, leastPeople: 100 });
  const { directory } = app.synth();
  expectSameAnswers(app, directory);
  const [{ model }] = loadProgram(directory);
  const [collaboration] = model.collaborations();
  expect(collaboration.members()?.map(({ displayName }) => displayName)).toEqual(['Advertiser', 'Publisher']);
  expect(model.membershipsOf(collaboration).map(({ account }) => account)).toEqual([CREATOR, PARTNER]);
});

/** A collaboration of L1s only. */
function roomOfL1s(scope: Stack, memberships = scope): CfnMembership {
  const collaboration = new CfnCollaboration(scope, 'Collaboration', {
    name: 'room',
    description: 'x',
    creatorDisplayName: 'Creator',
    creatorMemberAbilities: ['CAN_QUERY'],
    queryLogStatus: 'ENABLED',
    members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: ['CAN_RECEIVE_RESULTS'] }],
  });
  return new CfnMembership(memberships, 'Membership', { collaborationIdentifier: collaboration.attrCollaborationIdentifier, queryLogStatus: 'ENABLED' });
}

function tableOfL1s(scope: Stack, membershipIdentifier: string): void {
  const table = new CfnConfiguredTable(scope, 'Table', {
    name: 'sales',
    allowedColumns: ['id', 'city'],
    analysisMethod: 'DIRECT_QUERY',
    tableReference: { glue: { databaseName: 'sales', tableName: 'sales' } },
    analysisRules: [{ type: 'LIST', policy: { v1: { list: { joinColumns: ['id'], listColumns: ['city'] } } } }],
  });
  new CfnConfiguredTableAssociation(scope, 'Association', {
    name: 'sales', configuredTableIdentifier: table.ref, membershipIdentifier, roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
  });
}

describe.each([['paths in the templates', true], ['paths in the metadata only', false]])('with %s', (_, inTemplates) => {
  const appOf = () => newApp({ 'aws:cdk:enable-path-metadata': inTemplates });

  test('programs of L1s are read', () => {
    const app = appOf();
    const stack = new Stack(app, 'Stack', env(CREATOR));
    tableOfL1s(stack, roomOfL1s(stack).attrMembershipIdentifier);
    expectSameAnswers(app);
  });

  test('references to another stack lead to what is exported', () => {
    const app = appOf();
    const [one, other] = ['One', 'Other'].map((id) => new Stack(app, id, env(CREATOR)));
    tableOfL1s(other, roomOfL1s(one).attrMembershipIdentifier);
    expectSameAnswers(app);
    expect(loadProgram(app.synth().directory)[0].model.resources(KnownResource.CONFIGURED_TABLE_ASSOCIATION)[0].key('MembershipIdentifier')).toBeInstanceOf(CfnResource);
  });

  test('nested stacks are read, with references into and out of them, and the same logical ids in several of them', () => {
    const app = appOf();
    const stack = new Stack(app, 'Stack', env(CREATOR));
    const [inner, beside] = ['Inner', 'Beside'].map((id) => new NestedStack(stack, id));
    const membership = roomOfL1s(stack, inner);
    tableOfL1s(stack, membership.attrMembershipIdentifier);
    tableOfL1s(beside, membership.attrMembershipIdentifier);
    beside.nestedStackResource!.addOverride('Condition', new CfnCondition(stack, 'Sometimes', { expression: Fn.conditionEquals('a', 'b') }).logicalId);
    expectSameAnswers(app);
  });

  test('stages are read, each with its own rooms', () => {
    const app = appOf();
    for (const id of ['Test', 'Production']) {
      const stage = new Stage(app, id, env(id === 'Test' ? CREATOR : PARTNER));
      const stack = new Stack(stage, 'Stack');
      tableOfL1s(stack, roomOfL1s(stack).attrMembershipIdentifier);
    }
    expectSameAnswers(app);
  });

  test('stacks for any account are read, with parameters and pseudo parameters', () => {
    const app = appOf();
    const stack = new Stack(app, 'Stack');
    new library.Collaboration(stack, 'Collaboration', {
      collaborationName: new CfnParameter(stack, 'Name').valueAsString,
      creator: { displayName: 'Creator', abilities: [library.MemberAbility.CAN_QUERY] },
      members: [{ accountId: new CfnParameter(stack, 'Partner').valueAsString, displayName: 'Partner', abilities: [library.MemberAbility.CAN_RECEIVE_RESULTS] }],
    }).addMembership('Membership');
    expectSameAnswers(app);
  });

  test('what no template has is read from the metadata: the members of an import, columns, Regions of buckets', () => {
    const app = appOf();
    const stack = new Stack(app, 'Stack', env(CREATOR));
    const id = '12345678-1234-1234-1234-123456789012';
    const collaboration = library.Collaboration.fromCollaborationAttributes(stack, 'Imported', {
      collaborationIdentifier: id, creatorAccountId: PARTNER, memberAccountIds: [CREATOR],
    });
    const membership = new library.Membership(stack, 'Membership', { collaboration });
    const table = new library.ConfiguredTable(stack, 'Table', {
      source: library.TableSource.glueTable({ databaseName: 'sales', tableName: 'sales', bucket: new Bucket(stack, 'Data'), prefix: 'sales', columns: ['id'] }),
      allowedColumns: library.AllowedColumns.of('id'),
    });
    new library.ConfiguredTableAssociation(stack, 'Association', { membership, configuredTable: table, configuredTableAssociationName: 'sales' });
    expectSameAnswers(app);
  });
});

test('a folder that is no cloud assembly is named', () => {
  expect(() => loadProgram('/nowhere')).toThrow("'/nowhere' is no cloud assembly: it has no manifest.json");
});
