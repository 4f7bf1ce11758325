import { Lazy, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AllowedColumns, Collaboration, ConfiguredTable, ConfiguredTableAssociation, Membership, TableSource } from '../../src';
import { factsOf, hasFacts } from '../../src/program/facts';
import { CREATOR, PARTNER, stackOf } from '../support/stacks';

/*
 * What no resource of a template says, and tools and other copies of the library need to know.
 */

const METADATA = 'cdk-cleanrooms:facts';
const ID = '11111111-1111-4111-8111-111111111111';

test('an imported collaboration has its members among the metadata of its construct', () => {
  const collaboration = Collaboration.fromCollaborationAttributes(stackOf(), 'Collaboration', {
    collaborationIdentifier: ID, creatorAccountId: PARTNER, memberAccountIds: [CREATOR],
  });
  const facts = { kind: 'collaboration', collaborationIdentifier: ID, creatorAccountId: PARTNER, memberAccountIds: [CREATOR] };
  expect(factsOf(collaboration, 'collaboration')).toEqual(facts);
  expect(collaboration.node.metadata).toContainEqual(expect.objectContaining({ type: METADATA, data: { version: 1, ...facts } }));
});

describe('a source', () => {
  const sourceIn = (stack: Stack) => TableSource.glueTable({
    databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'data'), prefix: 'purchases', columns: ['email'],
  });
  const recorded = expect.objectContaining({
    type: METADATA, data: expect.objectContaining({ version: 1, kind: 'table', source: 'glue', prefix: 'purchases', columns: [{ name: 'email' }] }),
  });

  test('is among the metadata of a configured table, with its columns', () => {
    const stack = stackOf();
    const table = new ConfiguredTable(stack, 'Table', { source: sourceIn(stack), allowedColumns: AllowedColumns.all() });
    expect(table.node.metadata).toContainEqual(recorded);
  });

  test.each([true, false])('is among the metadata of an association where that is told it: %s', (isTold) => {
    const stack = stackOf();
    const association = new ConfiguredTableAssociation(stack, 'Association', {
      membership: Membership.fromMembershipIdentifier(stack, 'Membership', ID),
      configuredTable: new ConfiguredTable(stack, 'Table', { source: sourceIn(stack), allowedColumns: AllowedColumns.all() }),
      configuredTableAssociationName: 'purchases',
      source: isTold ? sourceIn(new Stack(stack, 'Other')) : undefined,
    });
    if (isTold) expect(association.node.metadata).toContainEqual(recorded);
    else expect(association.node.metadata).not.toContainEqual(recorded);
  });
});

test('the metadata comes into the cloud assembly', () => {
  const stack = stackOf();
  Collaboration.fromCollaborationAttributes(stack, 'Collaboration', { collaborationIdentifier: ID, memberAccountIds: [PARTNER] });
  const entries = (stack.node.root as import('aws-cdk-lib').App).synth().getStackArtifact(stack.artifactId).findMetadataByType(METADATA);
  expect(entries).toEqual([expect.objectContaining({ path: '/Stack/Collaboration', data: expect.objectContaining({ memberAccountIds: [PARTNER] }) })]);
});

test('a construct of which nothing is recorded has no facts', () => {
  expect(factsOf(stackOf(), 'collaboration')).toBeUndefined();
});

test('whether facts are recorded of a construct can be asked without reading them', () => {
  const stack = stackOf();
  const collaboration = Collaboration.fromCollaborationAttributes(stack, 'Collaboration', {
    collaborationIdentifier: Lazy.string({
      produce: () => {
        throw new Error('read');
      },
    }),
  });
  expect([hasFacts(collaboration), hasFacts(stack)]).toEqual([true, false]);
});

test('a construct of which something else is recorded has no facts of a kind', () => {
  expect(factsOf(Collaboration.fromCollaborationIdentifier(stackOf(), 'Collaboration', ID), 'table')).toBeUndefined();
});

test('facts that lazy values give are the values that they produce', () => {
  const collaboration = Collaboration.fromCollaborationAttributes(stackOf(), 'Collaboration', {
    collaborationIdentifier: Lazy.string({ produce: () => ID }),
    creatorAccountId: Lazy.string({ produce: () => PARTNER }),
    memberAccountIds: Lazy.list({ produce: () => [CREATOR] }),
  });
  expect(factsOf(collaboration, 'collaboration')).toMatchObject({ collaborationIdentifier: ID, creatorAccountId: PARTNER, memberAccountIds: [CREATOR] });
});
