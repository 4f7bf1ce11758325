import type { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import { AdditionalAnalyses, AggregateFunction, AnalysisRule, AnalysisRuleType, JoinOperator, ScalarFunction } from '../../../../src';
import type { AggregationAnalysisRule } from '../../../../src';

describe('a rule that is chained', () => {
  test('renders what the service takes', () => {
    const rule = AnalysisRule.aggregation()
      .joinOn('email')
      .requireJoin()
      .allowJoinOperators(JoinOperator.AND, JoinOperator.OR)
      .sum('amount')
      .groupBy('city')
      .allowScalarFunctions(ScalarFunction.ROUND, ScalarFunction.of('FUTURE'))
      .requireAtLeast(100, 'email')
      .withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED);

    expect(rule.ruleType).toBe(AnalysisRuleType.AGGREGATION);
    expect(rule._render()).toEqual({
      type: 'AGGREGATION',
      policy: {
        v1: {
          aggregation: {
            joinColumns: ['email'],
            joinRequired: 'QUERY_RUNNER',
            allowedJoinOperators: ['AND', 'OR'],
            aggregateColumns: [{ function: 'SUM', columnNames: ['amount'] }],
            dimensionColumns: ['city'],
            scalarFunctions: ['ROUND', 'FUTURE'],
            outputConstraints: [{ columnName: 'email', minimum: 100, type: 'COUNT_DISTINCT' }],
            additionalAnalyses: 'NOT_ALLOWED',
          },
        },
      },
    });
  });

  test('is the same as one from options', () => {
    expect(AnalysisRule.aggregation().joinOn('email').requireJoin().allowJoinOperators(JoinOperator.OR).countDistinct('email').groupBy('city')
      .allowScalarFunctions(ScalarFunction.TRUNC).requireAtLeast(2, 'email').withAdditionalAnalyses(AdditionalAnalyses.ALLOWED)._render(),
    ).toEqual(AnalysisRule.aggregation({
      joinColumns: ['email'],
      joinRequired: true,
      allowedJoinOperators: [JoinOperator.OR],
      aggregateColumns: [{ function: AggregateFunction.COUNT_DISTINCT, columns: ['email'] }],
      dimensionColumns: ['city'],
      scalarFunctions: [ScalarFunction.TRUNC],
      outputConstraints: [{ column: 'email', minimum: 2 }],
      additionalAnalyses: AdditionalAnalyses.ALLOWED,
    })._render());
  });

  test.each<[string, (rule: AggregationAnalysisRule) => AggregationAnalysisRule]>([
    ['SUM', (rule) => rule.sum('a', 'b')],
    ['SUM_DISTINCT', (rule) => rule.sumDistinct('a', 'b')],
    ['COUNT', (rule) => rule.count('a', 'b')],
    ['COUNT_DISTINCT', (rule) => rule.countDistinct('a', 'b')],
    ['AVG', (rule) => rule.average('a', 'b')],
    ['AVG', (rule) => rule.aggregate(AggregateFunction.AVG, 'a', 'b')],
  ])('can apply %s', (name, add) => {
    expect(aggregatesOf(add(AnalysisRule.aggregation()))).toEqual([{ function: name, columnNames: ['a', 'b'] }]);
  });

  test('has the columns of a function in one place, in the order in which they came', () => {
    expect(aggregatesOf(AnalysisRule.aggregation({ aggregateColumns: [{ function: AggregateFunction.SUM, columns: ['a'] }] })
      .average('b').sum('c', 'd').sum('e'))).toEqual([
      { function: 'AVG', columnNames: ['b'] },
      { function: 'SUM', columnNames: ['a', 'c', 'd', 'e'] },
    ]);
  });

  test('says nothing of what was left to the service', () => {
    const { joinRequired, allowedJoinOperators, additionalAnalyses } = aggregationOf(AnalysisRule.aggregation({ joinRequired: false }));
    expect([joinRequired, allowedJoinOperators, additionalAnalyses]).toEqual([undefined, undefined, undefined]);
  });
});

test('each method gives a new rule, so that a partial rule can be the start of many', () => {
  const start = AnalysisRule.aggregation().joinOn('email').requireAtLeast(100, 'email');
  const before = JSON.stringify(start.parts);
  const byCity = start.sum('amount').groupBy('city');
  const byDay = start.count('order_id').groupBy('day').joinOn('phone');

  expect(JSON.stringify(start.parts)).toBe(before);
  expect(aggregationOf(byCity).joinColumns).toEqual(['email']);
  expect(aggregationOf(byDay).joinColumns).toEqual(['email', 'phone']);
});

test('the options stay as they were', () => {
  const options = { joinColumns: ['email'], dimensionColumns: ['city'] };
  AnalysisRule.aggregation(options).joinOn('phone').groupBy('day');
  expect(options).toEqual({ joinColumns: ['email'], dimensionColumns: ['city'] });
});

function aggregationOf(rule: AggregationAnalysisRule) {
  const { policy } = rule._render() as { policy: { v1: { aggregation: CfnConfiguredTable.AnalysisRuleAggregationProperty } } };
  return policy.v1.aggregation;
}

function aggregatesOf(rule: AggregationAnalysisRule) {
  return aggregationOf(rule).aggregateColumns;
}
