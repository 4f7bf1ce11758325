import type { Stack } from 'aws-cdk-lib';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

/** Checks that a stack that a room makes is not deployed in place of one of another room. */
export function checkStackName(stack: Stack, taken: Stack | undefined): ValidationFault[] {
  return taken ? [{
    code: code`RoomStackNameTaken`,
    message: `'${stack.node.path}' would be deployed as the stack '${stack.stackName}', in place of '${taken.node.path}': rooms that share a member's stack cannot `
      + 'both have another stack for that member. Give the member a stack of its own in one of them',
  }] : [];
}
