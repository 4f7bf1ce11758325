import { Aws } from 'aws-cdk-lib';
import { SNOWFLAKE_TYPES, checkSnowflakeTable } from '../../../../src/constructs/table/sources/snowflake-rules';
import type { SnowflakeRuleInput } from '../../../../src/constructs/table/sources/snowflake-rules';
import { codesAndMessages } from '../../../support/faults';

const SECRET = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:';
const PARTS: SnowflakeRuleInput = {
  accountIdentifier: 'acme-marketing', columns: [{ name: 'email', type: 'VARCHAR' }], secret: { arn: `${SECRET}snowflake-a1b2c3` },
};

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

test.each([`${SECRET}snowflake`, `${SECRET}team/snow_flake+=.@-1`, `arn:${Aws.PARTITION}:secretsmanager:us-east-1:111111111111:secret:a`, `${SECRET}${Aws.REGION}`, Aws.ACCOUNT_ID])(
  'accepts the secret %s', (arn) => {
    expect(checkSnowflakeTable({ ...PARTS, secret: { arn, keyArn: Aws.ACCOUNT_ID } })).toEqual([]);
  });

test.each(['', '*', 'snow?', 's'.repeat(513), `${Aws.REGION}*`])('rejects the secret with the name %j', (name) => {
  expect(codesAndMessages(checkSnowflakeTable({ ...PARTS, secret: { arn: `${SECRET}${name}` } }))).toEqual([['SecretMalformed',
    `'secret' must have a name of letters, digits and characters of '/_+=.@-', got '${name}' in '${SECRET}${name}': use a secret with its exact name or ARN`]]);
});

test.each(['snowflake', '*', SECRET.replace('us-east-1', '*') + 'a', `${Aws.ACCOUNT_ID}*`])('rejects the secret %s', (arn) => {
  expect(codesAndMessages(checkSnowflakeTable({ ...PARTS, secret: { arn } }))).toEqual([['SecretMalformed', expect.stringContaining(`'${arn}'`)]]);
});

test('rejects a key with a wildcard in its ARN', () => {
  const keyArn = 'arn:aws:kms:us-east-1:111111111111:key/*';
  expect(codesAndMessages(checkSnowflakeTable({ ...PARTS, secret: { ...PARTS.secret, keyArn } }))).toEqual([
    ['WildcardInArn', expect.stringContaining(`'encryptionKey' must be one resource, got the ARN '${keyArn}'`)],
  ]);
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
