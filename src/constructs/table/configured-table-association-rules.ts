import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

/** Reports an association that is of another table in the template than the one whose data its role can read. */
export function checkTableOfRole(table: string, ofRole: string): ValidationFault[] {
  return [{
    code: code`AssociationOfOtherTable`,
    message: `the association is of the table '${table}' in the template, but its role can read the data of 'configuredTable', which is '${ofRole}': `
      + "set 'configuredTable' to that table instead of changing the L1, or 'source' to where its data is",
  }];
}
