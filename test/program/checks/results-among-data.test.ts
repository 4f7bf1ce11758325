import type { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { AllowedColumns, Collaboration, ConfiguredTable, ConfiguredTableAssociation, Membership, ResultFormat, TableSource } from '../../../src';
import { cfnTable } from '../../support/l1';
import { stackOf, warningsIn } from '../../support/stacks';

const named = (name: string) => (stack: Stack, id: string) => Bucket.fromBucketName(stack, id, name);

describe.each<[string, (data: IBucket, stack: Stack) => TableSource]>([
  ['a Glue table', (bucket) => TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket })],
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

function warningsWith(source: (data: IBucket, stack: Stack) => TableSource, make: (stack: Stack) => { data: IBucket; results: IBucket }): string[] {
  const stack = stackOf();
  const { data, results } = make(stack);
  const membership = new Membership(stack, 'Membership', {
    collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111'),
    defaultResult: { bucket: results, format: ResultFormat.CSV },
  });
  new ConfiguredTableAssociation(stack, 'Association', {
    membership,
    configuredTable: new ConfiguredTable(stack, 'Table', { source: source(data, stack), allowedColumns: AllowedColumns.of('email') }),
    configuredTableAssociationName: 'purchases',
  });
  return warningsIn(stack);
}
