import { Aws } from 'aws-cdk-lib';
import { warnAboutAthenaTable, checkAthenaTable, checkResultsOfWorkGroup } from '../../../../src/constructs/table/sources/athena-rules';
import type { AthenaWarningInput } from '../../../../src/constructs/table/sources/athena-rules';
import { idsAndMessages, codesAndMessages } from '../../../support/faults';

const WORK_GROUP = { name: 'primary', account: '111111111111', region: 'us-east-1' };

describe('columns', () => {
  test.each(['array<string>', 'map<string,int>', 'struct<city:string>', ' ARRAY<int>'])('of type %s are rejected', (type) => {
    expect(codesAndMessages(checkAthenaTable({ workGroup: WORK_GROUP, columns: [{ name: 'email', type: 'string' }, { name: 'nested', type }] }))).toEqual([['NestedColumn',
      `the table has the column 'nested' of type ${type}: a table that is read through Athena must not have columns of type array, map or struct, `
      + 'even if they are not allowed columns: use a view without it']]);
  });

  test.each(['string', 'decimal(10,2)', 'mapped', undefined, Aws.ACCOUNT_ID])('of type %p are accepted', (type) => {
    expect(checkAthenaTable({ workGroup: WORK_GROUP, columns: [{ name: 'email', type }] })).toEqual([]);
  });

  test('that are not known are accepted', () => {
    expect(checkAthenaTable({ workGroup: WORK_GROUP })).toEqual([]);
  });
});

describe('the workgroup', () => {
  test.each(['primary', 'Clean.Rooms_1-a', 'w'.repeat(128), Aws.ACCOUNT_ID, 'dummy-value-for-/athena/workgroup'])('%p is accepted', (name) => {
    expect(checkAthenaTable({ workGroup: { name, account: Aws.ACCOUNT_ID, region: Aws.REGION } })).toEqual([]);
  });

  test.each(['*', 'primar?', '', 'a/b', 'w'.repeat(129), `${Aws.ACCOUNT_ID}*`])('%p is rejected', (name) => {
    expect(codesAndMessages(checkAthenaTable({ workGroup: { ...WORK_GROUP, name } }))).toEqual([['WorkGroupNameMalformed',
      `'workGroup' must have a name of 1 to 128 letters, digits, dots, underscores and hyphens, got '${name}': use the name of one workgroup`]]);
  });

  test.each([{ account: '*' }, { region: 'us-*-1' }, { region: '' }])('in %p is rejected', (place) => {
    expect(codesAndMessages(checkAthenaTable({ workGroup: { ...WORK_GROUP, ...place } }))).toEqual([
      ['PlaceMalformed', expect.stringContaining("'workGroup' must be in one account and one Region")],
    ]);
  });

  test('is accepted with results in a bucket, or in none', () => {
    const output = { bucketArn: `arn:${Aws.PARTITION}:s3:::results`, bucketAccount: '111111111111' };
    expect(checkResultsOfWorkGroup({ output, outputKeyArn: Aws.ACCOUNT_ID })).toEqual([]);
    expect(checkResultsOfWorkGroup({})).toEqual([]);
  });

  test('is rejected with results in any bucket, or with any key', () => {
    const output = { bucketArn: `arn:${Aws.PARTITION}:s3:::results-*`, bucketAccount: '111111111111' };
    expect(codesAndMessages(checkResultsOfWorkGroup({ output, outputKeyArn: 'arn:aws:kms:us-east-1:111111111111:key/*' }))).toEqual([
      ['LocationBucketMalformed', expect.stringContaining("the output location of 'workGroup' must begin with 's3://' and the name of a bucket")],
      ['WildcardInArn', expect.stringContaining("'workGroup' must be one resource, got the ARN 'arn:aws:kms:us-east-1:111111111111:key/*'")],
    ]);
  });
});

describe('the name of the data catalog', () => {
  test.each(['AwsDataCatalog', 's3-tables_1', 'c'.repeat(64), Aws.ACCOUNT_ID, 'dummy-value-for-/catalog', undefined])('%p is accepted', (dataCatalogName) => {
    expect(checkAthenaTable({ workGroup: WORK_GROUP, dataCatalogName })).toEqual([]);
  });

  test.each(['s3tablescatalog/sales', 'c'.repeat(65), '', '*', `${Aws.ACCOUNT_ID}*`])('%p is rejected', (dataCatalogName) => {
    expect(codesAndMessages(checkAthenaTable({ workGroup: WORK_GROUP, dataCatalogName }))).toEqual([['DataCatalogNameMalformed',
      `'dataCatalog' must have a name of 1 to 64 letters, digits, underscores and hyphens, got '${dataCatalogName}'`]]);
  });
});

describe('warnings', () => {
  const parts: AthenaWarningInput = {
    workGroupName: 'cleanrooms', workGroupHasOutput: true, hasOutput: false, lakeFormationHandsOut: true, analysisMethods: ['DIRECT_QUERY'],
  };

  test('are none for a table that Lake Formation manages, in a workgroup with an output location', () => {
    expect(warnAboutAthenaTable(parts)).toEqual([]);
  });

  test.each([
    [false, "the workgroup 'cleanrooms' has no output location: set 'output'"],
    [undefined, "the output location of the workgroup 'cleanrooms' is not known, so that the role has no permission to use it: set 'output'"],
  ])('ask for an output if the workgroup has one: %p', (workGroupHasOutput, message) => {
    expect(idsAndMessages(warnAboutAthenaTable({ ...parts, workGroupHasOutput }))).toEqual([['cdk-cleanrooms:athenaOutputUnknown', message]]);
    expect(warnAboutAthenaTable({ ...parts, workGroupHasOutput, hasOutput: true })).toEqual([]);
  });

  test.each(['LAMBDA', 'HIVE', 'FEDERATED'])('are about a data catalog of type %s', (dataCatalogType) => {
    expect(idsAndMessages(warnAboutAthenaTable({ ...parts, dataCatalogType }))).toEqual([['cdk-cleanrooms:dataCatalogNotGlue',
      `'dataCatalog' has the type ${dataCatalogType}: through Athena, Clean Rooms reads only tables in data catalogs of type GLUE`]]);
  });

  test.each(['GLUE', Aws.ACCOUNT_ID])('are none for a data catalog of type %s', (dataCatalogType) => {
    expect(warnAboutAthenaTable({ ...parts, dataCatalogType })).toEqual([]);
  });

  test('are about jobs on a table that Lake Formation manages', () => {
    const analysisMethods = ['DIRECT_QUERY', 'DIRECT_JOB'];
    expect(idsAndMessages(warnAboutAthenaTable({ ...parts, analysisMethods }))).toEqual([[
      'cdk-cleanrooms:jobsCannotReadLakeFormation', "'analysisMethods' has DIRECT_JOB, but PySpark jobs cannot read tables that Lake Formation manages: "
      + "if Lake Formation does not manage this table, set 'data' to the location of its data",
    ]]);
    expect(warnAboutAthenaTable({ ...parts, analysisMethods, lakeFormationHandsOut: false })).toEqual([]);
  });
});
