import { Lazy } from 'aws-cdk-lib';
import { checkPrivacyBudget } from '../../../src/private/rules/privacy-budget-template';
import type { PrivacyBudgetParts } from '../../../src/private/rules/privacy-budget-template';
import { told } from '../../support/faults';

test.each<[string, PrivacyBudgetParts, string, string]>([
  ['an access budget without an amount', access(), 'NoAccessBudget', "an access budget must have 'calendar', 'lifetime' or both"],
  ['a budget of a period over the limit', access({ type: 'CALENDAR_WEEK', budget: 1_000_001 }), 'AccessBudgetTooLarge',
    "'budget' of 'calendar' of an access budget must be at most 1000000, got 1000001"],
  ['a budget in all over the limit', access({ type: 'LIFETIME', budget: 2_000_000 }), 'AccessBudgetTooLarge',
    "'lifetime' of an access budget must be at most 1000000, got 2000000"],
])('refuses %s', (_, parts, code, message) => {
  expect(told(checkPrivacyBudget(parts))).toEqual([[code, message]]);
});

test.each<[string, PrivacyBudgetParts]>([
  ['differential privacy', { type: 'DIFFERENTIAL_PRIVACY', autoRefresh: 'NONE', parameters: { epsilon: 1, usersNoisePerQuery: 10 } }],
  ['budgets at the limit', access({ type: 'CALENDAR_DAY', budget: 1_000_000 }, { type: 'LIFETIME', budget: 1_000_000 })],
  ['a budget of none', access({ type: 'LIFETIME', budget: 0 })],
  ['tokens', access({ type: 'LIFETIME', budget: Lazy.number({ produce: () => 1 }) })],
])('accepts %s', (_, parts) => {
  expect(checkPrivacyBudget(parts)).toEqual([]);
});

function access(...budgetParameters: { type: string; budget: number }[]): PrivacyBudgetParts {
  return { type: 'ACCESS_BUDGET', autoRefresh: 'NONE', parameters: { resourceArn: 'arn', budgetParameters } };
}
