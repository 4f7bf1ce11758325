import { code } from '../foundation/validation-faults';
import type { ValidationFault } from '../foundation/validation-faults';

/** An account that joins a collaboration: each as itself, or as whatever stands for it where it is not known. */
export interface Joining {
  readonly path: string;
  readonly account: unknown;
  readonly collaboration: unknown;
}

/** An account has one membership of a collaboration. */
export function checkJoinsOnce({ account, collaboration }: Joining, others: Joining[]): ValidationFault[] {
  const other = others.find((candidate) => candidate.account === account && candidate.collaboration === collaboration);
  return other ? [{
    code: code`AlreadyJoined`,
    message: `the account joins the collaboration by '${other.path}' already, and can have one membership of it alone: use that one here, too`,
  }] : [];
}
