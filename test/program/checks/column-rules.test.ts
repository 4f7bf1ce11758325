import { Lazy } from 'aws-cdk-lib';
import { checkAllowedColumns, checkRuleColumns, isText } from '../../../src/program/checks/column-rules';
import type { TableColumns } from '../../../src/program/checks/column-rules';
import type { RuleColumns } from '../../../src/program/rule-columns';
import { codesAndMessages } from '../../support/faults';

const LATER = Lazy.string({ produce: () => 'later' });
const TABLE: TableColumns = { allowedColumns: ['email', 'amount'], columns: [{ name: 'email', type: 'string' }, { name: 'amount', type: 'int' }, { name: 'city' }] };

test('rejects each allowed column that the table does not have once', () => {
  expect(codesAndMessages(checkAllowedColumns({ ...TABLE, allowedColumns: ['email', 'emial', 'emial', LATER] }))).toEqual([
    ['ColumnNotInTable', "'allowedColumns' has 'emial', which is not among the columns of the table: email, amount, city"],
  ]);
});

describe('rejects in a rule', () => {
  test.each<[keyof RuleColumns]>([
    ['joinColumns'], ['dimensionColumns'], ['aggregateColumns'], ['outputConstraints'], ['listColumns'], ['differentialPrivacyColumn'],
    ['allowedLiteralComparisonColumns'], ['allowedColumnComparisonColumns'], ['aggregationThresholds'], ['outputColumns'],
  ])('each column of %s that is not allowed, once', (property) => {
    expect(codesAndMessages(checkRuleColumns({ [property]: ['email', 'city', 'city', LATER] }, TABLE))).toEqual([
      ['ColumnNotAllowed', `'${property}' has 'city', which is not among allowedColumns: email, amount`],
    ]);
  });

  test.each<[keyof RuleColumns, keyof RuleColumns]>([
    ['joinColumns', 'dimensionColumns'], ['aggregateColumns', 'dimensionColumns'], ['joinColumns', 'listColumns'],
    ['aggregationThresholds', 'allowedLiteralComparisonColumns'],
  ])('a column in both %s and %s', (first, second) => {
    expect(codesAndMessages(checkRuleColumns({ [first]: ['email', 'email', LATER], [second]: ['email', LATER] }, TABLE))).toEqual([
      ['ColumnInTwoRoles', `'email' is in both '${first}' and '${second}': a column can be in only one of them`],
    ]);
  });

  test('disallowed output that the table does not have, though not one that no analysis can use', () => {
    expect(codesAndMessages(checkRuleColumns({ disallowedOutputColumns: ['city', 'ctiy'] }, TABLE))).toEqual([
      ['ColumnNotInTable', "'disallowedOutputColumns' has 'ctiy', which is not among the columns of the table: email, amount, city"],
    ]);
  });

  test('identities that are not text', () => {
    expect(codesAndMessages(checkRuleColumns({ aggregationThresholds: ['amount'] }, TABLE))).toEqual([
      ['IdentityColumnNotText', "'aggregationThresholds' has 'amount', whose type must be string, varchar or char, got int"],
    ]);
  });
});

describe('accepts', () => {
  test.each<[string, RuleColumns, TableColumns]>([
    ['no columns', {}, TABLE],
    ['any column, where the allowed ones are not known', { joinColumns: ['city'] }, {}],
    ['any column, where the allowed ones are a token', { joinColumns: ['city'] }, { allowedColumns: Lazy.list({ produce: () => ['city'] }) }],
    ['a column in two properties that do not exclude each other', { aggregateColumns: ['amount'], outputConstraints: ['amount'] }, TABLE],
    ['any disallowed output, where the columns of the table are not known', { disallowedOutputColumns: ['ctiy'] }, { allowedColumns: ['email'] }],
    ['identities of a type that is not known', { aggregationThresholds: ['email'] }, { columns: [{ name: 'email' }] }],
    ['identities of a type that is a token', { aggregationThresholds: ['email'] }, { columns: [{ name: 'email', type: LATER }] }],
  ])('%s', (_, rule, table) => {
    expect(checkRuleColumns(rule, table)).toEqual([]);
    expect(checkAllowedColumns({ allowedColumns: ['email'], columns: table.columns })).toEqual([]);
  });
});

// https://docs.snowflake.com/en/sql-reference/data-types-text
test.each([
  'string', 'varchar(20)', 'CHAR(2)', 'STRING', 'TEXT', 'VARCHAR', 'CHARACTER', 'CHARACTER(36)', 'NCHAR', 'NCHAR(2)', 'NVARCHAR', 'NVARCHAR2(9)',
  'CHAR VARYING(36)', 'NCHAR VARYING', 'CHARACTER VARYING(3)',
])('%s is text', (type) => {
  expect(isText({ name: 'email', type })).toBe(true);
});

test.each(['int', 'decimal(10,2)', 'NUMBER(38,0)', 'array<string>', 'MAP(VARCHAR, TEXT)', 'BINARY', 'VARBINARY', undefined, LATER])('%s is not text', (type) => {
  expect(isText({ name: 'email', type })).toBe(false);
});
