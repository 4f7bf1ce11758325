import { Aws, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnDataCatalog, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { aws_glue } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { AllowedColumns, AnalysisRule, TableSource } from '../../../../src';
import type { AthenaTableOptions } from '../../../../src';
import { expectRefused, expectRefusedAtSynthesis } from '../../../support/faults';
import { cfnTable } from '../../../support/l1';
import { CREATOR, PARTNER, stackOf, warningsIn } from '../../../support/stacks';
import { arn, associate, configuredTable, referenceIn, stacksInTwoRegions, statementsIn } from '../../../support/table-sources';

const CUSTOM = AnalysisRule.custom().allowAnyQueryBy(PARTNER);
const AGGREGATION = AnalysisRule.aggregation().sum('amount').requireAtLeast(2, 'email');

describe('a table read through Athena', () => {
  test('is rendered with its workgroup, data catalog and output location', () => {
    const stack = stackOf();
    const output = { bucket: Bucket.fromBucketName(stack, 'Results', 'results'), prefix: '/athena/' };
    expect(referenceIn(stack, athena(stack, { output, dataCatalog: new CfnDataCatalog(stack, 'Catalog', { name: 'tables', type: 'GLUE' }) }))).toEqual({
      Athena: {
        DatabaseName: 'sales',
        TableName: 'purchases',
        WorkGroup: { Ref: 'WorkGroup' },
        CatalogName: { Ref: 'Catalog' },
        OutputLocation: 's3://results/athena/',
      },
    });
  });

  test('has the Region of its definition or workgroup, if it differs from that of the stack', () => {
    const [ofDefinition, ofWorkGroup] = [stacksInTwoRegions(), stacksInTwoRegions()];
    const named = { databaseName: 'sales', tableName: 'purchases' };
    expect(referenceIn(ofDefinition.here, athena(ofDefinition.elsewhere))).toMatchObject({ Athena: { Region: 'eu-west-1' } });
    expect(referenceIn(ofWorkGroup.here, TableSource.athenaTable({ ...named, workGroup: workGroup(ofWorkGroup.elsewhere) })))
      .toMatchObject({ Athena: { Region: 'eu-west-1' } });
  });

  test.each(['us-east-1', 'eu-west-1', Aws.REGION])('has the Region %s in the reference if that is given', (region) => {
    const stack = stackOf();
    const named = { databaseName: 'sales', tableName: 'purchases', workGroup: CfnWorkGroup.fromWorkGroupName(stack, 'Group', 'primary') };
    expect(referenceIn(stack, athena(stack, { region }))).toMatchObject({ Athena: { Region: stack.resolve(region) } });
    expect(referenceIn(stackOf(), TableSource.athenaTable({ ...named, region }))).toMatchObject({ Athena: { Region: stack.resolve(region) } });
  });

  test('is checked against the columns of its definition', () => {
    const stack = stackOf();
    expectRefusedAtSynthesis(configuredTable(stack, athena(stack), { allowedColumns: AllowedColumns.of('emial') }), 'ColumnNotInTable',
      "'allowedColumns' has 'emial', which is not among the columns of the table: email, city, amount, day");
  });

  test('is rejected with a nested column, even if it is not allowed', () => {
    const stack = stackOf();
    const table = cfnTable(stack, 'Nested', { columns: [{ name: 'email', type: 'string' }, { name: 'items', type: 'array<string>' }] });
    expectRefusedAtSynthesis(configuredTable(stack, TableSource.athena(table, { workGroup: workGroup(stack) })), 'NestedColumn',
      "the table has the column 'items' of type array<string>");
  });

  test('is rejected if it is not defined in the app', () => {
    const stack = stackOf();
    const elsewhere: aws_glue.ITableRef = Object.assign(new Construct(stack, 'Elsewhere'), {
      tableRef: { tableId: 'purchases' }, env: { account: CREATOR, region: 'us-east-1' },
    });
    expectRefused(() => TableSource.athena(elsewhere, { workGroup: workGroup(stack) }), 'GlueTableNotDefined', 'use TableSource.athenaTable instead');
  });

  describe('gives a warning if no output location is known:', () => {
    test.each<[string, (stack: Stack) => AthenaTableOptions['workGroup'], boolean]>([
      ['the workgroup has one', (stack) => workGroup(stack), false],
      ['the workgroup has one that Athena manages', (stack) => new CfnWorkGroup(stack, 'WorkGroup', {
        name: 'cleanrooms', workGroupConfiguration: { managedQueryResultsConfiguration: { enabled: true } },
      }), false],
      ['the workgroup has none', (stack) => new CfnWorkGroup(stack, 'WorkGroup', { name: 'cleanrooms' }), true],
      ['the workgroup is not of the app', (stack) => CfnWorkGroup.fromWorkGroupName(stack, 'WorkGroup', 'primary'), true],
    ])('%s', (_, make, warned) => {
      const stack = stackOf();
      configuredTable(stack, athena(stack, { workGroup: make(stack) }));
      expect(warningsIn(stack).includes('cdk-cleanrooms:athenaOutputUnknown')).toBe(warned);
    });
  });

  test('gives a warning in a data catalog of another type', () => {
    const stack = stackOf();
    configuredTable(stack, athena(stack, { dataCatalog: new CfnDataCatalog(stack, 'Catalog', { name: 'hive', type: 'HIVE' }) }));
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:dataCatalogNotGlue');
  });
});

describe('the role that reads a table through Athena', () => {
  const RESULTS = { StringEquals: { 'aws:ResourceAccount': PARTNER } };

  test('can query in its workgroup, get data from Lake Formation, and write results to one folder, and nothing else', () => {
    const stack = stackOf(PARTNER);
    associate(stack, athena(stack));
    expect(statementsIn(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: ['athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:GetWorkGroup', 'athena:StartQueryExecution'],
        Resource: arn([`:athena:us-east-1:${PARTNER}:workgroup/`, { Ref: 'WorkGroup' }]),
      },
      {
        Effect: 'Allow',
        Action: ['athena:GetDataCatalog', 'athena:GetTableMetadata'],
        Resource: arn([`:athena:us-east-1:${PARTNER}:datacatalog/AwsDataCatalog`]),
      },
      {
        Effect: 'Allow',
        Action: ['glue:GetCatalog', 'glue:GetDatabase', 'glue:GetTable'],
        Resource: ['catalog', 'database/sales', 'table/sales/purchases'].map((resource) => arn([`:glue:us-east-1:${PARTNER}:${resource}`])),
      },
      { Effect: 'Allow', Action: 'lakeformation:GetDataAccess', Resource: '*' },
      { Effect: 'Allow', Action: ['s3:GetBucketLocation', 's3:ListBucket'], Resource: arn([':s3:::results']), Condition: RESULTS },
      {
        Effect: 'Allow',
        Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
        Resource: arn([':s3:::results/athena/*']),
        Condition: RESULTS,
      },
    ]);
  });

  test('can read a federated catalog, if the table is in one', () => {
    const stack = stackOf(PARTNER);
    associate(stack, TableSource.athenaTable({
      databaseName: 'sales',
      tableName: 'purchases',
      workGroup: workGroup(stack),
      dataCatalog: new CfnDataCatalog(stack, 'Catalog', { name: 'tables', type: 'GLUE' }),
      catalogPath: 's3tablescatalog/sales',
    }));
    const catalog = (resource: string) => arn([`:glue:us-east-1:${PARTNER}:${resource}`]);
    expect(statementsIn(stack)).toEqual(expect.arrayContaining([
      expect.objectContaining({ Resource: arn([`:athena:us-east-1:${PARTNER}:datacatalog/`, { Ref: 'Catalog' }]) }),
      expect.objectContaining({
        Resource: [
          catalog('catalog'),
          catalog('catalog/s3tablescatalog/sales'),
          catalog('database/s3tablescatalog/sales/sales'),
          catalog('table/s3tablescatalog/sales/sales/purchases'),
        ],
      }),
    ]));
  });

  test('can read the data, if Lake Formation does not manage it', () => {
    const stack = stackOf(PARTNER);
    associate(stack, athena(stack, { data: { bucket: Bucket.fromBucketName(stack, 'Data', 'data'), prefix: 'purchases' } }));
    expect(statementsIn(stack)).toContainEqual({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: arn([':s3:::data/purchases/*']),
      Condition: { StringEquals: { 's3:ResourceAccount': PARTNER } },
    });
  });

  test('can encrypt and decrypt results, and decrypt data, with their keys', () => {
    const stack = stackOf(PARTNER);
    const keys = { ofResults: new Key(stack, 'OfResults'), ofWorkGroup: new Key(stack, 'OfWorkGroup'), ofData: new Key(stack, 'OfData') };
    const bucket = new Bucket(stack, 'Results', { encryption: BucketEncryption.KMS, encryptionKey: keys.ofResults });
    associate(stack, athena(stack, {
      workGroup: workGroup(stack, 'Encrypted', keys.ofWorkGroup), output: { bucket }, encryptionKeys: [keys.ofData],
    }));
    const used = statementsIn(stack).filter(({ Action }) => JSON.stringify(Action).includes('kms:')).map(({ Action, Resource }) => [Resource, Action]);
    expect(used).toEqual([
      [stack.resolve(keys.ofWorkGroup.keyArn), ['kms:Decrypt', 'kms:GenerateDataKey']],
      [stack.resolve(keys.ofResults.keyArn), ['kms:Decrypt', 'kms:GenerateDataKey']],
      [stack.resolve(keys.ofData.keyArn), 'kms:Decrypt'],
    ]);
  });

  test('is granted permissions in Lake Formation before the table is associated, if the deployment may do so', () => {
    const stack = stackOf(PARTNER);
    associate(stack, athena(stack, { lakeFormationPermissions: true }));
    const template = Template.fromStack(stack);
    const permissions = Object.values(template.findResources('AWS::LakeFormation::PrincipalPermissions')).map(({ Properties }) => Properties);
    expect(permissions.map(({ Permissions, Resource }) => [Permissions, Resource])).toEqual([
      [['DESCRIBE'], { Database: { CatalogId: PARTNER, Name: 'sales' } }],
      [['DESCRIBE', 'SELECT'], { Table: { CatalogId: PARTNER, DatabaseName: 'sales', Name: 'purchases' } }],
    ]);
    const [{ DependsOn }] = Object.values(template.findResources('AWS::CleanRooms::ConfiguredTableAssociation'));
    expect(DependsOn).toEqual(expect.arrayContaining(Object.keys(template.findResources('AWS::LakeFormation::PrincipalPermissions'))));
  });
});

describe('a rule on a table read through Athena', () => {
  test('must be a custom rule', () => {
    const stack = stackOf();
    const other = stackOf();
    const allowedColumns = AllowedColumns.of('email', 'amount');
    expectRefused(() => configuredTable(stack, athena(stack), { analysisRule: AGGREGATION, allowedColumns }),
      'RuleTypeNotForSource', "'analysisRule' must be a custom rule on a table over athena, got AGGREGATION");
    expect(configuredTable(other, athena(other), { analysisRule: CUSTOM }).analysisRule).toBe(CUSTOM);
  });

  test('must not have differential privacy', () => {
    const stack = stackOf();
    expectRefused(() => configuredTable(stack, athena(stack), { analysisRule: CUSTOM.withDifferentialPrivacy('email') }),
      'DifferentialPrivacyNotForSource', 'for a table over athena');
  });
});

function workGroup(stack: Stack, id = 'WorkGroup', key?: Key): CfnWorkGroup {
  return new CfnWorkGroup(stack, id, {
    name: 'cleanrooms',
    workGroupConfiguration: {
      resultConfiguration: {
        outputLocation: 's3://results/athena/',
        encryptionConfiguration: key && { encryptionOption: 'SSE_KMS', kmsKey: key.keyArn },
      },
    },
  });
}

function athena(stack: Stack, options: Partial<AthenaTableOptions> = {}): TableSource {
  return TableSource.athena(cfnTable(stack), { ...options, workGroup: options.workGroup ?? workGroup(stack) });
}
