import { Stack } from 'aws-cdk-lib';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { acknowledgeWildcards } from '../../foundation/acknowledgements';
import { Program } from '../../program/program';

/** Acknowledges the wildcards that some statements have with a reason, where they are in the roles of the state machines that states become part of. */
export function acknowledgeInStateMachines(states: IConstruct, statements: readonly PolicyStatement[]): void {
  Program.of(states).whenDefined(() => rolesOfStateMachines(states).forEach((role) => acknowledgeWildcards(role, () => statements)));
}

/** Returns the roles of the state machines that states can have become part of. */
function rolesOfStateMachines(states: IConstruct): IRole[] {
  return Stack.of(states).node.findAll().flatMap((construct) => construct instanceof StateMachine ? [construct.role] : []);
}
