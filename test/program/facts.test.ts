import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AllowedColumns, Collaboration, ConfiguredTable, TableSource } from '../../src';
import { factsOf } from '../../src/program/facts';
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
  expect(factsOf(collaboration)).toEqual(facts);
  expect(collaboration.node.metadata).toContainEqual(expect.objectContaining({ type: METADATA, data: { version: 1, ...facts } }));
});

test('a configured table has its source and columns among the metadata of its construct', () => {
  const stack = stackOf();
  const table = new ConfiguredTable(stack, 'Table', {
    source: TableSource.glueTable({
      databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'data'), prefix: 'purchases', columns: ['email'],
    }),
    allowedColumns: AllowedColumns.all(),
  });
  expect(table.node.metadata).toContainEqual(expect.objectContaining({
    type: METADATA, data: expect.objectContaining({ version: 1, kind: 'table', source: 'glue', prefix: 'purchases', columns: [{ name: 'email' }] }),
  }));
});

test('the metadata comes into the cloud assembly', () => {
  const stack = stackOf();
  Collaboration.fromCollaborationAttributes(stack, 'Collaboration', { collaborationIdentifier: ID, memberAccountIds: [PARTNER] });
  const entries = (stack.node.root as import('aws-cdk-lib').App).synth().getStackArtifact(stack.artifactId).findMetadataByType(METADATA);
  expect(entries).toEqual([expect.objectContaining({ path: '/Stack/Collaboration', data: expect.objectContaining({ memberAccountIds: [PARTNER] }) })]);
});

test('a construct of which nothing is recorded has no facts', () => {
  expect(factsOf(stackOf())).toBeUndefined();
});
