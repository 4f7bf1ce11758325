import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnDataCatalog, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { aws_glue } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { AllowedColumns, AnalysisRule, TableSource } from '../../../../src';
import type { AthenaTableOptions } from '../../../../src';
import { expectRefused } from '../../../support/faults';
import { cfnTable } from '../../../support/l1';
import { CREATOR, PARTNER, stackOf, warningsIn } from '../../../support/stacks';
import { arn, associate, configuredTable, referenceIn, stacksInTwoRegions, statementsIn } from '../../../support/table-sources';

const CUSTOM = AnalysisRule.custom().allowAnyQueryBy(PARTNER);
const AGGREGATION = AnalysisRule.aggregation().sum('amount').requireAtLeast(2, 'email');

describe('a table read through Athena', () => {
  test('is named with its workgroup, and where results go', () => {
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

  test('T12: has the Region of its definition, or of its workgroup, where that is another one', () => {
    const [ofDefinition, ofWorkGroup] = [stacksInTwoRegions(), stacksInTwoRegions()];
    const named = { databaseName: 'sales', tableName: 'purchases' };
    expect(referenceIn(ofDefinition.here, athena(ofDefinition.elsewhere))).toMatchObject({ Athena: { Region: 'eu-west-1' } });
    expect(referenceIn(ofWorkGroup.here, TableSource.athenaTable({ ...named, workGroup: workGroup(ofWorkGroup.elsewhere) })))
      .toMatchObject({ Athena: { Region: 'eu-west-1' } });
  });

  test('has the columns of its definition', () => {
    const stack = stackOf();
    expectRefused(() => configuredTable(stack, athena(stack), { allowedColumns: AllowedColumns.of('emial') }), 'ColumnNotInTable',
      "'allowedColumns' has 'emial', which is not among the columns of the table: email, city, amount, day");
  });

  test('P16: has no nested column, allowed or not', () => {
    const stack = stackOf();
    const table = cfnTable(stack, 'Nested', { columns: [{ name: 'email', type: 'string' }, { name: 'items', type: 'array<string>' }] });
    expectRefused(() => configuredTable(stack, TableSource.athena(table, { workGroup: workGroup(stack) })), 'NestedColumn',
      "the table has the column 'items' of type array<string>");
  });

  test('must be defined in the app, or be named', () => {
    const stack = stackOf();
    const elsewhere: aws_glue.ITableRef = Object.assign(new Construct(stack, 'Elsewhere'), {
      tableRef: { tableId: 'purchases' }, env: { account: CREATOR, region: 'us-east-1' },
    });
    expectRefused(() => TableSource.athena(elsewhere, { workGroup: workGroup(stack) }), 'GlueTableNotDefined', 'name it with TableSource.athenaTable');
  });

  describe('T11: is warned of where no place for results is known', () => {
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

  test('P16: is warned of in a data catalog of another type', () => {
    const stack = stackOf();
    configuredTable(stack, athena(stack, { dataCatalog: new CfnDataCatalog(stack, 'Catalog', { name: 'hive', type: 'HIVE' }) }));
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:dataCatalogNotGlue');
  });
});

describe('pain 18: the role that reads a table through Athena', () => {
  const RESULTS = { StringEquals: { 'aws:ResourceAccount': PARTNER } };

  test('may do so in its workgroup, by Lake Formation, with results in one folder, and nothing else', () => {
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

  test('may read a federated catalog, where the table is in one', () => {
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

  test('may read the data itself where that is not behind Lake Formation', () => {
    const stack = stackOf(PARTNER);
    associate(stack, athena(stack, { data: { bucket: Bucket.fromBucketName(stack, 'Data', 'data'), prefix: 'purchases' } }));
    expect(statementsIn(stack)).toContainEqual({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: arn([':s3:::data/purchases/*']),
      Condition: { StringEquals: { 's3:ResourceAccount': PARTNER } },
    });
  });

  test('may use the keys of the results and of the data, each for what it is there for', () => {
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

  test('is given its permissions in Lake Formation where the deployment may do that, before the table is associated', () => {
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
  test('T6: is a custom one', () => {
    const stack = stackOf();
    const other = stackOf();
    const allowedColumns = AllowedColumns.of('email', 'amount');
    expectRefused(() => configuredTable(stack, athena(stack), { analysisRule: AGGREGATION, allowedColumns }),
      'RuleTypeNotForSource', "'analysisRule' must be a custom rule on a table over athena, got AGGREGATION");
    expect(configuredTable(other, athena(other), { analysisRule: CUSTOM }).analysisRule).toBe(CUSTOM);
  });

  test('T13: has no differential privacy', () => {
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
