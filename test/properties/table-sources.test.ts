import type { Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import * as fc from 'fast-check';
import { AllowedColumns, ConfiguredTable, SnowflakeColumnType, TableSource } from '../../src';
import { SNOWFLAKE_TYPES } from '../../src/constructs/table/sources/snowflake-rules';
import { LocalCleanRoom } from '../support/local-clean-room';
import { synthesizedStrictly } from '../support/strict-synthesis';

/*
 * Sources that the library accepts pass strict validation and the local API.
 */

const TYPE = 'AWS::CleanRooms::ConfiguredTable';
const SECRET = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:snowflake-a1b2c3';

const text = (pattern: RegExp, maxLength = 40) => fc.stringMatching(pattern).filter(({ length }) => length <= maxLength);
const word = text(/^[a-zA-Z0-9_]+$/);
const columnName = text(/^[a-z0-9_](([a-z0-9_ ]+-)*([a-z0-9_ ]+))?$/);

const columnType = fc.oneof(
  fc.constantFrom(...SNOWFLAKE_TYPES).map((name) => SnowflakeColumnType.of(name)),
  fc.tuple(fc.integer({ min: 1, max: 38 }), fc.integer({ min: 0, max: 38 })).map((digits) => SnowflakeColumnType.number(...digits)),
  fc.integer({ min: 1, max: 16_777_216 }).map((length) => SnowflakeColumnType.varchar(length)),
);
const columns = fc.uniqueArray(fc.record({ name: columnName, type: columnType }), { selector: ({ name }) => name, minLength: 1, maxLength: 20 });

let room: LocalCleanRoom;
beforeAll(async () => void (room = await LocalCleanRoom.open()));

test('every valid table in Snowflake is accepted', async () => {
  const tables = fc.record({
    accountIdentifier: fc.tuple(text(/^[a-zA-Z0-9]+$/), text(/^[a-zA-Z0-9_]+$/)).map(([organization, account]) => `${organization}-${account}`),
    databaseName: word,
    schemaName: word,
    tableName: word,
    columns,
  });
  await fc.assert(fc.asyncProperty(tables, async (table) => {
    const { tableReference } = await made((stack) =>
      TableSource.snowflake({ ...table, secret: Secret.fromSecretCompleteArn(stack, 'Secret', SECRET) }));

    const { columns: given, ...names } = table;
    expect(tableReference).toEqual({
      snowflake: { ...names, secretArn: SECRET, tableSchema: { v1: given.map(({ name, type }) => ({ columnName: name, columnType: type.name })) } },
    });
  }), { numRuns: 12 });
});

test('every valid table that is read through Athena is accepted', async () => {
  const tables = fc.record({ databaseName: word, tableName: word, prefix: fc.option(text(/^[a-z0-9/_-]+$/), { nil: undefined }) });
  await fc.assert(fc.asyncProperty(tables, async ({ databaseName, tableName, prefix }) => {
    const { tableReference } = await made((stack) => TableSource.athenaTable({
      databaseName,
      tableName,
      columns: ['email'],
      workGroup: CfnWorkGroup.fromWorkGroupName(stack, 'WorkGroup', 'primary'),
      output: { bucket: Bucket.fromBucketName(stack, 'Results', 'results'), prefix },
    }));

    expect(tableReference).toEqual({
      athena: { databaseName, tableName, workGroup: 'primary', outputLocation: expect.stringMatching(/^s3:\/\/results\/([^/].*\/)?$/) },
    });
  }), { numRuns: 12 });
});

/** The table as the API describes it. It is deleted again. */
async function made(sourceIn: (stack: Stack) => TableSource): Promise<Record<string, unknown>> {
  const [{ Properties }] = synthesizedStrictly(TYPE, (stack) => {
    new ConfiguredTable(stack, 'Table', { source: sourceIn(stack), allowedColumns: AllowedColumns.all() });
  });
  const table = await room.make(TYPE, Properties);
  const [described] = room.all('ConfiguredTable');
  await room.remove(TYPE, table);
  return described;
}
