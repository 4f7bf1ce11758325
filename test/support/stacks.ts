import { App, Stack } from 'aws-cdk-lib';
import type { StageSynthesisOptions } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';

/** The account that creates collaborations, and two that it invites. */
export const CREATOR = '111111111111';
export const PARTNER = '222222222222';
export const THIRD = '333333333333';

/** A stack of an app of its own. Its account and Region are known. */
export function stackOf(account: string = CREATOR, region: string = 'us-east-1'): Stack {
  return new Stack(new App(), 'Stack', { env: { account, region } });
}

/** A stack of an app of its own that can go to any account and Region. */
export function agnosticStack(): Stack {
  return new Stack(new App(), 'Stack');
}

/** The ids of the warnings in a stack, sorted: what a user would acknowledge. */
export function warningsIn(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.anyValue())
    .map(({ entry }) => / \[ack: (.*)\]$/.exec(String(entry.data))?.[1] ?? String(entry.data))
    .sort();
}

/** Those of this library only: a stack that refers to what is in the stack of another account has some of the CDK itself. */
export function ownWarningsIn(stack: Stack): string[] {
  return warningsIn(stack).filter((id) => id.startsWith('cdk-cleanrooms:'));
}

/** Synthesizes the app of a construct, with all checks between constructs, and returns the templates of its stacks by their names. */
export function synthesized(scope: IConstruct, options: StageSynthesisOptions = {}): Record<string, unknown> {
  const { stacksRecursively } = (scope.node.root as App).synth(options);
  return Object.fromEntries(stacksRecursively.map(({ stackName, template }) => [stackName, template]));
}
