import { Aws } from 'aws-cdk-lib';
import { warnAboutCatalog, warnAboutGlueTable } from '../../../../src/constructs/table/sources/glue-rules';
import { idsAndMessages } from '../../../support/faults';

const QUERIES = ['DIRECT_QUERY'];

test.each(['purchases', 'purchases/', 'a.b/purchases/', 'purchases.parquet/', '', undefined, `purchases/${Aws.ACCOUNT_ID}.csv`])(
  'does not warn about the location %p', (prefix) => {
    expect(warnAboutGlueTable({ prefix, analysisMethods: QUERIES })).toEqual([]);
  });

test.each(['purchases.csv', 'sales/purchases.parquet', 'purchases.json.GZ'])('warns about the location %p, which looks like a file', (prefix) => {
  expect(idsAndMessages(warnAboutGlueTable({ prefix, analysisMethods: QUERIES }))).toEqual([['cdk-cleanrooms:locationIsFile',
    `the location of the table looks like a file, got '${prefix}': it must be a folder (add a trailing '/' if it is one)`]]);
});

test('warns about jobs on an Iceberg table', () => {
  expect(idsAndMessages(warnAboutGlueTable({ isIceberg: true, analysisMethods: ['DIRECT_QUERY', 'DIRECT_JOB'] }))).toEqual([[
    'cdk-cleanrooms:jobsCannotReadIceberg', "'analysisMethods' has DIRECT_JOB, but PySpark jobs cannot read Apache Iceberg tables",
  ]]);
});

test.each([[true, QUERIES], [false, ['DIRECT_JOB']], [undefined, ['DIRECT_JOB']]])(
  'does not warn about an Iceberg table (%p) with the analysis methods %p', (isIceberg, analysisMethods) => {
    expect(warnAboutGlueTable({ isIceberg, analysisMethods })).toEqual([]);
  });

test('warns about the Glue catalog of another account', () => {
  expect(idsAndMessages(warnAboutCatalog('111111111111', '222222222222'))).toEqual([['cdk-cleanrooms:catalogOfOtherAccount',
    'the table is in the Glue catalog of account 222222222222: Clean Rooms looks for it in that of account 111111111111, '
    + "unless it is read through Athena, by TableSource.athena with a 'dataCatalog'"]]);
});

test.each([
  ['111111111111', '111111111111'], ['111111111111', undefined], [Aws.ACCOUNT_ID, '222222222222'], ['111111111111', Aws.ACCOUNT_ID],
])('does not warn in account %s about the catalog of %s', (account, catalogAccount) => {
  expect(warnAboutCatalog(account, catalogAccount)).toEqual([]);
});
