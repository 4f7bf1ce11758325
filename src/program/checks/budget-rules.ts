import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

/** Reports a second differential privacy budget in a collaboration. */
export function checkDifferentialPrivacyBudget(otherPath: string): ValidationFault[] {
  return [{
    code: code`DifferentialPrivacyBudgetTaken`,
    message: `the collaboration already has the differential privacy budget '${otherPath}', and can have only one`,
  }];
}

/** Reports a second access budget of a table. */
export function checkAccessBudget(otherPath: string): ValidationFault[] {
  return [{
    code: code`AccessBudgetTaken`,
    message: `the table already has the access budget '${otherPath}', and can have only one: give 'calendar' and 'lifetime' to the same budget`,
  }];
}

/** Reports an access budget in another membership than that of its table: only the owner of a table can limit its use. */
export function checkAccessBudgetMembership(membership: string, ofTable: string): ValidationFault[] {
  return [{
    code: code`AccessBudgetOfOtherMembership`,
    message: `'membership' must be the one that the table of the access budget belongs to, '${ofTable}', got '${membership}'`,
  }];
}
