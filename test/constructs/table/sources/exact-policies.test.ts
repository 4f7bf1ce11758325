import { Aws, Lazy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ConfiguredTable, ConfiguredTableAssociation, Membership, TableSource, TrainingDataset } from '../../../../src';
import { expectRefused, expectRefusedAtSynthesis } from '../../../support/faults';
import { CREATOR, stackOf } from '../../../support/stacks';
import { arn, associate, statementsIn } from '../../../support/table-sources';

/*
 * The names in a source come into the policy of the role that reads it: they are checked wherever a source is given.
 */

const ID = '11111111-1111-4111-8111-111111111111';
const SCHEMA = `arn:aws:glue:eu-west-1:${CREATOR}:schema/registry/orders`;

function tableWith(stack: Stack, schemaId?: object): CfnTable {
  return new CfnTable(stack, 'Table', {
    catalogId: Aws.ACCOUNT_ID,
    databaseName: 'sales',
    tableInput: {
      name: 'orders',
      storageDescriptor: {
        location: 's3://data/orders', columns: [{ name: 'email', type: 'string' }], schemaReference: schemaId && { schemaId, schemaVersionNumber: 1 },
      },
    },
  });
}

function registriesAndSchemasIn(stack: Stack): unknown {
  return statementsIn(stack).find(({ Action }) => Action.includes('glue:GetSchema'))?.Resource;
}

function associateImported(stack: Stack, source: TableSource): void {
  new ConfiguredTableAssociation(stack, 'Association', {
    membership: Membership.fromMembershipIdentifier(stack, 'Membership', ID),
    configuredTable: ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Imported', ID),
    configuredTableAssociationName: 'orders',
    source,
  });
}

test('the role of a table without a schema reads no schemas', () => {
  const stack = stackOf();
  associate(stack, TableSource.glue(tableWith(stack)));
  expect(registriesAndSchemasIn(stack)).toBeUndefined();
});

test('the role reads the schema with a given ARN and its registry, and no other', () => {
  const stack = stackOf();
  associate(stack, TableSource.glue(tableWith(stack, { schemaArn: SCHEMA })));
  expect(registriesAndSchemasIn(stack)).toEqual([`arn:aws:glue:eu-west-1:${CREATOR}:registry/registry`, SCHEMA]);
});

test('the role reads the schema whose ARN is a token and its registry, and no other', () => {
  const stack = stackOf();
  associate(stack, TableSource.glue(tableWith(stack, { schemaArn: Lazy.string({ produce: () => ({ Ref: 'Schema' }) as never }) })));
  const names = { 'Fn::Select': [1, { 'Fn::Split': [':schema/', { Ref: 'Schema' }] }] };
  expect(registriesAndSchemasIn(stack)).toEqual([
    { 'Fn::Join': ['', [{ 'Fn::Select': [0, { 'Fn::Split': [':schema/', { Ref: 'Schema' }] }] }, ':registry/', { 'Fn::Select': [0, { 'Fn::Split': ['/', names] }] }]] },
    { Ref: 'Schema' },
  ]);
});

test('the role reads the schema with the given names, and no other', () => {
  const stack = stackOf();
  associate(stack, TableSource.glue(tableWith(stack, { registryName: 'registry', schemaName: 'orders' })));
  expect(registriesAndSchemasIn(stack)).toEqual([
    arn([`:glue:us-east-1:${CREATOR}:registry/registry`]), arn([`:glue:us-east-1:${CREATOR}:schema/registry/orders`]),
  ]);
});

test('a wildcard in the definition of a table is rejected at synthesis', () => {
  const stack = stackOf();
  const table = tableWith(stack);
  associate(stack, TableSource.glue(table));
  table.databaseName = 'sales*';
  expectRefusedAtSynthesis(stack, 'DatabaseNameMalformed', "Stack/ConfiguredTable: 'databaseName' must have 1 to 128 letters");
});

test('a wildcard in the definition of a table is no error if it is changed until synthesis', () => {
  const stack = stackOf();
  const table = tableWith(stack);
  table.databaseName = 'sales*';
  associate(stack, TableSource.glue(table));
  table.databaseName = 'sales';
  expect(JSON.stringify(statementsIn(stack))).not.toContain('sales*');
});

test('the source of an association is checked, too', () => {
  const stack = stackOf();
  const bucket = Bucket.fromBucketName(stack, 'Data', 'data');
  expectRefused(() => associateImported(stack, TableSource.glueTable({ databaseName: '*', tableName: 'orders', bucket })),
    'DatabaseNameMalformed', "Stack/Association: 'databaseName' must have");
});

test('the results of a workgroup of an association are checked at synthesis', () => {
  const stack = stackOf();
  const workGroup = new CfnWorkGroup(stack, 'WorkGroup', { name: 'primary', workGroupConfiguration: { resultConfiguration: { outputLocation: 's3://*/' } } });
  associateImported(stack, TableSource.athenaTable({ databaseName: 'sales', tableName: 'orders', columns: ['email'], workGroup }));
  expectRefusedAtSynthesis(stack, 'LocationBucketMalformed', "got the bucket '*'");
});

test('the source and the catalog of training data are checked, too', () => {
  const stack = stackOf();
  const bucket = Bucket.fromBucketName(stack, 'Data', 'data');
  const train = (id: string, databaseName: string, catalogId?: string) => new TrainingDataset(stack, id, {
    source: TableSource.glueTable({ databaseName, tableName: 'orders', bucket }), catalogId, userIdColumn: 'user', itemIdColumn: 'item', timestampColumn: 'time',
  });
  expectRefused(() => train('One', '*'), 'DatabaseNameMalformed', "got '*'");
  expectRefused(() => train('Two', 'sales', '*'), 'AccountIdMalformed', "'catalogId' must be an AWS account");
  expect(train('Three', 'sales', Aws.ACCOUNT_ID).node.id).toBe('Three');
});
