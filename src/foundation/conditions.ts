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

/** Gives all resources in a scope the condition of one of them: what a construct makes for its resource is made only where that is. */
export function followConditionWithin(scope: IConstruct, leader: CfnResource): void {
  scope.node.findAll().filter((construct): construct is CfnResource => CfnResource.isCfnResource(construct))
    .forEach((resource) => followCondition(resource, leader));
}
