import { Lazy } from 'aws-cdk-lib';
import { warnAboutConfiguredTable, checkConfiguredTable, checkRuleSize } from '../../../src/constructs/table/configured-table-rules';
import type { TableRuleInput } from '../../../src/constructs/table/configured-table-rules';
import { idsAndMessages, codesAndMessages } from '../../support/faults';

const LATER = Lazy.string({ produce: () => 'later' });
const COLUMNS = [{ name: 'email' }, { name: 'amount' }];

describe('rejects', () => {
  test.each<[string, Partial<TableRuleInput>, string, string]>([
    ['an allowed column that the table lacks', { allowedColumns: ['email', 'emial'], columns: COLUMNS }, 'ColumnNotInTable',
      "'allowedColumns' has 'emial', which is not among the columns of the table: email, amount"],
    ['an aggregation rule over Athena', { sourceKind: 'athena', ruleType: 'AGGREGATION' }, 'RuleTypeNotForSource',
      "'analysisRule' must be a custom rule on a table over athena, got AGGREGATION"],
    ['a list rule over Snowflake', { sourceKind: 'snowflake', ruleType: 'LIST' }, 'RuleTypeNotForSource',
      "'analysisRule' must be a custom rule on a table over snowflake, got LIST"],
    ['an aggregation rule on a table for jobs only', { analysisMethods: ['DIRECT_JOB'], ruleType: 'AGGREGATION' }, 'RuleTypeNotForJobs',
      "'analysisRule' must be a custom rule on a table for jobs only ('analysisMethods' is DIRECT_JOB), got AGGREGATION"],
    ['no analysis method at all', { analysisMethods: [] }, 'NoAnalysisMethod',
      "'analysisMethods' must have at least one method: DIRECT_QUERY or DIRECT_JOB"],
  ])('%s', (_, parts, code, message) => {
    expect(codesAndMessages(checkConfiguredTable(table(parts)))).toEqual([[code, message]]);
  });
});

describe('accepts', () => {
  test.each<[string, Partial<TableRuleInput>]>([
    ['allowed columns of the table', { allowedColumns: ['amount'], columns: COLUMNS }],
    ['any allowed column, if the columns are not known', { allowedColumns: ['emial'] }],
    ['a column that is a token', { allowedColumns: [LATER], columns: COLUMNS }],
    ['any column, if one of the table is a token', { allowedColumns: ['emial'], columns: [...COLUMNS, { name: LATER }] }],
    ['a list that is a token', { allowedColumns: Lazy.list({ produce: () => ['emial'] }), columns: COLUMNS }],
    ['a custom rule over anything', { sourceKind: 'snowflake', ruleType: 'CUSTOM' }],
    ['a custom rule for jobs', { analysisMethods: ['DIRECT_JOB'], ruleType: 'CUSTOM' }],
    ['an aggregation rule for queries and jobs', { analysisMethods: ['DIRECT_QUERY', 'DIRECT_JOB'], ruleType: 'AGGREGATION' }],
    ['an aggregation rule over Databricks', { sourceKind: 'databricks', ruleType: 'AGGREGATION' }],
    ['no rule over anything', { sourceKind: 'athena', analysisMethods: ['DIRECT_JOB'] }],
  ])('%s', (_, parts) => {
    expect(checkConfiguredTable(table(parts))).toEqual([]);
  });
});

describe('warns about', () => {
  test.each<[string, Partial<TableRuleInput>, string, string]>([
    ['a column twice', { allowedColumns: ['email', 'amount', 'email'], ruleType: 'LIST' },
      'cdk-cleanrooms:columnTwice', "'allowedColumns' has 'email' more than once"],
    ['no rule', {}, 'cdk-cleanrooms:noAnalysisRule',
      'the table has no analysis rule: it can be associated with a collaboration, but no query can use it'],
    ['jobs on a table whose rule allows only queries', { analysisMethods: ['DIRECT_QUERY', 'DIRECT_JOB'], ruleType: 'LIST' },
      'cdk-cleanrooms:jobsNeedCustomRule', "'analysisMethods' allows jobs, which need a custom rule: the rule of the table is LIST"],
    ['an aggregation rule over Databricks', { sourceKind: 'databricks', ruleType: 'AGGREGATION' }, 'cdk-cleanrooms:ruleTypeOfDatabricks',
      "'analysisRule' is AGGREGATION: the service accepts only custom rules on tables outside of S3, and probably on Databricks tables, too"],
  ])('%s', (_, parts, id, message) => {
    expect(idsAndMessages(warnAboutConfiguredTable(table(parts)))).toEqual([[id, message]]);
  });
});

describe('does not warn about', () => {
  test.each<[string, Partial<TableRuleInput>]>([
    ['columns that are tokens', { allowedColumns: [LATER, LATER], ruleType: 'LIST' }],
    ['a custom rule for queries and jobs', { analysisMethods: ['DIRECT_QUERY', 'DIRECT_JOB'], ruleType: 'CUSTOM' }],
    ['a list rule for queries', { ruleType: 'LIST' }],
    ['a custom rule over Databricks', { sourceKind: 'databricks', ruleType: 'CUSTOM' }],
  ])('%s', (_, parts) => {
    expect(warnAboutConfiguredTable(table(parts))).toEqual([]);
  });
});

test.each([100 * 1024, 10])('accepts a rule of %d bytes', (size) => {
  expect(checkRuleSize('x'.repeat(size - 2))).toEqual([]);
});

test('accepts no rule, and counts tokens as empty', () => {
  expect(checkRuleSize(undefined)).toEqual([]);
  expect(checkRuleSize({ columns: [LATER, 'x'.repeat(100 * 1024 - 20)] })).toEqual([]);
});

test('rejects a rule of more than 100 KB', () => {
  expect(codesAndMessages(checkRuleSize('x'.repeat(100 * 1024 - 1)))).toEqual([
    ['AnalysisRuleTooLarge', "'analysisRule' must be at most 100 KB large, got 101 KB"],
  ]);
});

function table(parts: Partial<TableRuleInput>): TableRuleInput {
  return { allowedColumns: ['email'], analysisMethods: ['DIRECT_QUERY'], sourceKind: 'glue', ...parts };
}
