import { Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';

/** Returns the roles of the state machines that states can have become part of. */
export function rolesOfStateMachines(states: IConstruct): IRole[] {
  return Stack.of(states).node.findAll().flatMap((construct) => construct instanceof StateMachine ? [construct.role] : []);
}
