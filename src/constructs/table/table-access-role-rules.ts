import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

/** Reports a `TableAccessRole` of another membership than that of the association: its trust policy does not let the service use it. */
export function checkTableAccessRole(membership: string, ofRole: string): ValidationFault[] {
  return [{
    code: code`TableAccessRoleOfOtherMembership`,
    message: `'role' must be a TableAccessRole of the membership of the association, '${membership}', got one of '${ofRole}'`,
  }];
}
