import { Aws, Lazy } from 'aws-cdk-lib';
import { checkCatalogTable, checkSchema } from '../../../../src/constructs/table/sources/catalog-table-rules';
import { codesAndMessages } from '../../../support/faults';

const TOKEN = Lazy.string({ produce: () => 'later' });

function table({ region = 'us-east-1', catalogPath, ...names }: { region?: string; catalogPath?: string; databaseName?: string; tableName?: string; account?: string }) {
  return { region, catalogPath, describe: () => ({ databaseName: 'sales', tableName: 'orders', ...names }) };
}

describe.each(['glue', 'athena'] as const)('a table for %s', (kind) => {
  test.each(['sales', '_', 'sales_2026', 'sales-eu-1', 'S1-x', 'd'.repeat(128), TOKEN, `${TOKEN}-${Aws.REGION}`, 'dummy-value-for-/database', '{{resolve:ssm:database}}'])(
    'is accepted in the database %s', (databaseName) => {
      expect(checkCatalogTable(kind, table({ databaseName }))).toEqual([]);
    });

  test.each(['*', 'sale?', '', 'a b', '-a', 'a--b', 'a-', 'a/b', '${aws:userid}', 'd'.repeat(129), `${TOKEN}*`, 'dummy-value-for-*'])(
    'is rejected in the database %j', (databaseName) => {
      expect(codesAndMessages(checkCatalogTable(kind, table({ databaseName })))).toEqual([['DatabaseNameMalformed',
        "'databaseName' must have 1 to 128 letters, digits, underscores, and single hyphens after the second character, "
        + `got '${databaseName}': use the name that the database has in the Glue catalog`]]);
    });

  test.each(['orders', '_1', 'Orders_2026', 't'.repeat(128), TOKEN, `${TOKEN}_x`])('is accepted with the name %s', (tableName) => {
    expect(checkCatalogTable(kind, table({ tableName }))).toEqual([]);
  });

  test.each(['*', 'order?', '', 'a/b', 'a.b', '-', 't'.repeat(129), `*${TOKEN}`])('is rejected with the name %j', (tableName) => {
    expect(codesAndMessages(checkCatalogTable(kind, table({ tableName })))).toEqual([['SourceTableNameMalformed',
      expect.stringMatching(/^'tableName' must have 1 to 128 letters.*: use the name that the table has in the Glue catalog$/)]]);
  });

  test.each(['s3tablescatalog/sales', 'sales', 'my catalog/a.b', undefined, TOKEN])('is accepted in the catalog %s', (catalogPath) => {
    expect(checkCatalogTable(kind, table({ catalogPath }))).toEqual([]);
  });

  test.each(['*', 's3tablescatalog/*', '', '/', 'a//b', 'a/', '${aws:userid}', `${TOKEN}/*`])('is rejected in the catalog %j', (catalogPath) => {
    expect(codesAndMessages(checkCatalogTable(kind, table({ catalogPath })))).toEqual([['CatalogPathMalformed',
      `'catalogPath' must be one or more names of catalogs, joined with '/' and without '*', '?' and '$', got '${catalogPath}': use the path of one catalog`]]);
  });

  test('is rejected in any account and any Region', () => {
    expect(codesAndMessages(checkCatalogTable(kind, table({ region: '*', account: '*' }))).map(([code]) => code)).toEqual(['PlaceMalformed', 'PlaceMalformed']);
    expect(checkCatalogTable(kind, table({ region: Aws.REGION, account: Aws.ACCOUNT_ID }))).toEqual([]);
  });
});

test('blanks and hyphens are accepted in the name of a table only where the service does', () => {
  expect(checkCatalogTable('glue', table({ tableName: 'all orders-eu' }))).toEqual([]);
  expect(codesAndMessages(checkCatalogTable('athena', table({ tableName: 'all orders-eu' })))).toEqual([['SourceTableNameMalformed', expect.stringContaining("'all orders-eu'")]]);
});

describe('a schema', () => {
  const arn = 'arn:aws:glue:us-east-1:111111111111:schema/registry/orders';

  test.each([{}, { registryName: 'My.registry-1_$#', schemaName: 'orders' }, { schemaArn: arn }, { schemaArn: TOKEN }, { registryName: TOKEN, schemaName: `${TOKEN}-a` }])(
    '%p is accepted', (schema) => {
      expect(checkSchema(schema)).toEqual([]);
    });

  test.each([['RegistryName', { registryName: '*' }], ['RegistryName', { registryName: '' }], ['SchemaName', { schemaName: 'order?' }], ['SchemaName', { schemaName: `${TOKEN}*` }]])(
    'with a malformed %s is rejected: %p', (property, schema) => {
      expect(codesAndMessages(checkSchema(schema))).toEqual([['SchemaNameMalformed', expect.stringContaining(`'${property}' of the table's 'SchemaReference' must have`)]]);
    });

  test.each(['*', arn.replace('orders', '*'), arn.replace('registry', '*'), arn.replace('us-east-1', '*'), 'arn:aws:glue:us-east-1:111111111111:schema/orders'])(
    'with the ARN %s is rejected', (schemaArn) => {
      expect(codesAndMessages(checkSchema({ schemaArn }))).toEqual([['SchemaArnMalformed', expect.stringContaining(`got '${schemaArn}': use the ARN of one schema`)]]);
    });
});
