import { Lazy } from 'aws-cdk-lib';
import { checkPrivacyBudget } from '../../../src/constructs/privacy-budget/privacy-budget-template-rules';
import type { PrivacyBudgetInput } from '../../../src/constructs/privacy-budget/privacy-budget-template-rules';
import { codesAndMessages } from '../../support/faults';

test.each<[string, PrivacyBudgetInput, string, string]>([
  ['an access budget without a limit', access(), 'NoAccessBudget', "an access budget must have 'calendar', 'lifetime' or both"],
  ['a limit of a calendar period over the maximum', access({ type: 'CALENDAR_WEEK', budget: 1_000_001 }), 'PrivacyBudgetOutOfRange',
    "'budget' of 'calendar' of an access budget must be a whole number from 0 to 1000000, got 1000001"],
  ['a fraction of an access', access({ type: 'CALENDAR_WEEK', budget: 0.5 }), 'PrivacyBudgetOutOfRange',
    "'budget' of 'calendar' of an access budget must be a whole number from 0 to 1000000, got 0.5"],
  ['a negative limit', access({ type: 'LIFETIME', budget: -1 }), 'PrivacyBudgetOutOfRange',
    "'lifetime' of an access budget must be a whole number from 0 to 1000000, got -1"],
  ...[0, 21, 2.5].map((epsilon): [string, PrivacyBudgetInput, string, string] => [
    `an epsilon of ${epsilon}`, differentialPrivacy(epsilon, 30), 'PrivacyBudgetOutOfRange', `'epsilon' must be a whole number from 1 to 20, got ${epsilon}`,
  ]),
  ...[9, 101, 10.5].map((noise): [string, PrivacyBudgetInput, string, string] => [
    `noise of ${noise}`, differentialPrivacy(3, noise), 'PrivacyBudgetOutOfRange', `'usersNoisePerQuery' must be a whole number from 10 to 100, got ${noise}`,
  ]),
  ['a total limit over the maximum', access({ type: 'LIFETIME', budget: 2_000_000 }), 'PrivacyBudgetOutOfRange',
    "'lifetime' of an access budget must be a whole number from 0 to 1000000, got 2000000"],
])('rejects %s', (_, input, code, message) => {
  expect(codesAndMessages(checkPrivacyBudget(input))).toEqual([[code, message]]);
});

test.each<[string, PrivacyBudgetInput]>([
  ['the least private values', differentialPrivacy(20, 10)],
  ['the most private values', differentialPrivacy(1, 100)],
  ['tokens in differential privacy', differentialPrivacy(Lazy.number({ produce: () => 1 }), Lazy.number({ produce: () => 1 }))],
  ['budgets at the limit', access({ type: 'CALENDAR_DAY', budget: 1_000_000 }, { type: 'LIFETIME', budget: 1_000_000 })],
  ['a budget of none', access({ type: 'LIFETIME', budget: 0 })],
  ['tokens', access({ type: 'LIFETIME', budget: Lazy.number({ produce: () => 1 }) })],
])('accepts %s', (_, input) => {
  expect(checkPrivacyBudget(input)).toEqual([]);
});

function differentialPrivacy(epsilon: number, usersNoisePerQuery: number): PrivacyBudgetInput {
  return { type: 'DIFFERENTIAL_PRIVACY', autoRefresh: 'NONE', parameters: { epsilon, usersNoisePerQuery } };
}

function access(...budgetParameters: { type: string; budget: number }[]): PrivacyBudgetInput {
  return { type: 'ACCESS_BUDGET', autoRefresh: 'NONE', parameters: { resourceArn: 'arn', budgetParameters } };
}
