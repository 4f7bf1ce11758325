import { Aws, Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { CfnResource } from 'aws-cdk-lib/aws-lakeformation';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AllowedColumns, AnalysisMethod, TableSource } from '../../../src';
import { expectRefused } from '../../support/faults';
import { cfnTable } from '../../support/l1';
import { CREATOR, PARTNER, agnosticStack, stackOf, warningsIn } from '../../support/stacks';
import { associate, configuredTable, referenceIn, stacksInTwoRegions, statementsIn } from '../../support/table-sources';

describe('a Glue table', () => {
  test('has its Region in the reference only if it differs from that of the stack', () => {
    const stack = stackOf();
    const { here, elsewhere } = stacksInTwoRegions();
    expect(referenceIn(stack, TableSource.glue(cfnTable(stack)))).toEqual({ Glue: { DatabaseName: 'sales', TableName: 'purchases' } });
    expect(referenceIn(here, TableSource.glue(cfnTable(elsewhere)))).toEqual({
      Glue: { DatabaseName: 'sales', TableName: 'purchases', Region: 'eu-west-1' },
    });
  });

  test.each(['us-east-1', 'eu-west-1', Aws.REGION])('has the Region %s in the reference if that is given', (region) => {
    const stack = stackOf();
    const named = { databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'data') };
    expect(referenceIn(stack, TableSource.glue(cfnTable(stack), { region }))).toMatchObject({ Glue: { Region: stack.resolve(region) } });
    expect(referenceIn(stackOf(), TableSource.glueTable({ ...named, region }))).toMatchObject({ Glue: { Region: stack.resolve(region) } });
  });

  test('is read in the Region that is given', () => {
    const stack = stackOf();
    associate(stack, TableSource.glue(cfnTable(stack), { region: 'eu-west-1' }));
    expect(JSON.stringify(statementsIn(stack))).toContain(':glue:eu-west-1:');
    expect(JSON.stringify(statementsIn(stack))).not.toContain(':glue:us-east-1:');
  });

  test.each([undefined, 'hdfs://data/purchases', 'data/purchases'])('is rejected with the location %p, if its bucket is not given', (location) => {
    const stack = stackOf();
    const table = cfnTable(stack, 'Somewhere', { location });
    expectRefused(() => TableSource.glue(table), 'GlueTableLocationUnknown', "set 'bucket' to the bucket of its data");
    expect(() => TableSource.glue(table, { bucket: new Bucket(stack, 'Data') })).not.toThrow();
  });

  test.each<[string, (stack: Stack) => TableSource]>([
    ['of this app', (stack) => TableSource.glue(cfnTable(stack, 'Mixed', { columns: [{ name: 'userId' }] }))],
    ['outside of this app', (stack) => TableSource.glueTable({
      databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'data'), columns: ['userId', 'day'],
    })],
  ])('%s has its columns in lower case, as the service does', (_, source) => {
    const stack = stackOf();
    expect(configuredTable(stack, source(stack), { allowedColumns: AllowedColumns.all() }).allowedColumns).toEqual(['userid', 'day']);
  });

  test('gives a warning in the catalog of another account', () => {
    const warned = (catalogId: string) => {
      const stack = stackOf(CREATOR);
      const table = new CfnTable(stack, 'Table', {
        catalogId, databaseName: 'sales', tableInput: { name: 'purchases', storageDescriptor: { location: 's3://data/purchases' } },
      });
      configuredTable(stack, TableSource.glue(table));
      return warningsIn(stack);
    };
    expect(warned(PARTNER)).toContain('cdk-cleanrooms:catalogOfOtherAccount');
    expect(warned(CREATOR)).not.toContain('cdk-cleanrooms:catalogOfOtherAccount');
    expect(warned(Aws.ACCOUNT_ID)).not.toContain('cdk-cleanrooms:catalogOfOtherAccount');
  });

  test('has no Region in the reference if the Region is not known', () => {
    const stack = agnosticStack();
    expect(referenceIn(stack, TableSource.glue(cfnTable(stack)))).toEqual({ Glue: { DatabaseName: 'sales', TableName: 'purchases' } });
  });

  test.each<[string, Partial<ConstructorParameters<typeof CfnTable>[2]>]>([
    ['is created as one', { openTableFormatInput: { icebergInput: { metadataOperation: 'CREATE' } } }],
    ['has the parameters of one', { tableInput: { parameters: { table_type: 'iceberg' }, storageDescriptor: { location: 's3://data/purchases' } } }],
  ])('is warned of where jobs may read it and it %s of Apache Iceberg', (_, props) => {
    const stack = stackOf();
    const table = new CfnTable(stack, 'Iceberg', {
      catalogId: CREATOR, databaseName: 'sales', tableInput: { storageDescriptor: { location: 's3://data/purchases' } }, ...props,
    });
    configuredTable(stack, TableSource.glue(table), { analysisMethods: [AnalysisMethod.DIRECT_JOB] });
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:jobsCannotReadIceberg');
  });

  test('gives a warning if its location is a file', () => {
    const stack = stackOf();
    configuredTable(stack, TableSource.glue(cfnTable(stack, 'File', { location: 's3://data/purchases.csv' })));
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:locationIsFile');
  });

  describe('in a location that the app registers with Lake Formation', () => {
    const register = (stack: Stack, resourceArn: string) => new CfnResource(stack, 'Registered', { resourceArn, useServiceLinkedRole: true });

    test.each<[string, string]>([
      ['itself', 'arn:aws:s3:::data/purchases'], ['itself, as a folder', 'arn:aws:s3:::data/purchases/'], ['with its bucket', 'arn:aws:s3:::data'],
    ])('gives a warning, even if it is registered after the table is defined (%s)', (_, resourceArn) => {
      const stack = stackOf();
      configuredTable(stack, TableSource.glue(cfnTable(stack)));
      register(stack, resourceArn);
      expect(warningsIn(stack)).toContain('cdk-cleanrooms:lakeFormationNeedsAthena');
    });

    test('gives a warning if the bucket is defined in the app', () => {
      const stack = stackOf();
      const bucket = new Bucket(stack, 'Data');
      configuredTable(stack, TableSource.glue(cfnTable(stack), { bucket, prefix: 'purchases' }));
      register(stack, bucket.arnForObjects('purchases'));
      expect(warningsIn(stack)).toContain('cdk-cleanrooms:lakeFormationNeedsAthena');
    });

    test('gives a warning if the location has the name of a bucket of the app', () => {
      const stack = stackOf();
      const bucket = new Bucket(stack, 'Data');
      configuredTable(stack, TableSource.glue(cfnTable(stack, 'GlueTable', { location: `s3://${bucket.bucketName}/purchases/` })));
      register(stack, bucket.bucketArn);
      expect(warningsIn(stack)).toContain('cdk-cleanrooms:lakeFormationNeedsAthena');
    });

    test.each(['arn:aws:s3:::data/purchases-of-2026', 'arn:aws:s3:::data/other', 'arn:aws:s3:::dat'])('gives no warning if the registered location is %s', (resourceArn) => {
      const stack = stackOf();
      configuredTable(stack, TableSource.glue(cfnTable(stack)));
      register(stack, resourceArn);
      expect(warningsIn(stack)).not.toContain('cdk-cleanrooms:lakeFormationNeedsAthena');
    });
  });
});
