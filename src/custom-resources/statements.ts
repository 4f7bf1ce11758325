import { Aws } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { STACK_TAG } from './contract';
import type { ProviderStatement } from './provider-role';
import { cleanRoomsArn } from '../foundation/arns';

/*
 * Statements for the role of the function. They cannot refer to resources that the function has yet to create, so conditions bind them to
 * the tag of all resources created by this stack. They cannot refer to memberships either: the role would then depend on the membership,
 * and the membership on a custom resource that guards it.
 */

/** Returns a statement for actions that create resources in a membership, only with the tag of this stack. */
export function createTaggedStatement(scope: Construct, childType: string, ...actions: string[]): ProviderStatement {
  return {
    Action: [...actions, 'cleanrooms:TagResource'],
    Resource: [cleanRoomsArn(scope, 'membership/*'), cleanRoomsArn(scope, `membership/*/${childType}/*`)],
    Condition: { StringEquals: { [`aws:RequestTag/${STACK_TAG}`]: Aws.STACK_ID } },
  };
}

/** Returns a statement for actions on resources in a membership that this stack created. */
export function manageOwnedStatement(scope: Construct, childType: string, ...actions: string[]): ProviderStatement {
  return {
    Action: [...actions, 'cleanrooms:TagResource', 'cleanrooms:UntagResource'],
    Resource: cleanRoomsArn(scope, `membership/*/${childType}/*`),
    Condition: { StringEquals: { [`aws:ResourceTag/${STACK_TAG}`]: Aws.STACK_ID } },
  };
}

/** Returns a statement for reading resources in a membership and their tags, also those that this stack did not create. */
export function readStatement(scope: Construct, childType: string, ...actions: string[]): ProviderStatement {
  return readInMembership(scope, childType, ...actions, 'cleanrooms:ListTagsForResource');
}

/** Returns a statement for reading resources in a membership, also those that this stack did not create. */
export function readInMembership(scope: Construct, childType: string, ...actions: string[]): ProviderStatement {
  return {
    Action: actions,
    Resource: [cleanRoomsArn(scope, 'membership/*'), cleanRoomsArn(scope, `membership/*/${childType}/*`)],
  };
}

/** Distinguishes a deleted membership from a missing permission. The action supports no resource types. */
export const LIST_MEMBERSHIPS: ProviderStatement = { Action: ['cleanrooms:ListMemberships'], Resource: '*' };

/** The action supports no resource types. */
export const LIST_COLLABORATIONS: ProviderStatement = { Action: ['cleanrooms:ListCollaborations'], Resource: '*' };

/** For what CloudFormation has of the own stack: whether it is rolled back, what it has under which logical id, and what becomes of it. */
export const READ_STACK: ProviderStatement = {
  Action: [
    'cloudformation:DescribeChangeSet', 'cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks', 'cloudformation:ListChangeSets',
    'cloudformation:ListStackResources',
  ],
  Resource: Aws.STACK_ID,
};
