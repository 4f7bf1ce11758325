import { Lazy } from 'aws-cdk-lib';
import { checkControlsForTemplates, checkCustom, warnAboutCustom } from '../../../../src/constructs/table/analysis-rules/custom-rules';
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

describe('rejects', () => {
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
      + 'got a list that is only known at deployment and 222222222222'],
    ['any query of nobody', { anyQueryBy: [] }, {}, 'AnyAnalysisByNobody',
      "'anyQueryBy' of a custom rule must name at least one account: leave it out to allow only templates"],
    ['any job of nobody', { anyJobBy: [] }, {}, 'AnyAnalysisByNobody',
      "'anyJobBy' of a custom rule must name at least one account: leave it out to allow only templates"],
    ['templates beside any query', { templateArns: [ARN], anyQueryBy: ['222222222222'] }, {}, 'TemplatesAndAnyAnalysis',
      "a custom rule must allow either templates or all analyses of accounts, got both 'anyQueryBy' and " + ARN],
    ['templates beside any job', { templateArns: [ARN], anyQueryBy: undefined, anyJobBy: ['222222222222'] }, {}, 'TemplatesAndAnyAnalysis',
      "a custom rule must allow either templates or all analyses of accounts, got both 'anyJobBy' and " + ARN],
    ['any query and any job of different accounts', { anyQueryBy: ['222222222222'], anyJobBy: ['222222222222', '333333333333'] }, {},
      'QueryAndJobProvidersDiffer', "'anyQueryBy' and 'anyJobBy' must name the same accounts, because the service has one list for both, "
      + 'got 222222222222 and 222222222222, 333333333333'],
    ['thresholds with differential privacy', { thresholds: [THRESHOLD], differentialPrivacyColumn: 'user_id' }, {},
      'ControlsWithDifferentialPrivacy', "'aggregationThresholds' and 'differentialPrivacyColumn' of a custom rule cannot be combined"],
    ['comparison controls with differential privacy', { comparison: COMPARISON, differentialPrivacyColumn: 'user_id' }, {},
      'ControlsWithDifferentialPrivacy', "'comparisonControls' and 'differentialPrivacyColumn' of a custom rule cannot be combined"],
    ['thresholds if only jobs are allowed', { thresholds: [THRESHOLD], anyQueryBy: undefined, anyJobBy: ['222222222222'] }, {},
      'ControlsForJobs', "'aggregationThresholds' apply only to queries: they must not be given if only 'anyJobBy' is given"],
    ['thresholds on a table for jobs', { thresholds: [THRESHOLD] }, { analysisMethods: ['DIRECT_JOB'] },
      'ControlsForJobs', "'aggregationThresholds' apply only to queries: they must not be given if 'analysisMethods' of the table is DIRECT_JOB"],
    ['differential privacy over Athena', { differentialPrivacyColumn: 'user_id' }, { sourceKind: 'athena' }, 'DifferentialPrivacyNotForSource',
      "'differentialPrivacyColumn' must not be given for a table over athena: differential privacy is available only for Glue tables"],
    ['several thresholds', { thresholds: [THRESHOLD, { ...THRESHOLD, minimum: 5 }] }, {}, 'SeveralAggregationThresholds',
      "'aggregationThresholds' must have at most one threshold, got 100 of 'user_id', 5 of 'user_id'"],
    ['an output column twice', { thresholds: [{ ...THRESHOLD, outputColumns: [{ column: 'city', minimum: 2 }, { column: 'city', minimum: 3 }] }] }, {},
      'OutputColumnTwice', "'outputColumns' of an aggregation threshold must name each column once, got 'city' more than once"],
    ['identities that are not text', { thresholds: [{ ...THRESHOLD, column: 'amount' }] }, {}, 'IdentityColumnNotText',
      "'aggregationThresholds' has 'amount', whose type must be string, varchar or char, got int"],
    ['literal comparison of identities', { thresholds: [THRESHOLD], comparison: { ...COMPARISON, literalColumns: ['city', 'user_id'] } }, {},
      'ColumnInTwoRoles', "'user_id' is in both 'aggregationThresholds' and 'allowedLiteralComparisonColumns': a column can be in only one of them"],
    ...[0, 1, 100_001, 2.5].map((got): [string, Partial<CustomRuleInput>, Partial<TableRuleInput>, string, string] =>
      [`a minimum of ${got}`, { thresholds: [{ ...THRESHOLD, minimum: got }] }, {}, 'AggregationThresholdOutOfRange', minimum("'user_id'", '', got)]),
    ...[1, 100_001, -2].map((got): [string, Partial<CustomRuleInput>, Partial<TableRuleInput>, string, string] =>
      [`a minimum of ${got} for an output column`, { thresholds: [{ ...THRESHOLD, outputColumns: [{ column: 'city', minimum: got }] }] }, {},
        'AggregationThresholdOutOfRange', minimum("'user_id' in rows with 'city'", ', or 0', got)]),
  ])('%s', (_, parts, table, code, message) => {
    expect(codesAndMessages(checkCustom(rule(parts), { ...TABLE, ...table }))).toEqual([[code, message]]);
  });
});

describe('accepts', () => {
  test.each<[string, Partial<CustomRuleInput>, Partial<TableRuleInput>?]>([
    ['any query of an account', {}],
    ['any query and any job of the same accounts', { anyQueryBy: ['222222222222', '333333333333'], anyJobBy: ['333333333333', '222222222222'] }],
    ['any query and any job of accounts that are a token', { anyQueryBy: [LATER], anyJobBy: ['222222222222'] }],
    ['any query and any job of lists that are a token', { anyQueryBy: LIST_LATER, anyJobBy: LIST_LATER }],
    ['templates', { anyQueryBy: undefined, templateArns: [ARN, LATER] }],
    ['nothing at all', { anyQueryBy: undefined }],
    ['differential privacy', { differentialPrivacyColumn: 'user_id' }],
    ['differential privacy of a column that is a token', { differentialPrivacyColumn: LATER }],
    ['thresholds and comparison controls', { thresholds: [THRESHOLD], comparison: COMPARISON }],
    ['column comparison of identities', { thresholds: [THRESHOLD], comparison: { literalColumns: [], columnColumns: ['user_id'] } }],
    ['comparison of nothing', { comparison: { literalColumns: [], columnColumns: [] } }],
    ['thresholds with templates', { thresholds: [THRESHOLD], anyQueryBy: undefined, templateArns: [ARN, ARN] }],
    ['thresholds for any query beside any job', { thresholds: [THRESHOLD], anyJobBy: ['222222222222'] }],
    ['thresholds if nothing is allowed yet', { thresholds: [THRESHOLD], anyQueryBy: undefined }],
    ['thresholds over Athena', { thresholds: [THRESHOLD] }, { sourceKind: 'athena' }],
    ['the least minimum', { thresholds: [{ ...THRESHOLD, minimum: 2, outputColumns: [{ column: 'city', minimum: 2 }] }] }],
    ['the greatest minimum', { thresholds: [{ ...THRESHOLD, minimum: 100_000, outputColumns: [{ column: 'city', minimum: 100_000 }] }] }],
    ['no minimum for an output column', { thresholds: [{ ...THRESHOLD, outputColumns: [{ column: 'city', minimum: 0 }] }] }],
    ['minimums that are a token', { thresholds: [{ ...THRESHOLD, minimum: NUMBER_LATER, outputColumns: [{ column: LATER, minimum: NUMBER_LATER }] }] }],
    ['output columns that are a token',
      { thresholds: [{ ...THRESHOLD, column: LATER, outputColumns: [{ column: LATER, minimum: 2 }, { column: LATER, minimum: 3 }] }] }],
    ['identities of a type that is not known', { thresholds: [{ ...THRESHOLD, column: 'city' }] }],
    ['identities of a type that is a token', { thresholds: [THRESHOLD] }, { columns: [{ name: 'user_id', type: LATER }] }],
    ['identities of a table of which nothing is known', { thresholds: [THRESHOLD] }, { columns: undefined, allowedColumns: undefined }],
    ['identities under another name of varchar in Snowflake', { thresholds: [THRESHOLD] },
      { sourceKind: 'snowflake', columns: [{ name: 'user_id', type: 'TEXT' }] }],
    ['output that is not allowed of columns that are a token', { disallowedOutputColumns: LIST_LATER }],
    ['output that is not allowed of a column that no analysis can use', { disallowedOutputColumns: ['amount'] }, { allowedColumns: ['user_id', 'city'] }],
    ['output that is not allowed of any column, where those of the table are not known', { disallowedOutputColumns: ['ctiy'] }, { columns: undefined }],
    ['output that is not allowed of any column, where a column of the table is a token', { disallowedOutputColumns: ['ctiy'] },
      { columns: [{ name: LATER }] }],
  ])('%s', (_, parts, table = {}) => {
    expect(codesAndMessages(checkCustom(rule(parts), { ...TABLE, ...table }))).toEqual([]);
  });
});

describe('warns about', () => {
  test.each<[string, Partial<CustomRuleInput>, Partial<TableRuleInput>, string, string]>([
    ['a rule that allows nothing', { anyQueryBy: undefined }, {}, 'cdk-cleanrooms:nothingAllowed',
      'the custom rule allows no analysis: the table is not ready for queries or jobs until the rule allows templates or accounts'],
    ['any job on a table for queries', { anyJobBy: ['222222222222'] }, { analysisMethods: ['DIRECT_QUERY'] }, 'cdk-cleanrooms:analysisNotForMethod',
      "'anyJobBy' has no effect, because 'analysisMethods' of the table has no DIRECT_JOB: DIRECT_QUERY"],
    ['any query on a table for jobs', { anyJobBy: ['222222222222'] }, { analysisMethods: ['DIRECT_JOB'] }, 'cdk-cleanrooms:analysisNotForMethod',
      "'anyQueryBy' has no effect, because 'analysisMethods' of the table has no DIRECT_QUERY: DIRECT_JOB"],
    ['a threshold without comparison controls', { thresholds: [THRESHOLD] }, {}, 'cdk-cleanrooms:thresholdWithoutComparisonControls',
      "'aggregationThresholds' without 'comparisonControls' let a query single out an individual by comparing columns: "
      + "set 'comparisonControls' to the columns that a query may compare"],
    ['output that is not allowed of a column that no analysis can use', { disallowedOutputColumns: ['ctiy', 'city', LATER, 'ctiy'] }, {},
      'cdk-cleanrooms:disallowedColumnNotAllowed', "'disallowedOutputColumns' has 'ctiy', which is not among allowedColumns: user_id, city, amount. "
      + 'Results cannot contain it anyway: if the name is misspelled, the intended column is not protected'],
  ])('%s', (_, parts, table, id, message) => {
    expect(idsAndMessages(warnAboutCustom(rule(parts), { ...TABLE, ...table }))).toEqual([[id, message]]);
  });
});

test.each<[string, Partial<CustomRuleInput>, Partial<TableRuleInput>?]>([
  ['any query on a table for queries', {}, { analysisMethods: ['DIRECT_QUERY'] }],
  ['any job on a table for jobs', { anyQueryBy: undefined, anyJobBy: ['222222222222'] }, { analysisMethods: ['DIRECT_JOB'] }],
  ['templates', { anyQueryBy: undefined, templateArns: [ARN] }],
  ['output that is not allowed of columns that analyses can use', { disallowedOutputColumns: ['city', LATER] }],
  ['output that is not allowed of columns that are a token', { disallowedOutputColumns: LIST_LATER }],
  ['output that is not allowed, where nobody knows the columns that analyses can use', { disallowedOutputColumns: ['ctiy'] }, { allowedColumns: undefined }],
  ['output that is not allowed, where the columns that analyses can use are a token', { disallowedOutputColumns: ['ctiy'] },
    { allowedColumns: LIST_LATER }],
  ['a threshold with comparison controls', { thresholds: [THRESHOLD], comparison: { literalColumns: [], columnColumns: [] } }],
])('does not warn about %s', (_, parts, table = {}) => {
  expect(warnAboutCustom(rule(parts), { ...TABLE, ...table })).toEqual([]);
});

describe('controls of queries with templates', () => {
  const templates = (...formats: (string | undefined)[]) => formats;
  const controlled = { anyQueryBy: undefined, thresholds: [THRESHOLD], comparison: COMPARISON };
  const codesFor = (input: Partial<CustomRuleInput>, formats: (string | undefined)[], table: Partial<TableRuleInput> = {}) =>
    codesAndMessages(checkControlsForTemplates(rule(input), formats, { ...TABLE, ...table }));

  test('are rejected if all templates are PySpark templates', () => {
    const message = (control: string) => `'${control}' apply only to queries: they must not be given if all templates are PySpark templates`;
    expect(codesFor(controlled, templates('PYSPARK_1_0', 'PYSPARK_2_0'))).toEqual([
      ['ControlsForJobs', message('aggregationThresholds')], ['ControlsForJobs', message('comparisonControls')],
    ]);
  });

  test.each<[string, Partial<CustomRuleInput>, (string | undefined)[], Partial<TableRuleInput>?]>([
    ['if one template is a SQL template', controlled, templates('PYSPARK_1_0', 'SQL')],
    ['if the format of one template is not known', controlled, templates('PYSPARK_1_0', undefined)],
    ['without templates', controlled, templates()],
    ['beside queries of accounts', { ...controlled, anyQueryBy: ['222222222222'] }, templates('PYSPARK_1_0')],
    ['beside jobs of accounts, which are checked on their own', { ...controlled, anyJobBy: ['222222222222'] }, templates('PYSPARK_1_0')],
    ['on a table for jobs, which is checked on its own', controlled, templates('PYSPARK_1_0'), { analysisMethods: ['DIRECT_JOB'] }],
    ['if there are none', { anyQueryBy: undefined }, templates('PYSPARK_1_0')],
  ])('are accepted %s', (_, input, formats, table = {}) => {
    expect(codesFor(input, formats, table)).toEqual([]);
  });
});

function rule(parts: Partial<CustomRuleInput>): CustomRuleInput {
  return { templateArns: [], anyQueryBy: ['222222222222'], thresholds: [], disallowedOutputColumns: [], ...parts };
}
