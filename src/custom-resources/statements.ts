import { Aws } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { STACK_TAG } from './contract';
import type { ProviderStatement } from './provider';
import { cleanRoomsArn } from '../foundation/arns';

/*
 * Statements for the role of the function, which cannot name what it has yet to make: it is bound by the tag that
 * everything made by this stack carries. They name no membership either: the role would then wait for the membership, and
 * the membership for a custom resource that guards it.
 */

/** What is made in a membership, by the actions that make it. Whatever they make carries the tag of this stack. */
export function create(scope: Construct, childType: string, ...actions: string[]): ProviderStatement {
  return {
    Action: [...actions, 'cleanrooms:TagResource'],
    Resource: [cleanRoomsArn(scope, 'membership/*'), cleanRoomsArn(scope, `membership/*/${childType}/*`)],
    Condition: { StringEquals: { [`aws:RequestTag/${STACK_TAG}`]: Aws.STACK_ID } },
  };
}

/** What is done with what this stack made in a membership. */
export function manageOwnedStatement(scope: Construct, childType: string, ...actions: string[]): ProviderStatement {
  return {
    Action: [...actions, 'cleanrooms:TagResource', 'cleanrooms:UntagResource'],
    Resource: cleanRoomsArn(scope, `membership/*/${childType}/*`),
    Condition: { StringEquals: { [`aws:ResourceTag/${STACK_TAG}`]: Aws.STACK_ID } },
  };
}

/** What is looked for in a membership, ours or not. */
export function readStatement(scope: Construct, childType: string, ...actions: string[]): ProviderStatement {
  return {
    Action: [...actions, 'cleanrooms:ListTagsForResource'],
    Resource: [cleanRoomsArn(scope, 'membership/*'), cleanRoomsArn(scope, `membership/*/${childType}/*`)],
  };
}

/** To tell a membership that is gone from a permission that is missing. No resource type: the reference allows nothing narrower. */
export const LIST_MEMBERSHIPS: ProviderStatement = { Action: ['cleanrooms:ListMemberships'], Resource: '*' };
