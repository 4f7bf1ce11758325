import { App, Aws, CfnParameter, PhysicalName, Stack, Token } from 'aws-cdk-lib';
import type { IPropertyInjector } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AllowedColumns, AnalysisMethod, AnalysisRule, ConfiguredTable, TableSource } from '../../../src';
import type { ConfiguredTableProps, IConfiguredTable } from '../../../src';
import { expectRefused, expectRefusedAtSynthesis } from '../../support/faults';
import { cfnTable } from '../../support/l1';
import { CREATOR, PARTNER, agnosticStack, stackOf, warningsIn } from '../../support/stacks';

const ID = '33333333-3333-4333-8333-333333333333';
const RULE = AnalysisRule.aggregation().joinOn('email').sum('amount').groupBy('city').requireAtLeast(100, 'email');

describe('the resource', () => {
  test('has defaults: only queries, no rule, a generated name', () => {
    const stack = stackOf();
    table(stack);
    expect(propertiesIn(stack)).toEqual({
      Name: 'Stack-ConfiguredTable-0DE81765',
      AllowedColumns: ['email'],
      AnalysisMethod: 'DIRECT_QUERY',
      TableReference: { Glue: { DatabaseName: 'sales', TableName: 'purchases' } },
    });
  });

  test('has the values of the properties', () => {
    const stack = stackOf();
    table(stack, { configuredTableName: 'purchases', description: 'What was bought', allowedColumns: AllowedColumns.all(), analysisRule: RULE });
    expect(propertiesIn(stack)).toEqual({
      Name: 'purchases',
      Description: 'What was bought',
      AllowedColumns: ['email', 'city', 'amount', 'day'],
      AnalysisMethod: 'DIRECT_QUERY',
      TableReference: { Glue: { DatabaseName: 'sales', TableName: 'purchases' } },
      AnalysisRules: [{ Type: 'AGGREGATION', Policy: { V1: { Aggregation: expect.anything() } } }],
    });
  });

  test.each<[AnalysisMethod[], string, string[] | undefined]>([
    [[AnalysisMethod.DIRECT_QUERY], 'DIRECT_QUERY', undefined],
    [[AnalysisMethod.DIRECT_JOB], 'DIRECT_JOB', undefined],
    [[AnalysisMethod.DIRECT_JOB, AnalysisMethod.DIRECT_JOB], 'DIRECT_JOB', undefined],
    [[AnalysisMethod.DIRECT_QUERY, AnalysisMethod.DIRECT_JOB], 'MULTIPLE', ['DIRECT_QUERY', 'DIRECT_JOB']],
  ])('has the methods %s in the form of the service', (analysisMethods, method, selected) => {
    const stack = stackOf();
    table(stack, { analysisMethods });
    expect(propertiesIn(stack)).toMatchObject({ AnalysisMethod: method });
    expect(propertiesIn(stack).SelectedAnalysisMethods).toEqual(selected);
  });

  test('accepts tokens for all properties', () => {
    const stack = agnosticStack();
    const parameter = (id: string, type?: string) => new CfnParameter(stack, id, { type });
    new ConfiguredTable(stack, 'ConfiguredTable', {
      configuredTableName: parameter('Name').valueAsString,
      description: parameter('Description').valueAsString,
      source: TableSource.glueTable({
        databaseName: parameter('Database').valueAsString,
        tableName: parameter('Table').valueAsString,
        bucket: Bucket.fromBucketName(stack, 'Data', parameter('Bucket').valueAsString),
        columns: ['email', parameter('Column').valueAsString],
      }),
      allowedColumns: AllowedColumns.of(...parameter('Columns', 'CommaDelimitedList').valueAsList),
      analysisRule: AnalysisRule.aggregation().sum(parameter('Summed').valueAsString)
        .requireAtLeast(Token.asNumber(parameter('Minimum', 'Number').value), parameter('Counted').valueAsString),
    });
    expect(propertiesIn(stack)).toMatchObject({
      Name: { Ref: 'Name' },
      AllowedColumns: { Ref: 'Columns' },
      TableReference: { Glue: { DatabaseName: { Ref: 'Database' }, TableName: { Ref: 'Table' } } },
      AnalysisRules: [{ Policy: { V1: { Aggregation: { OutputConstraints: [{ ColumnName: { Ref: 'Counted' }, Minimum: { Ref: 'Minimum' } }] } } } }],
    });
  });
});

describe('the name', () => {
  const longId = 'LongName'.repeat(14);

  test.each([undefined, PhysicalName.GENERATE_IF_NEEDED])('has at most 100 characters if it is generated, for %p', (configuredTableName) => {
    const stack = stackOf();
    new ConfiguredTable(new Construct(stack, longId), 'Table', {
      configuredTableName, source: TableSource.glue(cfnTable(stack)), allowedColumns: AllowedColumns.of('email'),
    });
    const { Name } = propertiesIn(stack);
    expect(Name).toMatch(/^Stack-LongName[\w-]+$/);
    expect(Name.length).toBeLessThanOrEqual(100);
    expect(Name.length).toBeGreaterThan(90);
  });
});

describe('columns in another case than the service has them', () => {
  const columns = [{ name: 'Email', type: 'string' }, { name: 'Amount', type: 'int' }];

  test.each<[string, AllowedColumns, string[]]>([
    ['by their names', AllowedColumns.of('Email', 'AMOUNT'), ['email', 'amount']],
    ['all', AllowedColumns.all(), ['email', 'amount', 'day']],
    ['all except some', AllowedColumns.allExcept('EMAIL'), ['amount', 'day']],
  ])('are allowed in lower case, %s', (_, allowedColumns, expected) => {
    const stack = stackOf();
    table(stack, { source: TableSource.glue(cfnTable(stack, 'Mixed', { columns })), allowedColumns });
    expect(propertiesIn(stack).AllowedColumns).toEqual(expected);
  });

  test('can be in a rule in any case', () => {
    const stack = stackOf();
    table(stack, {
      source: TableSource.glue(cfnTable(stack, 'Mixed', { columns })),
      allowedColumns: AllowedColumns.of('Email', 'amount'),
      analysisRule: AnalysisRule.aggregation().joinOn('EMAIL').sum('Amount').requireAtLeast(2, 'email'),
    });
    expect(propertiesIn(stack).AnalysisRules[0].Policy.V1.Aggregation).toMatchObject({
      JoinColumns: ['email'], AggregateColumns: [{ ColumnNames: ['amount'] }], OutputConstraints: [{ ColumnName: 'email' }],
    });
  });

  test('count as the same column', () => {
    const stack = stackOf();
    table(stack, { allowedColumns: AllowedColumns.of('email', 'Email') });
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:columnTwice');
  });
});

describe('a Glue table of the app', () => {
  test('is created before the configured table', () => {
    const stack = stackOf();
    table(stack);
    Template.fromStack(stack).hasResource('AWS::CleanRooms::ConfiguredTable', { DependsOn: ['GlueTable'] });
  });

  test('can be an L2 around its L1', () => {
    const stack = stackOf();
    class GlueTable extends Construct {
      public readonly tableRef = cfnTable(this, 'Resource').tableRef;
      public readonly env = { account: CREATOR, region: 'us-east-1' };
    }
    new ConfiguredTable(stack, 'ConfiguredTable', { source: TableSource.glue(new GlueTable(stack, 'GlueTable')), allowedColumns: AllowedColumns.all() });
    expect(propertiesIn(stack)).toMatchObject({ AllowedColumns: ['email', 'city', 'amount', 'day'], TableReference: { Glue: { TableName: 'purchases' } } });
  });

  test('can be in another Region, which the reference then has', () => {
    const app = new App();
    const elsewhere = new Stack(app, 'Elsewhere', { env: { account: CREATOR, region: 'eu-west-1' } });
    const stack = new Stack(app, 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
    new ConfiguredTable(stack, 'ConfiguredTable', { source: TableSource.glue(cfnTable(elsewhere)), allowedColumns: AllowedColumns.of('email') });
    expect(propertiesIn(stack).TableReference).toEqual({ Glue: { DatabaseName: 'sales', TableName: 'purchases', Region: 'eu-west-1' } });
  });
});

describe('errors and warnings', () => {
  test.each<[string, Partial<ConfiguredTableProps>, string, string]>([
    ['a rule over a column that is not allowed', { analysisRule: RULE }, 'ColumnNotAllowed',
      "'groupBy' (dimensionColumns) has 'city', which is not among allowedColumns: email"],
    ['a rule for queries on a table for jobs', { analysisRule: RULE, analysisMethods: [AnalysisMethod.DIRECT_JOB] }, 'RuleTypeNotForJobs',
      "'analysisRule' must be a custom rule on a table for jobs only ('analysisMethods' is DIRECT_JOB), got AGGREGATION"],
    ['no analysis methods', { analysisMethods: [] }, 'NoAnalysisMethod', "'analysisMethods' must have at least one method"],
  ])('%s is rejected', (_, props, code, message) => {
    expectRefused(() => table(stackOf(), props), code, message);
  });

  test('an allowed column that the table does not have is rejected', () => {
    const misspelled = { allowedColumns: AllowedColumns.of('emial') };
    const message = (columns: string) => `Stack/ConfiguredTable: 'allowedColumns' has 'emial', which is not among the columns of the table: ${columns}`;
    expectRefused(() => table(stackOf(), { ...misspelled, source: named() }), 'ColumnNotInTable', message('email'));
    expectRefusedAtSynthesis(table(stackOf(), misspelled), 'ColumnNotInTable', message('email, city, amount, day'));
  });

  test('faults of the table and of its rule are in one error', () => {
    const define = () => table(stackOf(), {
      source: named(), allowedColumns: AllowedColumns.of('emial'), analysisRule: AnalysisRule.aggregation().joinOn('email'),
    });
    expectRefused(define, 'ColumnNotInTable', "'requireAtLeast' (outputConstraints) of an aggregation rule must have at least one constraint");
  });

  test('a stack in another partition is rejected', () => {
    expectRefused(() => table(stackOf(CREATOR, 'us-gov-west-1')), 'PartitionWithoutCleanRooms', 'the Region of the stack, us-gov-west-1');
  });

  test('warnings can be acknowledged by their ids', () => {
    const stack = stackOf();
    table(stack, {
      allowedColumns: AllowedColumns.of('email', 'email'),
      analysisMethods: [AnalysisMethod.DIRECT_QUERY, AnalysisMethod.DIRECT_JOB],
      analysisRule: AnalysisRule.aggregation().sum('email').requireAtLeast(100, 'email'),
    });
    expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:columnTwice', 'cdk-cleanrooms:jobsNeedCustomRule', 'cdk-cleanrooms:numbersOfText']);
  });

  test('all columns except some are rejected if the columns are a token', () => {
    const stack = stackOf();
    const columns = new CfnParameter(stack, 'Columns', { type: 'CommaDelimitedList' }).valueAsList;
    const source = TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: new Bucket(stack, 'Bucket'), columns });
    expectRefused(() => table(stack, { source, allowedColumns: AllowedColumns.allExcept('day') }), 'ColumnsUnknown', 'are not known at synthesis');
  });

  test('a table without a rule gives a warning, and a table with a valid rule gives none', () => {
    const [without, sound] = [stackOf(), stackOf()];
    table(without);
    table(sound, { allowedColumns: AllowedColumns.all(), analysisRule: RULE });
    expect([warningsIn(without), warningsIn(sound)]).toEqual([['cdk-cleanrooms:noAnalysisRule'], []]);
  });
});

describe('an imported configured table', () => {
  test('has the account and the Region of its ARN', () => {
    const arn = `arn:aws:cleanrooms:eu-west-1:${PARTNER}:configuredtable/${ID}`;
    const imported = ConfiguredTable.fromConfiguredTableArn(stackOf(), 'Imported', arn);
    expect(imported.env).toEqual({ account: PARTNER, region: 'eu-west-1' });
    expect(resolved(imported)).toEqual({ id: ID, arn });
  });

  test('has the account and the Region of the stack if it is imported by its id', () => {
    const imported = ConfiguredTable.fromConfiguredTableIdentifier(stackOf(), 'Imported', ID);
    expect(imported.env).toEqual({ account: CREATOR, region: 'us-east-1' });
    expect(resolved(imported)).toEqual({
      id: ID, arn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${CREATOR}:configuredtable/${ID}`]] },
    });
  });

  test('can be imported into a stack without an environment', () => {
    const stack = agnosticStack();
    expect(ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Imported', ID).env).toEqual({ account: Aws.ACCOUNT_ID, region: Aws.REGION });
  });
});

test('the reference has the ARN and the id', () => {
  const stack = stackOf();
  expect(stack.resolve(table(stack).configuredTableRef)).toEqual({
    configuredTableArn: { 'Fn::GetAtt': ['ConfiguredTableD5D594FA', 'Arn'] },
    configuredTableIdentifier: { 'Fn::GetAtt': ['ConfiguredTableD5D594FA', 'ConfiguredTableIdentifier'] },
  });
});

test('has its source, allowed columns and rule as properties', () => {
  const stack = stackOf();
  const source = TableSource.glue(cfnTable(stack));
  const made = new ConfiguredTable(stack, 'ConfiguredTable', { source, allowedColumns: AllowedColumns.allExcept('day'), analysisRule: RULE });
  expect([made.source, made.allowedColumns, made.analysisRule]).toEqual([source, ['email', 'city', 'amount'], RULE]);
});

test('accepts injected properties', () => {
  const description: IPropertyInjector = {
    constructUniqueId: ConfiguredTable.PROPERTY_INJECTION_ID,
    inject: (props: ConfiguredTableProps) => ({ description: 'ours', ...props }),
  };
  const stack = new Stack(new App({ propertyInjectors: [description] }), 'Stack');
  table(stack);
  expect(propertiesIn(stack).Description).toBe('ours');
});

function table(stack: Stack, props: Partial<ConfiguredTableProps> = {}): ConfiguredTable {
  return new ConfiguredTable(stack, 'ConfiguredTable', {
    source: TableSource.glue(cfnTable(stack)), allowedColumns: AllowedColumns.of('email'), ...props,
  });
}

/** A table that is not defined in the app. */
function named(): TableSource {
  return TableSource.glueTable({
    databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stackOf(), 'Bucket', 'sales-data'), columns: ['email'],
  });
}

function propertiesIn(stack: Stack) {
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::CleanRooms::ConfiguredTable'));
  return resource.Properties;
}

function resolved(configuredTable: IConfiguredTable) {
  const resolve = (value: string) => configuredTable.stack.resolve(value);
  return { id: resolve(configuredTable.configuredTableIdentifier), arn: resolve(configuredTable.configuredTableArn) };
}
