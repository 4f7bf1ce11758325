import { Aws } from 'aws-cdk-lib';
import { warnAboutAthenaTable, checkAthenaTable } from '../../../../src/constructs/table/sources/athena-rules';
import type { AthenaWarningInput } from '../../../../src/constructs/table/sources/athena-rules';
import { idsAndMessages, codesAndMessages } from '../../../support/faults';

describe('columns', () => {
  test.each(['array<string>', 'map<string,int>', 'struct<city:string>', ' ARRAY<int>'])('of type %s are refused, allowed or not', (type) => {
    expect(codesAndMessages(checkAthenaTable({ columns: [{ name: 'email', type: 'string' }, { name: 'nested', type }] }))).toEqual([['NestedColumn',
      `the table has the column 'nested' of type ${type}: through Athena, no column may be of type array, map or struct, `
      + 'whether or not it is among allowedColumns; read a view without it']]);
  });

  test.each(['string', 'decimal(10,2)', 'mapped', undefined, Aws.ACCOUNT_ID])('of type %p are taken', (type) => {
    expect(checkAthenaTable({ columns: [{ name: 'email', type }] })).toEqual([]);
  });

  test('that are not known are left to the service', () => {
    expect(checkAthenaTable({})).toEqual([]);
  });
});

describe('the name of the data catalog', () => {
  test.each(['AwsDataCatalog', 's3-tables_1', 'c'.repeat(64), Aws.ACCOUNT_ID, undefined])('%p is taken', (dataCatalogName) => {
    expect(checkAthenaTable({ dataCatalogName })).toEqual([]);
  });

  test.each(['s3tablescatalog/sales', 'c'.repeat(65), ''])('%p is refused', (dataCatalogName) => {
    expect(codesAndMessages(checkAthenaTable({ dataCatalogName }))).toEqual([['DataCatalogNameMalformed',
      `'dataCatalog' must have a name of 1 to 64 letters, digits, underscores and hyphens, got '${dataCatalogName}'`]]);
  });
});

describe('advice', () => {
  const parts: AthenaWarningInput = {
    workGroupName: 'cleanrooms', workGroupHasOutput: true, hasOutput: false, lakeFormationHandsOut: true, analysisMethods: ['DIRECT_QUERY'],
  };

  test('is none for a table behind Lake Formation in a workgroup with a place for results', () => {
    expect(warnAboutAthenaTable(parts)).toEqual([]);
  });

  test.each([
    [false, "the workgroup 'cleanrooms' has no output location, so that 'output' must say where Athena puts what it reads"],
    [undefined, "the output location of the workgroup 'cleanrooms' is not known, so that the role is not allowed to use it: tell it by 'output'"],
  ])('asks for an output where it is %p that the workgroup has one', (workGroupHasOutput, message) => {
    expect(idsAndMessages(warnAboutAthenaTable({ ...parts, workGroupHasOutput }))).toEqual([['cdk-cleanrooms:athenaOutputUnknown', message]]);
    expect(warnAboutAthenaTable({ ...parts, workGroupHasOutput, hasOutput: true })).toEqual([]);
  });

  test.each(['LAMBDA', 'HIVE', 'FEDERATED'])('warns of a data catalog of type %s', (dataCatalogType) => {
    expect(idsAndMessages(warnAboutAthenaTable({ ...parts, dataCatalogType }))).toEqual([['cdk-cleanrooms:dataCatalogNotGlue',
      `'dataCatalog' is of type ${dataCatalogType}: through Athena, Clean Rooms reads tables over S3 in data catalogs of type GLUE`]]);
  });

  test.each(['GLUE', Aws.ACCOUNT_ID])('does not of one of type %s', (dataCatalogType) => {
    expect(warnAboutAthenaTable({ ...parts, dataCatalogType })).toEqual([]);
  });

  test('warns of jobs on a table behind Lake Formation', () => {
    const analysisMethods = ['DIRECT_QUERY', 'DIRECT_JOB'];
    expect(idsAndMessages(warnAboutAthenaTable({ ...parts, analysisMethods }))).toEqual([[
      'cdk-cleanrooms:jobsCannotReadLakeFormation', expect.stringContaining('PySpark jobs do not read tables behind Lake Formation'),
    ]]);
    expect(warnAboutAthenaTable({ ...parts, analysisMethods, lakeFormationHandsOut: false })).toEqual([]);
  });
});
