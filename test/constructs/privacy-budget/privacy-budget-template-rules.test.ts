import { Lazy } from 'aws-cdk-lib';
import { checkPrivacyBudget } from '../../../src/constructs/privacy-budget/privacy-budget-template-rules';
import type { PrivacyBudgetInput } from '../../../src/constructs/privacy-budget/privacy-budget-template-rules';
import { codesAndMessages } from '../../support/faults';

test.each<[string, PrivacyBudgetInput, string, string]>([
  ['an access budget without an amount', access(), 'NoAccessBudget', "an access budget must have 'calendar', 'lifetime' or both"],
  ['a budget of a period over the limit', access({ type: 'CALENDAR_WEEK', budget: 1_000_001 }), 'PrivacyBudgetOutOfRange',
    "'budget' of 'calendar' of an access budget must be a whole number from 0 to 1000000, got 1000001"],
  ['a part of an access', access({ type: 'CALENDAR_WEEK', budget: 0.5 }), 'PrivacyBudgetOutOfRange',
    "'budget' of 'calendar' of an access budget must be a whole number from 0 to 1000000, got 0.5"],
  ['fewer accesses than none', access({ type: 'LIFETIME', budget: -1 }), 'PrivacyBudgetOutOfRange',
    "'lifetime' of an access budget must be a whole number from 0 to 1000000, got -1"],
  ...[0, 21, 2.5].map((epsilon): [string, PrivacyBudgetInput, string, string] => [
    `B1: an epsilon of ${epsilon}`, differentialPrivacy(epsilon, 30), 'PrivacyBudgetOutOfRange', `'epsilon' must be a whole number from 1 to 20, got ${epsilon}`,
  ]),
  ...[9, 101, 10.5].map((noise): [string, PrivacyBudgetInput, string, string] => [
    `B1: noise of ${noise}`, differentialPrivacy(3, noise), 'PrivacyBudgetOutOfRange', `'usersNoisePerQuery' must be a whole number from 10 to 100, got ${noise}`,
  ]),
  ['a budget in all over the limit', access({ type: 'LIFETIME', budget: 2_000_000 }), 'PrivacyBudgetOutOfRange',
    "'lifetime' of an access budget must be a whole number from 0 to 1000000, got 2000000"],
])('refuses %s', (_, parts, code, message) => {
  expect(codesAndMessages(checkPrivacyBudget(parts))).toEqual([[code, message]]);
});

test.each<[string, PrivacyBudgetInput]>([
  ['B1: the least differential privacy', differentialPrivacy(20, 10)],
  ['B1: the most differential privacy', differentialPrivacy(1, 100)],
  ['tokens in differential privacy', differentialPrivacy(Lazy.number({ produce: () => 1 }), Lazy.number({ produce: () => 1 }))],
  ['budgets at the limit', access({ type: 'CALENDAR_DAY', budget: 1_000_000 }, { type: 'LIFETIME', budget: 1_000_000 })],
  ['a budget of none', access({ type: 'LIFETIME', budget: 0 })],
  ['tokens', access({ type: 'LIFETIME', budget: Lazy.number({ produce: () => 1 }) })],
])('accepts %s', (_, parts) => {
  expect(checkPrivacyBudget(parts)).toEqual([]);
});

function differentialPrivacy(epsilon: number, usersNoisePerQuery: number): PrivacyBudgetInput {
  return { type: 'DIFFERENTIAL_PRIVACY', autoRefresh: 'NONE', parameters: { epsilon, usersNoisePerQuery } };
}

function access(...budgetParameters: { type: string; budget: number }[]): PrivacyBudgetInput {
  return { type: 'ACCESS_BUDGET', autoRefresh: 'NONE', parameters: { resourceArn: 'arn', budgetParameters } };
}
