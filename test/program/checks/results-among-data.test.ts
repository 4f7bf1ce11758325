import type { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { AllowedColumns, Collaboration, ConfiguredTable, ConfiguredTableAssociation, Membership, ResultFormat, TableSource } from '../../../src';
import { cfnConfiguredTable, cfnTable } from '../../support/l1';
import { stackOf, warningsIn } from '../../support/stacks';

const named = (name: string) => (stack: Stack, id: string) => Bucket.fromBucketName(stack, id, name);

describe.each<[string, (data: IBucket, stack: Stack) => TableSource]>([
  ['a Glue table', (bucket) => glueTable(bucket)],
  ['a Glue table of the app', (bucket, stack) => TableSource.glue(cfnTable(stack), { bucket })],
  ['a Glue table whose location is a folder of the bucket', (bucket, stack) =>
    TableSource.glue(cfnTable(stack, 'GlueTable', { location: `s3://${bucket.bucketName}/purchases/` }))],
])('%s', (_, source) => {
  test.each<[string, (stack: Stack) => { data: IBucket; results: IBucket }]>([
    ['of the app', (stack) => {
      const bucket = new Bucket(stack, 'Bucket');
      return { data: bucket, results: bucket };
    }],
    ['of a name', (stack) => ({ data: named('sales')(stack, 'Data'), results: named('sales')(stack, 'Results') })],
  ])('is warned of where results are written to the bucket of its data, one %s', (__, buckets) => {
    expect(warningsWith(source, buckets)).toContain('cdk-cleanrooms:resultsAmongData');
  });

  test.each<[string, (stack: Stack) => { data: IBucket; results: IBucket }]>([
    ['of the app', (stack) => ({ data: new Bucket(stack, 'Data'), results: new Bucket(stack, 'Results') })],
    ['of a name', (stack) => ({ data: named('sales')(stack, 'Data'), results: named('results')(stack, 'Results') })],
    ['of either', (stack) => ({ data: named('sales')(stack, 'Data'), results: new Bucket(stack, 'Results') })],
  ])('is not warned of where they are written to another, %s', (__, buckets) => {
    expect(warningsWith(source, buckets)).not.toContain('cdk-cleanrooms:resultsAmongData');
  });
});

describe.each<[string, (stack: Stack) => refs.IConfiguredTableRef]>([
  ['an imported table', (stack) => ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Table', '22222222-2222-4222-8222-222222222222')],
  ['an L1', (stack) => cfnConfiguredTable(stack)],
  ['a table with another source', (stack) => tableOf(stack, glueTable(named('others')(stack, 'Others')))],
])('%s whose association is told the source', (_, tableIn) => {
  test('is warned of where results are written to the bucket of its data, and only there', () => {
    const warningsIf = (results: string) => {
      const stack = stackOf();
      associate(stack, named(results)(stack, 'Results'), tableIn(stack), glueTable(named('sales')(stack, 'Data')));
      return warningsIn(stack);
    };
    expect(warningsIf('sales')).toContain('cdk-cleanrooms:resultsAmongData');
    for (const results of ['results', 'others']) expect(warningsIf(results)).not.toContain('cdk-cleanrooms:resultsAmongData');
  });
});

function warningsWith(source: (data: IBucket, stack: Stack) => TableSource, make: (stack: Stack) => { data: IBucket; results: IBucket }): string[] {
  const stack = stackOf();
  const { data, results } = make(stack);
  associate(stack, results, tableOf(stack, source(data, stack)));
  return warningsIn(stack);
}

function glueTable(bucket: IBucket): TableSource {
  return TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket });
}

function tableOf(stack: Stack, source: TableSource): ConfiguredTable {
  return new ConfiguredTable(stack, 'Table', { source, allowedColumns: AllowedColumns.of('email') });
}

function associate(stack: Stack, results: IBucket, configuredTable: refs.IConfiguredTableRef, source?: TableSource): void {
  const membership = new Membership(stack, 'Membership', {
    collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111'),
    defaultResult: { bucket: results, format: ResultFormat.CSV },
  });
  new ConfiguredTableAssociation(stack, 'Association', { membership, configuredTable, configuredTableAssociationName: 'purchases', source });
}
