import { Aws, Lazy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { STACK_TAG } from './contract';
import type { ProviderStatement } from './provider-role';
import { cleanRoomsArn, cleanRoomsMlArn } from '../foundation/arns';

/*
 * Statements for the role of the function. They cannot refer to resources that the function has yet to create, so conditions bind them to
 * the tag of all resources created by this stack. They cannot refer to memberships either: the role would then depend on the membership,
 * and the membership on a custom resource that guards it.
 */

/** The keys of the tags by which the function knows what it has created. Only a creation puts them on. */
const OWNERSHIP_TAGS = 'cdk-cleanrooms:*';

/**
 * Returns statements for actions that create resources in a membership, only with the tag of this stack. To create something with tags is to
 * tag it; what has the tag of a stack already, such as another one, gets no other.
 *
 * @param tagKeys The keys of the user's tags.
 */
export function createTaggedStatements(scope: Construct, childType: string, tagKeys: () => string[], ...actions: string[]): ProviderStatement[] {
  const children = cleanRoomsArn(scope, `membership/*/${childType}/*`);
  return [
    { Action: actions, Resource: [cleanRoomsArn(scope, 'membership/*'), children], Condition: { StringEquals: HAS_TAG } },
    tagOnCreation('cleanrooms', children, tagKeys),
  ];
}

/** Returns statements for an action of Clean Rooms ML that creates resources of a type from another resource, only with the tag of this stack. */
export function createTaggedMlStatements(scope: Construct, type: string, tagKeys: () => string[], action: string, from: string): ProviderStatement[] {
  return [
    { Action: [action], Resource: from, Condition: { StringEquals: HAS_TAG } },
    tagOnCreation('cleanrooms-ml', cleanRoomsMlArn(scope, `${type}/*`), tagKeys),
  ];
}

/** Returns statements for actions on resources in a membership that this stack created. The tags by which it knows them stay as they are. */
export function manageOwnedStatements(scope: Construct, childType: string, ...actions: string[]): ProviderStatement[] {
  return manageOwned('cleanrooms', cleanRoomsArn(scope, `membership/*/${childType}/*`), actions);
}

/** Returns the same for resources of a type of Clean Rooms ML. */
export function manageOwnedMlStatements(scope: Construct, type: string, ...actions: string[]): ProviderStatement[] {
  return manageOwned('cleanrooms-ml', cleanRoomsMlArn(scope, `${type}/*`), actions);
}

/** Returns statements for reading resources of a type of Clean Rooms ML and their tags, also those that this stack did not create, and for their list. */
export function readMlStatements(scope: Construct, type: string, list: string, ...actions: string[]): ProviderStatement[] {
  return [
    { Action: [...actions, 'cleanrooms-ml:ListTagsForResource'], Resource: cleanRoomsMlArn(scope, `${type}/*`) },
    { Action: [list], Resource: '*' }, // the action supports no resource types
  ];
}

const HAS_TAG = { [`aws:RequestTag/${STACK_TAG}`]: Aws.STACK_ID };
const IS_OWN = { [`aws:ResourceTag/${STACK_TAG}`]: Aws.STACK_ID };

function tagOnCreation(service: string, resources: string, tagKeys: () => string[]): ProviderStatement {
  return {
    Action: [`${service}:TagResource`],
    Resource: resources,
    Condition: {
      'StringEquals': HAS_TAG,
      'Null': { [`aws:ResourceTag/${STACK_TAG}`]: 'true' },
      'ForAllValues:StringLike': { 'aws:TagKeys': Lazy.uncachedList({ produce: () => [OWNERSHIP_TAGS, ...tagKeys()] }) },
    },
  };
}

function manageOwned(service: string, resources: string, actions: string[]): ProviderStatement[] {
  return [
    { Action: actions, Resource: resources, Condition: { StringEquals: IS_OWN } },
    {
      Action: [`${service}:TagResource`, `${service}:UntagResource`],
      Resource: resources,
      Condition: { 'StringEquals': IS_OWN, 'ForAllValues:StringNotLike': { 'aws:TagKeys': OWNERSHIP_TAGS } },
    },
  ];
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

/** For what returns in a rollback to what it was, whatever others have done meanwhile. */
export const READ_STACK_STATUS: ProviderStatement = { Action: ['cloudformation:DescribeStacks'], Resource: Aws.STACK_ID };

/** For what CloudFormation has of the own stack: whether it is rolled back, what it has under which logical id, and what becomes of it. */
export const READ_STACK: ProviderStatement = {
  Action: [
    'cloudformation:DescribeChangeSet', 'cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks', 'cloudformation:ListChangeSets',
    'cloudformation:ListStackResources',
  ],
  Resource: Aws.STACK_ID,
};
