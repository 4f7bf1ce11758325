import { checkAccessBudget, checkAccessBudgetMembership, checkDifferentialPrivacyBudget } from '../../../src/program/checks/budget-rules';
import { codesAndMessages } from '../../support/faults';

test('a collaboration has one differential privacy budget', () => {
  expect(codesAndMessages(checkDifferentialPrivacyBudget('Stack/Budget'))).toEqual([[
    'DifferentialPrivacyBudgetTaken', "the collaboration already has the differential privacy budget 'Stack/Budget', and can have only one",
  ]]);
});

test('a table has one access budget', () => {
  expect(codesAndMessages(checkAccessBudget('Stack/Budget'))).toEqual([[
    'AccessBudgetTaken',
    "the table already has the access budget 'Stack/Budget', and can have only one: give 'calendar' and 'lifetime' to the same budget",
  ]]);
});

test('an access budget is of the member who brings the table', () => {
  expect(codesAndMessages(checkAccessBudgetMembership('Stack/Two', 'Stack/One'))).toEqual([[
    'AccessBudgetOfOtherMembership', "'membership' must be the one that the table of the access budget belongs to, 'Stack/One', got 'Stack/Two'",
  ]]);
});
