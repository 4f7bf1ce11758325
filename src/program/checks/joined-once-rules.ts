import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

/** An account has one membership of a collaboration. */
export function checkJoinsOnce(otherPath: string): ValidationFault[] {
  return [{
    code: code`AlreadyJoined`,
    message: `the account already joins the collaboration by '${otherPath}', and can have only one membership of it: use that one here as well`,
  }];
}
