import { Aws } from 'aws-cdk-lib';
import { SNOWFLAKE_TYPES, checkSnowflakeTable } from '../../../../src/constructs/table/sources/snowflake-rules';
import type { SnowflakeRuleInput } from '../../../../src/constructs/table/sources/snowflake-rules';
import { codesAndMessages } from '../../../support/faults';

const PARTS: SnowflakeRuleInput = { accountIdentifier: 'acme-marketing', columns: [{ name: 'email', type: 'VARCHAR' }] };

function columns(count: number): SnowflakeRuleInput['columns'] {
  return Array.from({ length: count }, (_, index) => ({ name: `column_${index}`, type: 'NUMBER' }));
}

test.each(['acme-marketing', 'ACME-marketing_eu', 'acme-marketing.privatelink', Aws.ACCOUNT_ID])('accepts the account %s', (accountIdentifier) => {
  expect(checkSnowflakeTable({ ...PARTS, accountIdentifier })).toEqual([]);
});

test.each(['marketing', 'xy12345.us-east-1', '-marketing', 'acme-', 'acme.marketing'])('rejects the account %s', (accountIdentifier) => {
  expect(codesAndMessages(checkSnowflakeTable({ ...PARTS, accountIdentifier }))).toEqual([['SnowflakeAccountMalformed',
    `'accountIdentifier' must be the names of organization and account joined with a hyphen, such as 'acme-marketing', got '${accountIdentifier}'`]]);
});

test.each([1, 250])('accepts %d columns', (count) => {
  expect(checkSnowflakeTable({ ...PARTS, columns: columns(count) })).toEqual([]);
});

test.each([0, 251])('rejects %d columns', (count) => {
  expect(codesAndMessages(checkSnowflakeTable({ ...PARTS, columns: columns(count) }))).toEqual([
    ['SnowflakeColumnCount', `'columns' must have 1 to 250 columns, got ${count}`],
  ]);
});

test.each(['email', 'hashed_email', '2nd', 'first-name', 'first name', '_', Aws.ACCOUNT_ID])('accepts the column name %p', (name) => {
  expect(checkSnowflakeTable({ ...PARTS, columns: [{ name, type: 'TEXT' }] })).toEqual([]);
});

test.each(['EMAIL', 'Email', '', '-email', 'e.mail', 'email-'])('rejects the column name %p', (name) => {
  expect(codesAndMessages(checkSnowflakeTable({ ...PARTS, columns: [{ name, type: 'TEXT' }] }))).toEqual([['SnowflakeColumnNameMalformed',
    `'columns' has '${name}': the name of a column must have only lower-case letters, digits, underscores, spaces and inner hyphens`]]);
});

test.each([
  ...SNOWFLAKE_TYPES, 'number(38,0)', 'DECIMAL (10, 2)', 'double  precision', 'TIMESTAMP_NTZ(9)', 'OBJECT(city VARCHAR, zip NUMBER)',
  'ARRAY(NUMBER)', 'MAP(VARCHAR, NUMBER)', Aws.ACCOUNT_ID,
])('accepts the column type %s', (type) => {
  expect(checkSnowflakeTable({ ...PARTS, columns: [{ name: 'column', type }] })).toEqual([]);
});

test.each(['GEOGRAPHY', 'VARIANT', 'NUMBERS', '(10,2)', '', 'BINARY(8)'])('rejects the column type %p', (type) => {
  expect(codesAndMessages(checkSnowflakeTable({ ...PARTS, columns: [{ name: 'column', type }] }))).toEqual([['SnowflakeColumnTypeUnknown',
    `'columns' has 'column' of type ${type}, which must begin with one of: ${SNOWFLAKE_TYPES.join(', ')}`]]);
});
