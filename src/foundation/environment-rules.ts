import { Token } from 'aws-cdk-lib';
import { code } from './validation-faults';
import type { ValidationFault } from './validation-faults';

/** The service takes what belongs to the account that calls it. */
export function checkAccount(property: string, its: string, stacks: string): ValidationFault[] {
  return differ(its, stacks) ? [{
    code: code`OfOtherAccount`,
    message: `'${property}' must be of the account of the stack, ${stacks}, got one of account ${its}: define this in a stack of that account`,
  }] : [];
}

/** A collaboration is in one Region, with all its members and all that they bring. */
export function checkRegion(property: string, its: string, stacks: string): ValidationFault[] {
  return differ(its, stacks) ? [{
    code: code`OfOtherRegion`,
    message: `'${property}' must be in the Region of the stack, ${stacks}, got one in ${its}: a collaboration is in one Region, with all its members`,
  }] : [];
}

function differ(one: string, other: string): boolean {
  return ![one, other].some((each) => Token.isUnresolved(each)) && one !== other;
}
