import { CfnParameter } from 'aws-cdk-lib';
import type { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import { AdditionalAnalyses, AggregateFunction, AnalysisRule, AnalysisRuleType, ConfiguredTableAnalysisRule, JoinOperator, ScalarFunction } from '../../../../src';
import type { AggregationAnalysisRule } from '../../../../src';
import { expectRefused } from '../../../support/faults';
import { stackOf } from '../../../support/stacks';

describe('an aggregation rule', () => {
  test('renders all its parts', () => {
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

  test('is the same with options as with methods', () => {
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
  ])('renders the function %s', (name, add) => {
    expect(aggregatesOf(add(AnalysisRule.aggregation()))).toEqual([{ function: name, columnNames: ['a', 'b'] }]);
  });

  test('renders all columns of a function together, in their order', () => {
    expect(aggregatesOf(AnalysisRule.aggregation({ aggregateColumns: [{ function: AggregateFunction.SUM, columns: ['a'] }] })
      .average('b').sum('c', 'd').sum('e'))).toEqual([
      { function: 'AVG', columnNames: ['b'] },
      { function: 'SUM', columnNames: ['a', 'c', 'd', 'e'] },
    ]);
  });

  test('leaves defaults to the service', () => {
    const { joinRequired, allowedJoinOperators, additionalAnalyses } = aggregationOf(AnalysisRule.aggregation({ joinRequired: false }));
    expect([joinRequired, allowedJoinOperators, additionalAnalyses]).toEqual([undefined, undefined, undefined]);
  });
});

test('each method returns a new rule, so that several rules can start from the same one', () => {
  const start = AnalysisRule.aggregation().joinOn('email').requireAtLeast(100, 'email');
  const before = JSON.stringify(start.options);
  const byCity = start.sum('amount').groupBy('city');
  const byDay = start.count('order_id').groupBy('day').joinOn('phone');

  expect(JSON.stringify(start.options)).toBe(before);
  expect(aggregationOf(byCity).joinColumns).toEqual(['email']);
  expect(aggregationOf(byDay).joinColumns).toEqual(['email', 'phone']);
});

test('methods do not change the given options', () => {
  const options = { joinColumns: ['email'], dimensionColumns: ['city'] };
  AnalysisRule.aggregation(options).joinOn('phone').groupBy('day');
  expect(options).toEqual({ joinColumns: ['email'], dimensionColumns: ['city'] });
});

test('does not follow later changes of anything that it is given', () => {
  const options = {
    joinColumns: ['email'],
    allowedJoinOperators: [JoinOperator.AND],
    aggregateColumns: [{ function: AggregateFunction.SUM, columns: ['amount'] }],
    dimensionColumns: ['city'],
    scalarFunctions: [ScalarFunction.ABS],
    outputConstraints: [{ column: 'email', minimum: 2 }],
  };
  const rule = AnalysisRule.aggregation(options);
  const before = JSON.stringify(rule._render());
  options.joinColumns.push('phone');
  options.allowedJoinOperators.push(JoinOperator.OR);
  options.aggregateColumns[0].columns.push('tax');
  options.aggregateColumns.push({ function: AggregateFunction.AVG, columns: ['amount'] });
  options.dimensionColumns.push('day');
  options.scalarFunctions.push(ScalarFunction.TRUNC);
  options.outputConstraints[0].minimum = 3;
  expect(JSON.stringify(rule._render())).toBe(before);
});

test('has all columns in lower case, as the service does', () => {
  const rule = AnalysisRule.aggregation({ joinColumns: ['Phone'] }).joinOn('Email').sum('Amount').groupBy('City').requireAtLeast(2, 'EMAIL');
  expect(aggregationOf(rule)).toMatchObject({
    joinColumns: ['phone', 'email'],
    aggregateColumns: [{ columnNames: ['amount'] }],
    dimensionColumns: ['city'],
    outputConstraints: [{ columnName: 'email' }],
  });
});

test('keeps lists of columns that are tokens', () => {
  const stack = stackOf();
  const columns = new CfnParameter(stack, 'Columns', { type: 'CommaDelimitedList' }).valueAsList;
  expect(stack.resolve(aggregationOf(AnalysisRule.aggregation({ joinColumns: columns, dimensionColumns: columns })))).toMatchObject({
    joinColumns: { Ref: 'Columns' }, dimensionColumns: { Ref: 'Columns' },
  });
});

function aggregationOf(rule: AggregationAnalysisRule) {
  const { policy } = rule._render() as { policy: { v1: { aggregation: CfnConfiguredTable.AnalysisRuleAggregationProperty } } };
  return policy.v1.aggregation;
}

function aggregatesOf(rule: AggregationAnalysisRule) {
  return aggregationOf(rule).aggregateColumns;
}

test('there are no rules but those of the library', () => {
  const base = ConfiguredTableAnalysisRule as unknown as new () => object;
  class OwnRule extends base {}
  expectRefused(() => new OwnRule(), 'AnalysisRuleOfOwn', 'an analysis rule is made by AnalysisRule.aggregation, list or custom: the service has no other');
});
