import { AdditionalAnalyses, AnalysisRule, AnalysisRuleType, JoinOperator } from '../../../../src';
import type { ListAnalysisRule } from '../../../../src';

test('renders all its parts', () => {
  const rule = AnalysisRule.list()
    .joinOn('email')
    .joinOn('phone')
    .allowJoinOperators(JoinOperator.OR)
    .list('city', 'segment')
    .withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED);

  expect(rule.ruleType).toBe(AnalysisRuleType.LIST);
  expect(rule._render()).toEqual({
    type: 'LIST',
    policy: {
      v1: {
        list: {
          joinColumns: ['email', 'phone'],
          allowedJoinOperators: ['OR'],
          listColumns: ['city', 'segment'],
          additionalAnalyses: 'NOT_ALLOWED',
        },
      },
    },
  });
});

test('is the same with options as with methods', () => {
  expect(AnalysisRule.list({
    joinColumns: ['email'],
    allowedJoinOperators: [JoinOperator.AND],
    listColumns: ['city'],
    additionalAnalyses: AdditionalAnalyses.REQUIRED,
  })._render()).toEqual(AnalysisRule.list()
    .joinOn('email').allowJoinOperators(JoinOperator.AND).list('city').withAdditionalAnalyses(AdditionalAnalyses.REQUIRED)._render());
});

test('leaves defaults to the service', () => {
  expect(AnalysisRule.list()._render().policy.v1.list)
    .toEqual({ joinColumns: [], allowedJoinOperators: undefined, listColumns: [], additionalAnalyses: undefined });
});

test.each<[string, (rule: ListAnalysisRule) => ListAnalysisRule]>([
  ['joinOn', (rule) => rule.joinOn('phone')],
  ['allowJoinOperators', (rule) => rule.allowJoinOperators(JoinOperator.OR)],
  ['list', (rule) => rule.list('segment')],
  ['withAdditionalAnalyses', (rule) => rule.withAdditionalAnalyses(AdditionalAnalyses.ALLOWED)],
])('is not changed by %s, which returns a new rule', (_, change) => {
  const start = AnalysisRule.list().joinOn('email').list('city');
  const before = JSON.stringify(start._render());
  expect(JSON.stringify(change(start)._render())).not.toBe(before);
  expect(JSON.stringify(start._render())).toBe(before);
});

test('does not follow later changes of the lists that it is given', () => {
  const options = { joinColumns: ['email'], allowedJoinOperators: [JoinOperator.AND], listColumns: ['city'] };
  const rule = AnalysisRule.list(options);
  const before = JSON.stringify(rule._render());
  options.joinColumns.push('phone');
  options.allowedJoinOperators.push(JoinOperator.OR);
  options.listColumns.push('segment');
  expect(JSON.stringify(rule._render())).toBe(before);
});

test('has all columns in lower case, as the service does', () => {
  expect(AnalysisRule.list({ joinColumns: ['Email'] }).joinOn('PHONE').list('City')._render().policy.v1.list)
    .toMatchObject({ joinColumns: ['email', 'phone'], listColumns: ['city'] });
});
