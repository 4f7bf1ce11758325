import { Lazy } from 'aws-cdk-lib';
import { checkAggregation, isMinimum, warnAboutAggregation } from '../../../../src/constructs/table/analysis-rules/aggregation-rules';
import type { AggregationRuleInput } from '../../../../src/constructs/table/analysis-rules/aggregation-rules';
import type { TableRuleInput } from '../../../../src/constructs/table/configured-table-rules';
import { idsAndMessages, codesAndMessages } from '../../../support/faults';

const LATER = Lazy.string({ produce: () => 'later' });
const SUM_OF_AMOUNT = { function: 'SUM', columns: ['amount'] };
const TABLE: TableRuleInput = {
  allowedColumns: ['email', 'phone', 'city', 'amount'],
  columns: [
    { name: 'email', type: 'string' },
    { name: 'phone', type: 'varchar(20)' },
    { name: 'city' },
    { name: 'amount', type: 'decimal(10,2)' },
  ],
  analysisMethods: ['DIRECT_QUERY'],
  sourceKind: 'glue',
};

describe('rejects', () => {
  const notAllowed = (property: string) => `'${property}' has 'emial', which is not among allowedColumns: email, phone, city, amount`;

  test.each<[string, Partial<AggregationRuleInput>, string, string]>([
    ['a join column that is not allowed', { joinColumns: ['emial'] }, 'ColumnNotAllowed', notAllowed('joinColumns')],
    ['a dimension column that is not allowed', { dimensionColumns: ['emial'] }, 'ColumnNotAllowed', notAllowed('dimensionColumns')],
    ['an aggregate column that is not allowed', { aggregateColumns: [{ function: 'SUM', columns: ['emial'] }] },
      'ColumnNotAllowed', notAllowed('aggregateColumns')],
    ['an output constraint over a column that is not allowed', { outputConstraints: [{ column: 'emial', minimum: 2 }] },
      'ColumnNotAllowed', notAllowed('outputConstraints')],
    ['a join column that is a dimension column', { joinColumns: ['email'], dimensionColumns: ['city', 'email'] }, 'ColumnInTwoRoles',
      "'email' is in both 'joinColumns' and 'dimensionColumns': a column can be in only one of them"],
    ['an aggregate column that is a dimension column', { dimensionColumns: ['amount'] }, 'ColumnInTwoRoles',
      "'amount' is in both 'aggregateColumns' and 'dimensionColumns': a column can be in only one of them"],
    ['no aggregate', { aggregateColumns: [] }, 'NoAggregateColumn',
      "'aggregateColumns' of an aggregation rule must have at least one column, such as sum('amount')"],
    ['an aggregate without columns', { aggregateColumns: [{ function: 'SUM', columns: [] }] }, 'NoAggregateColumn',
      "'aggregateColumns' of an aggregation rule must have at least one column, such as sum('amount')"],
    ['one aggregate with and one without columns', { aggregateColumns: [SUM_OF_AMOUNT, { function: 'COUNT', columns: [] }] }, 'NoAggregateColumn',
      "'aggregateColumns' of an aggregation rule must have at least one column for COUNT"],
    ['no output constraint', { outputConstraints: [] }, 'NoOutputConstraint',
      "'outputConstraints' of an aggregation rule must have at least one constraint, such as requireAtLeast(100, 'user_id')"],
    ...[1, 100_001, 2.5, -2, Number.NaN].map((minimum): [string, Partial<AggregationRuleInput>, string, string] =>
      [`a minimum of ${minimum}`, { outputConstraints: [{ column: 'email', minimum }] }, 'OutputConstraintOutOfRange',
        `the minimum of distinct values of 'email' must be a whole number from 2 to 100000, got ${minimum}`]),
  ])('%s', (_, parts, code, message) => {
    expect(codesAndMessages(checkAggregation(rule(parts), TABLE))).toEqual([[code, message]]);
  });
});

describe('accepts', () => {
  test.each<[string, Partial<AggregationRuleInput>]>([
    ['a sum behind a minimum', {}],
    ['a join column that is counted', { joinColumns: ['email'], aggregateColumns: [{ function: 'COUNT_DISTINCT', columns: ['email'] }] }],
    ['the least minimum', { outputConstraints: [{ column: 'email', minimum: 2 }] }],
    ['the greatest minimum', { outputConstraints: [{ column: 'email', minimum: 100_000 }] }],
    ['a minimum that is a token', { outputConstraints: [{ column: 'email', minimum: Lazy.number({ produce: () => 2 }) }] }],
    ['tokens in all lists of columns', {
      joinColumns: [LATER],
      dimensionColumns: [LATER],
      aggregateColumns: [{ function: 'SUM', columns: [LATER] }],
      outputConstraints: [{ column: LATER, minimum: 2 }],
    }],
  ])('%s', (_, parts) => {
    expect(checkAggregation(rule(parts), TABLE)).toEqual([]);
  });

  test('any column, if the allowed columns are not known', () => {
    expect(checkAggregation(rule({ joinColumns: ['emial'] }), { ...TABLE, allowedColumns: undefined })).toEqual([]);
  });
});

describe('warns about', () => {
  test.each<[string, Partial<AggregationRuleInput>, string, string]>([
    ['a column twice for one function', { aggregateColumns: [{ function: 'SUM', columns: ['amount', 'amount'] }] },
      'cdk-cleanrooms:columnTwice', "'aggregateColumns' has 'amount' more than once for SUM"],
    ['a column for one function in two places', { aggregateColumns: [SUM_OF_AMOUNT, SUM_OF_AMOUNT] },
      'cdk-cleanrooms:columnTwice', "'aggregateColumns' has 'amount' more than once for SUM"],
    ['a column constrained twice', { outputConstraints: [{ column: 'email', minimum: 2 }, { column: 'email', minimum: 3 }] },
      'cdk-cleanrooms:columnTwice', "'outputConstraints' has 'email' more than once"],
    ['a sum of text', { aggregateColumns: [{ function: 'SUM_DISTINCT', columns: ['phone'] }] },
      'cdk-cleanrooms:numbersOfText', "'aggregateColumns' has SUM_DISTINCT over 'phone', whose type is varchar(20)"],
    ['an average of text', { aggregateColumns: [{ function: 'AVG', columns: ['email'] }] },
      'cdk-cleanrooms:numbersOfText', "'aggregateColumns' has AVG over 'email', whose type is string"],
    ['join operators without join columns', { allowedJoinOperators: ['OR'] },
      'cdk-cleanrooms:joinOperatorsWithoutColumns', "'allowedJoinOperators' has no effect without 'joinColumns'"],
    ['a required join without join columns', { joinRequired: true }, 'cdk-cleanrooms:joinRequiredWithoutColumns',
      "'joinRequired' is true, but 'joinColumns' is empty, so that no query can run: add a join column, such as joinOn('hashed_email')"],
    ['additional analyses', { additionalAnalyses: 'REQUIRED' }, 'cdk-cleanrooms:additionalAnalysesOfAggregation',
      "'additionalAnalyses' is REQUIRED: the API reference documents it only for list and custom rules, though the console offers it"],
  ])('%s', (_, parts, id, message) => {
    expect(idsAndMessages(warnAboutAggregation(rule(parts), TABLE))).toEqual([[id, message]]);
  });
});

describe('does not warn about', () => {
  test.each<[string, Partial<AggregationRuleInput>]>([
    ['a count of text', { aggregateColumns: [{ function: 'COUNT', columns: ['email'] }] }],
    ['a sum of a column whose type is not known', { aggregateColumns: [{ function: 'SUM', columns: ['city'] }] }],
    ['a column for two functions', { aggregateColumns: [SUM_OF_AMOUNT, { function: 'AVG', columns: ['amount'] }] }],
    ['join columns without an operator, which the service combines with AND', { joinColumns: ['email', 'phone'] }],
    ['a required join with a join column', { joinColumns: ['email'], joinRequired: true }],
    ['a join that is not required, without join columns', { joinRequired: false }],
    ['join columns with an operator', { joinColumns: ['email', 'phone'], allowedJoinOperators: ['OR'] }],
    ['additional analyses that are not allowed', { additionalAnalyses: 'NOT_ALLOWED' }],
  ])('%s', (_, parts) => {
    expect(warnAboutAggregation(rule(parts), TABLE)).toEqual([]);
  });
});

test.each([[2, true], [100_000, true], [Lazy.number({ produce: () => 1 }), true], [1, false], [100_001, false], [2.5, false]])('%d is a minimum: %p', (value, expected) => {
  expect(isMinimum(value)).toBe(expected);
});

function rule(parts: Partial<AggregationRuleInput>): AggregationRuleInput {
  return {
    joinColumns: [],
    dimensionColumns: [],
    aggregateColumns: [SUM_OF_AMOUNT],
    outputConstraints: [{ column: 'email', minimum: 2 }],
    allowedJoinOperators: [],
    ...parts,
  };
}
