import { AdditionalAnalyses, AnalysisRule, AnalysisRuleType, JoinOperator } from '../../../../src';
import type { ListAnalysisRule } from '../../../../src';

test('renders what the service takes', () => {
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

test('is the same from options as from methods', () => {
  expect(AnalysisRule.list({
    joinColumns: ['email'],
    allowedJoinOperators: [JoinOperator.AND],
    listColumns: ['city'],
    additionalAnalyses: AdditionalAnalyses.REQUIRED,
  })._render()).toEqual(AnalysisRule.list()
    .joinOn('email').allowJoinOperators(JoinOperator.AND).list('city').withAdditionalAnalyses(AdditionalAnalyses.REQUIRED)._render());
});

test('leaves to the service what was left to it', () => {
  expect(AnalysisRule.list()._render().policy.v1.list)
    .toEqual({ joinColumns: [], allowedJoinOperators: undefined, listColumns: [], additionalAnalyses: undefined });
});

test.each<[string, (rule: ListAnalysisRule) => ListAnalysisRule]>([
  ['joinOn', (rule) => rule.joinOn('phone')],
  ['allowJoinOperators', (rule) => rule.allowJoinOperators(JoinOperator.OR)],
  ['list', (rule) => rule.list('segment')],
  ['withAdditionalAnalyses', (rule) => rule.withAdditionalAnalyses(AdditionalAnalyses.ALLOWED)],
])('%s gives a new rule and leaves the one before as it was', (_, change) => {
  const start = AnalysisRule.list().joinOn('email').list('city');
  const before = JSON.stringify(start._render());
  expect(JSON.stringify(change(start)._render())).not.toBe(before);
  expect(JSON.stringify(start._render())).toBe(before);
});
