import { Lazy } from 'aws-cdk-lib';
import {
  warnAboutConfiguredTable, checkAllowed, checkApart, checkConfiguredTable, repeated,
} from '../../../src/constructs/table/configured-table-rules';
import type { TableRuleInput } from '../../../src/constructs/table/configured-table-rules';
import { idsAndMessages, codesAndMessages } from '../../support/faults';

const LATER = Lazy.string({ produce: () => 'later' });
const COLUMNS = [{ name: 'email' }, { name: 'amount' }];

describe('refuses', () => {
  test.each<[string, Partial<TableRuleInput>, string, string]>([
    ['an allowed column that the table lacks', { allowedColumns: ['email', 'emial'], columns: COLUMNS }, 'ColumnNotInTable',
      "'allowedColumns' has 'emial', which is not among the columns of the table: email, amount"],
    ['an aggregation rule over Athena', { sourceKind: 'athena', ruleType: 'AGGREGATION' }, 'RuleTypeNotForSource',
      "'analysisRule' must be a custom rule on a table over athena, got AGGREGATION"],
    ['a list rule over Snowflake', { sourceKind: 'snowflake', ruleType: 'LIST' }, 'RuleTypeNotForSource',
      "'analysisRule' must be a custom rule on a table over snowflake, got LIST"],
    ['an aggregation rule on a table for jobs alone', { analysisMethods: ['DIRECT_JOB'], ruleType: 'AGGREGATION' }, 'RuleTypeNotForJobs',
      "'analysisRule' must be a custom rule on a table for jobs alone ('analysisMethods' is DIRECT_JOB), got AGGREGATION"],
    ['no analysis method at all', { analysisMethods: [] }, 'NoAnalysisMethod',
      "'analysisMethods' must have at least one method: DIRECT_QUERY or DIRECT_JOB"],
  ])('%s', (_, parts, code, message) => {
    expect(codesAndMessages(checkConfiguredTable(table(parts)))).toEqual([[code, message]]);
  });
});

describe('accepts', () => {
  test.each<[string, Partial<TableRuleInput>]>([
    ['allowed columns of the table', { allowedColumns: ['amount'], columns: COLUMNS }],
    ['any allowed column, where the columns are not known', { allowedColumns: ['emial'] }],
    ['a column that is not known yet', { allowedColumns: [LATER], columns: COLUMNS }],
    ['any column, where one of the table is not known yet', { allowedColumns: ['emial'], columns: [...COLUMNS, { name: LATER }] }],
    ['a list that is not known yet', { allowedColumns: Lazy.list({ produce: () => ['emial'] }), columns: COLUMNS }],
    ['a custom rule over anything', { sourceKind: 'snowflake', ruleType: 'CUSTOM' }],
    ['a custom rule for jobs', { analysisMethods: ['DIRECT_JOB'], ruleType: 'CUSTOM' }],
    ['an aggregation rule for queries and jobs', { analysisMethods: ['DIRECT_QUERY', 'DIRECT_JOB'], ruleType: 'AGGREGATION' }],
    ['no rule over anything', { sourceKind: 'athena', analysisMethods: ['DIRECT_JOB'] }],
  ])('%s', (_, parts) => {
    expect(checkConfiguredTable(table(parts))).toEqual([]);
  });
});

describe('warns of', () => {
  test.each<[string, Partial<TableRuleInput>, string, string]>([
    ['a column twice', { allowedColumns: ['email', 'amount', 'email'], ruleType: 'LIST' },
      'cdk-cleanrooms:columnTwice', "'allowedColumns' has 'email' more than once"],
    ['no rule', {}, 'cdk-cleanrooms:noAnalysisRule',
      'the table has no analysis rule: it can be associated with a collaboration, but no query can use it'],
    ['jobs on a table whose rule serves queries alone', { analysisMethods: ['DIRECT_QUERY', 'DIRECT_JOB'], ruleType: 'LIST' },
      'cdk-cleanrooms:jobsNeedCustomRule', "'analysisMethods' allows jobs, which need a custom rule: the rule of the table is LIST"],
  ])('%s', (_, parts, id, message) => {
    expect(idsAndMessages(warnAboutConfiguredTable(table(parts)))).toEqual([[id, message]]);
  });
});

describe('says nothing of', () => {
  test.each<[string, Partial<TableRuleInput>]>([
    ['columns that are not known yet', { allowedColumns: [LATER, LATER], ruleType: 'LIST' }],
    ['a custom rule for queries and jobs', { analysisMethods: ['DIRECT_QUERY', 'DIRECT_JOB'], ruleType: 'CUSTOM' }],
    ['a list rule for queries', { ruleType: 'LIST' }],
  ])('%s', (_, parts) => {
    expect(warnAboutConfiguredTable(table(parts))).toEqual([]);
  });
});

test('columns of a rule must be allowed, and each that is not is told once', () => {
  expect(codesAndMessages(checkAllowed('joinColumns', ['email', 'city', 'city', LATER], table({ allowedColumns: ['email', 'amount'] })))).toEqual([
    ['ColumnNotAllowed', "'joinColumns' has 'city', which is not among allowedColumns: email, amount"],
  ]);
  expect(checkAllowed('joinColumns', ['city'], table({ allowedColumns: undefined }))).toEqual([]);
  expect(checkAllowed('joinColumns', ['city'], table({ allowedColumns: Lazy.list({ produce: () => ['city'] }) }))).toEqual([]);
});

test('a column is under one of two properties that exclude each other', () => {
  expect(codesAndMessages(checkApart('joinColumns', ['email', 'id', 'email', LATER], 'dimensionColumns', ['email', LATER]))).toEqual([
    ['ColumnInTwoRoles', "'email' is under 'joinColumns' and under 'dimensionColumns': a column can be one of both"],
  ]);
});

test('what is repeated is told once, and what is not known yet is not repeated', () => {
  expect(repeated(['a', 'b', 'a', 'a', LATER, LATER])).toEqual(['a']);
});

function table(parts: Partial<TableRuleInput>): TableRuleInput {
  return { allowedColumns: ['email'], analysisMethods: ['DIRECT_QUERY'], sourceKind: 'glue', ...parts };
}
