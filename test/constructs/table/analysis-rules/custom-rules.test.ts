import { Lazy } from 'aws-cdk-lib';
import { warnAboutCustom, checkCustom } from '../../../../src/constructs/table/analysis-rules/custom-rules';
import type { CustomRuleInput } from '../../../../src/constructs/table/analysis-rules/custom-rules';
import type { TableRuleInput } from '../../../../src/constructs/table/configured-table-rules';
import { idsAndMessages, codesAndMessages } from '../../../support/faults';

const LATER = Lazy.string({ produce: () => 'later' });
const NUMBER_LATER = Lazy.number({ produce: () => 1 });
const LIST_LATER = Lazy.list({ produce: () => ['later'] });
const ARN = 'arn:aws:cleanrooms:us-east-1:222222222222:membership/m/analysistemplate/t';
const TABLE: TableRuleInput = {
  allowedColumns: ['user_id', 'city', 'amount'],
  columns: [{ name: 'user_id', type: 'varchar(36)' }, { name: 'city' }, { name: 'amount', type: 'int' }],
  analysisMethods: ['DIRECT_QUERY', 'DIRECT_JOB'],
  sourceKind: 'glue',
};
const THRESHOLD = { column: 'user_id', minimum: 100, outputColumns: [] };
const COMPARISON = { literalColumns: ['city'], columnColumns: ['user_id'] };

describe('refuses', () => {
  const notAllowed = (property: string) => `'${property}' has 'ctiy', which is not among allowedColumns: user_id, city, amount`;
  const minimum = (what: string, orZero: string, got: number) =>
    `the minimum of distinct values of ${what} must be a whole number from 2 to 100000${orZero}, got ${got}`;

  test.each<[string, Partial<CustomRuleInput>, Partial<TableRuleInput>, string, string]>([
    ['differential privacy of a column that is not allowed', { differentialPrivacyColumn: 'ctiy' }, {},
      'ColumnNotAllowed', notAllowed('differentialPrivacyColumn')],
    ['a disallowed output column that the table does not have', { disallowedOutputColumns: ['ctiy'] }, {},
      'ColumnNotInTable', "'disallowedOutputColumns' has 'ctiy', which is not among the columns of the table: user_id, city, amount"],
    ['literal comparison of a column that is not allowed', { comparison: { ...COMPARISON, literalColumns: ['ctiy'] } }, {},
      'ColumnNotAllowed', notAllowed('allowedLiteralComparisonColumns')],
    ['column comparison of a column that is not allowed', { comparison: { ...COMPARISON, columnColumns: ['ctiy'] } }, {},
      'ColumnNotAllowed', notAllowed('allowedColumnComparisonColumns')],
    ['a threshold over a column that is not allowed', { thresholds: [{ ...THRESHOLD, column: 'ctiy' }] }, {},
      'ColumnNotAllowed', notAllowed('aggregationThresholds')],
    ['a threshold for the output of a column that is not allowed', { thresholds: [{ ...THRESHOLD, outputColumns: [{ column: 'ctiy', minimum: 2 }] }] }, {},
      'ColumnNotAllowed', notAllowed('outputColumns')],
    ['any query of what is no account', { anyQueryBy: ['abc'] }, {}, 'AccountIdMalformed', "'anyQueryBy' must be an AWS account, 12 digits, got 'abc'"],
    ['any job of everybody', { anyQueryBy: undefined, anyJobBy: ['*'] }, {}, 'AccountIdMalformed', "'anyJobBy' must be an AWS account, 12 digits, got '*'"],
    ['a template of another partition', { anyQueryBy: undefined, templateArns: [ARN.replace('aws', 'aws-cn')] }, {}, 'ArnMalformed',
      "'allowedTemplateArns' must be of the form arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/analysistemplate/<id>, "
      + `got '${ARN.replace('aws', 'aws-cn')}'`],
    ['a list of accounts that is known later beside another one', { anyQueryBy: LIST_LATER, anyJobBy: ['222222222222'] }, {},
      'QueryAndJobProvidersDiffer', "'anyQueryBy' and 'anyJobBy' must name the same accounts, because the service has one list for both, "
      + 'got a list that is known at deployment alone and 222222222222'],
    ['any query of nobody', { anyQueryBy: [] }, {}, 'AnyAnalysisByNobody',
      "'anyQueryBy' of a custom rule must name at least one account: leave it out to allow templates alone"],
    ['any job of nobody', { anyJobBy: [] }, {}, 'AnyAnalysisByNobody',
      "'anyJobBy' of a custom rule must name at least one account: leave it out to allow templates alone"],
    ['templates beside any query', { templateArns: [ARN], templateFormats: ['SQL'], anyQueryBy: ['222222222222'] }, {}, 'TemplatesAndAnyAnalysis',
      "a custom rule must allow either templates or any analysis of an account, got 'anyQueryBy' beside " + ARN],
    ['templates beside any job', { templateArns: [ARN], templateFormats: ['SQL'], anyQueryBy: undefined, anyJobBy: ['222222222222'] }, {}, 'TemplatesAndAnyAnalysis',
      "a custom rule must allow either templates or any analysis of an account, got 'anyJobBy' beside " + ARN],
    ['any query and any job of different accounts', { anyQueryBy: ['222222222222'], anyJobBy: ['222222222222', '333333333333'] }, {},
      'QueryAndJobProvidersDiffer', "'anyQueryBy' and 'anyJobBy' must name the same accounts, because the service has one list for both, "
      + 'got 222222222222 and 222222222222, 333333333333'],
    ['thresholds with differential privacy', { thresholds: [THRESHOLD], differentialPrivacyColumn: 'user_id' }, {},
      'ControlsWithDifferentialPrivacy', "'aggregationThresholds' and 'differentialPrivacyColumn' of a custom rule exclude each other"],
    ['comparison controls with differential privacy', { comparison: COMPARISON, differentialPrivacyColumn: 'user_id' }, {},
      'ControlsWithDifferentialPrivacy', "'comparisonControls' and 'differentialPrivacyColumn' of a custom rule exclude each other"],
    ['thresholds where any job alone may run', { thresholds: [THRESHOLD], anyQueryBy: undefined, anyJobBy: ['222222222222'] }, {},
      'ControlsForJobs', "'aggregationThresholds' are for queries: they must not be given where 'anyJobBy' alone is given"],
    ['comparison controls where PySpark templates alone may run',
      { comparison: COMPARISON, anyQueryBy: undefined, templateArns: [ARN, ARN], templateFormats: ['PYSPARK_1_0', 'PYSPARK_1_0'] }, {},
      'ControlsForJobs', "'comparisonControls' are for queries: they must not be given where all templates are PySpark templates"],
    ['thresholds on a table for jobs', { thresholds: [THRESHOLD] }, { analysisMethods: ['DIRECT_JOB'] },
      'ControlsForJobs', "'aggregationThresholds' are for queries: they must not be given where 'analysisMethods' of the table is DIRECT_JOB"],
    ['differential privacy over Athena', { differentialPrivacyColumn: 'user_id' }, { sourceKind: 'athena' }, 'DifferentialPrivacyNotForSource',
      "'differentialPrivacyColumn' must not be given for a table over athena: differential privacy is for Glue tables alone"],
    ['several thresholds', { thresholds: [THRESHOLD, { ...THRESHOLD, minimum: 5 }] }, {}, 'SeveralAggregationThresholds',
      "'aggregationThresholds' must have at most one threshold, got 100 of 'user_id', 5 of 'user_id'"],
    ['an output column twice', { thresholds: [{ ...THRESHOLD, outputColumns: [{ column: 'city', minimum: 2 }, { column: 'city', minimum: 3 }] }] }, {},
      'OutputColumnTwice', "'outputColumns' of an aggregation threshold must name each column once, got 'city' more than once"],
    ['identities that are not text', { thresholds: [{ ...THRESHOLD, column: 'amount' }] }, {}, 'IdentityColumnNotText',
      "'aggregationThresholds' has 'amount', whose type must be string, varchar or char, got int"],
    ['literal comparison of identities', { thresholds: [THRESHOLD], comparison: { ...COMPARISON, literalColumns: ['city', 'user_id'] } }, {},
      'ColumnInTwoRoles', "'user_id' is under 'aggregationThresholds' and under 'allowedLiteralComparisonColumns': a column can be one of both"],
    ...[0, 1, 100_001, 2.5].map((got): [string, Partial<CustomRuleInput>, Partial<TableRuleInput>, string, string] =>
      [`a minimum of ${got}`, { thresholds: [{ ...THRESHOLD, minimum: got }] }, {}, 'AggregationThresholdOutOfRange', minimum("'user_id'", '', got)]),
    ...[1, 100_001, -2].map((got): [string, Partial<CustomRuleInput>, Partial<TableRuleInput>, string, string] =>
      [`a minimum of ${got} for an output column`, { thresholds: [{ ...THRESHOLD, outputColumns: [{ column: 'city', minimum: got }] }] }, {},
        'AggregationThresholdOutOfRange', minimum("'user_id' where 'city' comes out", ', or 0', got)]),
  ])('%s', (_, parts, table, code, message) => {
    expect(codesAndMessages(checkCustom(rule(parts), { ...TABLE, ...table }))).toEqual([[code, message]]);
  });
});

describe('accepts', () => {
  test.each<[string, Partial<CustomRuleInput>, Partial<TableRuleInput>?]>([
    ['any query of an account', {}],
    ['any query and any job of the same accounts', { anyQueryBy: ['222222222222', '333333333333'], anyJobBy: ['333333333333', '222222222222'] }],
    ['any query and any job of accounts that are not known yet', { anyQueryBy: [LATER], anyJobBy: ['222222222222'] }],
    ['any query and any job of lists that are not known yet', { anyQueryBy: LIST_LATER, anyJobBy: LIST_LATER }],
    ['templates', { anyQueryBy: undefined, templateArns: [ARN, LATER], templateFormats: ['SQL', undefined] }],
    ['nothing at all', { anyQueryBy: undefined }],
    ['differential privacy', { differentialPrivacyColumn: 'user_id' }],
    ['differential privacy of a column that is not known yet', { differentialPrivacyColumn: LATER }],
    ['thresholds and comparison controls', { thresholds: [THRESHOLD], comparison: COMPARISON }],
    ['column comparison of identities', { thresholds: [THRESHOLD], comparison: { literalColumns: [], columnColumns: ['user_id'] } }],
    ['comparison of nothing', { comparison: { literalColumns: [], columnColumns: [] } }],
    ['thresholds for templates of which one serves queries',
      { thresholds: [THRESHOLD], anyQueryBy: undefined, templateArns: [ARN, ARN], templateFormats: ['PYSPARK_1_0', 'SQL'] }],
    ['thresholds for templates that are not known',
      { thresholds: [THRESHOLD], anyQueryBy: undefined, templateArns: [ARN, ARN], templateFormats: ['PYSPARK_1_0', undefined] }],
    ['thresholds for any query beside any job', { thresholds: [THRESHOLD], anyJobBy: ['222222222222'] }],
    ['thresholds of which nobody knows what may run', { thresholds: [THRESHOLD], anyQueryBy: undefined }],
    ['thresholds over Athena', { thresholds: [THRESHOLD] }, { sourceKind: 'athena' }],
    ['the least minimum', { thresholds: [{ ...THRESHOLD, minimum: 2, outputColumns: [{ column: 'city', minimum: 2 }] }] }],
    ['the greatest minimum', { thresholds: [{ ...THRESHOLD, minimum: 100_000, outputColumns: [{ column: 'city', minimum: 100_000 }] }] }],
    ['no minimum for an output column', { thresholds: [{ ...THRESHOLD, outputColumns: [{ column: 'city', minimum: 0 }] }] }],
    ['minimums that are not known yet', { thresholds: [{ ...THRESHOLD, minimum: NUMBER_LATER, outputColumns: [{ column: LATER, minimum: NUMBER_LATER }] }] }],
    ['output columns that are not known yet',
      { thresholds: [{ ...THRESHOLD, column: LATER, outputColumns: [{ column: LATER, minimum: 2 }, { column: LATER, minimum: 3 }] }] }],
    ['identities of a type that is not known', { thresholds: [{ ...THRESHOLD, column: 'city' }] }],
    ['identities of a type that is not known yet', { thresholds: [THRESHOLD] }, { columns: [{ name: 'user_id', type: LATER }] }],
    ['identities of a table of which nothing is known', { thresholds: [THRESHOLD] }, { columns: undefined, allowedColumns: undefined }],
    ['identities under another name of varchar in Snowflake', { thresholds: [THRESHOLD] },
      { sourceKind: 'snowflake', columns: [{ name: 'user_id', type: 'TEXT' }] }],
    ['output that is not allowed of columns that are not known yet', { disallowedOutputColumns: LIST_LATER }],
    ['output that is not allowed of a column that no analysis can use', { disallowedOutputColumns: ['amount'] }, { allowedColumns: ['user_id', 'city'] }],
    ['output that is not allowed of any column, where those of the table are not known', { disallowedOutputColumns: ['ctiy'] }, { columns: undefined }],
    ['output that is not allowed of any column, where a column of the table is not known yet', { disallowedOutputColumns: ['ctiy'] },
      { columns: [{ name: LATER }] }],
  ])('%s', (_, parts, table = {}) => {
    expect(codesAndMessages(checkCustom(rule(parts), { ...TABLE, ...table }))).toEqual([]);
  });
});

describe('warns of', () => {
  test.each<[string, Partial<CustomRuleInput>, Partial<TableRuleInput>, string, string]>([
    ['a rule that allows nothing', { anyQueryBy: undefined }, {}, 'cdk-cleanrooms:nothingAllowed',
      'the custom rule allows no analysis: the table is not ready for queries or jobs until it allows templates or any analysis'],
    ['any job on a table for queries', { anyJobBy: ['222222222222'] }, { analysisMethods: ['DIRECT_QUERY'] }, 'cdk-cleanrooms:analysisNotForMethod',
      "'anyJobBy' has no effect, because 'analysisMethods' of the table has no DIRECT_JOB: DIRECT_QUERY"],
    ['any query on a table for jobs', { anyJobBy: ['222222222222'] }, { analysisMethods: ['DIRECT_JOB'] }, 'cdk-cleanrooms:analysisNotForMethod',
      "'anyQueryBy' has no effect, because 'analysisMethods' of the table has no DIRECT_QUERY: DIRECT_JOB"],
    ['a threshold without comparison controls', { thresholds: [THRESHOLD] }, {}, 'cdk-cleanrooms:thresholdWithoutComparisonControls',
      "'aggregationThresholds' without 'comparisonControls' let a query single somebody out by comparing columns: "
      + 'name the columns that a query may compare'],
    ['output that is not allowed of a column that no analysis can use', { disallowedOutputColumns: ['ctiy', 'city', LATER, 'ctiy'] }, {},
      'cdk-cleanrooms:disallowedColumnNotAllowed', "'disallowedOutputColumns' has 'ctiy', which is not among allowedColumns: user_id, city, amount. "
      + 'No output can have it anyway: perhaps it is misspelled, and the column that is meant comes out'],
  ])('%s', (_, parts, table, id, message) => {
    expect(idsAndMessages(warnAboutCustom(rule(parts), { ...TABLE, ...table }))).toEqual([[id, message]]);
  });
});

test.each<[string, Partial<CustomRuleInput>, Partial<TableRuleInput>?]>([
  ['any query on a table for queries', {}, { analysisMethods: ['DIRECT_QUERY'] }],
  ['any job on a table for jobs', { anyQueryBy: undefined, anyJobBy: ['222222222222'] }, { analysisMethods: ['DIRECT_JOB'] }],
  ['templates', { anyQueryBy: undefined, templateArns: [ARN], templateFormats: [undefined] }],
  ['output that is not allowed of columns that analyses can use', { disallowedOutputColumns: ['city', LATER] }],
  ['output that is not allowed of columns that are not known yet', { disallowedOutputColumns: LIST_LATER }],
  ['output that is not allowed, where nobody knows the columns that analyses can use', { disallowedOutputColumns: ['ctiy'] }, { allowedColumns: undefined }],
  ['output that is not allowed, where the columns that analyses can use are not known yet', { disallowedOutputColumns: ['ctiy'] },
    { allowedColumns: LIST_LATER }],
  ['a threshold with comparison controls', { thresholds: [THRESHOLD], comparison: { literalColumns: [], columnColumns: [] } }],
])('says nothing of %s', (_, parts, table = {}) => {
  expect(warnAboutCustom(rule(parts), { ...TABLE, ...table })).toEqual([]);
});

function rule(parts: Partial<CustomRuleInput>): CustomRuleInput {
  return { templateArns: [], templateFormats: [], anyQueryBy: ['222222222222'], thresholds: [], disallowedOutputColumns: [], ...parts };
}
