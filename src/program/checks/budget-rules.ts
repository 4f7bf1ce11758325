import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

/** A collaboration has one budget of differential privacy. */
export function checkDifferentialPrivacyBudget(otherPath: string): ValidationFault[] {
  return [{
    code: code`DifferentialPrivacyBudgetTaken`,
    message: `the collaboration already has the differential privacy budget '${otherPath}', and can have only one`,
  }];
}

/** A table has one access budget. */
export function checkAccessBudget(otherPath: string): ValidationFault[] {
  return [{
    code: code`AccessBudgetTaken`,
    message: `the table already has the access budget '${otherPath}', and can have only one: give 'calendar' and 'lifetime' to the same budget`,
  }];
}

/** The member who brings a table into the collaboration limits its use. */
export function checkAccessBudgetMembership(membership: string, ofTable: string): ValidationFault[] {
  return [{
    code: code`AccessBudgetOfOtherMembership`,
    message: `'membership' must be the one that the table of the access budget belongs to, '${ofTable}', got '${membership}'`,
  }];
}
