import { CfnResource } from 'aws-cdk-lib';
import type { CfnCondition } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Gives a resource the condition of another one, now and whenever it changes, unless it gets its own. */
export function followCondition(follower: CfnResource, leader: CfnResource): void {
  if (follower === leader || follower.cfnOptions.condition) return;
  let own: CfnCondition | undefined;
  Object.defineProperty(follower.cfnOptions, 'condition', {
    configurable: true,
    enumerable: true,
    get: () => own ?? leader.cfnOptions.condition,
    set: (condition: CfnCondition) => (own = condition),
  });
}

/**
 * Gives all resources in a scope the condition of one of them: what a construct makes for its resource is made only where that is.
 *
 * @param leaderOf The resource that leads in an inner scope, if it has its own: it follows the outer one, and the rest of its scope follows it.
 */
export function followConditionWithin(scope: IConstruct, leader: CfnResource, leaderOf: (scope: IConstruct) => CfnResource | undefined): void {
  for (const child of scope.node.children) {
    const inner = leaderOf(child);
    if (CfnResource.isCfnResource(child)) followCondition(child, leader);
    if (inner) followCondition(inner, leader);
    else followConditionWithin(child, leader, leaderOf);
  }
}
