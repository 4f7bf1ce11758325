/*
 * The tags that record which stack, which resource and which request created an object. With them, an object that this
 * resource created can be told from one that somebody else gave the same name, and one that this request created from one
 * of an earlier request.
 */
import type { ResourceEvent } from './event';
import { STACK_TAG, type Tags } from '../src/custom-resources/contract';

const RESOURCE = 'cdk-cleanrooms:resource';
const REQUEST = 'cdk-cleanrooms:request';
const REPLACES = 'cdk-cleanrooms:replaces';

/**
 * Returns the ownership tags of a new object. The longest value, the ARN of a stack, has at most 230 of the 256 characters
 * that the API accepts.
 *
 * @param replaces The physical id of the object that the new one replaces.
 */
export function ownershipTags(event: ResourceEvent, replaces?: string): Tags {
  return {
    [STACK_TAG]: event.StackId,
    [RESOURCE]: event.LogicalResourceId,
    [REQUEST]: event.RequestId,
    ...replaces !== undefined ? { [REPLACES]: replaces } : {},
  };
}

export function isOwnershipTag(key: string): boolean {
  return [STACK_TAG, RESOURCE, REQUEST, REPLACES].includes(key);
}

/** Whether this resource of this stack created the object, by whichever request. */
export function isCreatedByResource(tags: Tags, event: ResourceEvent): boolean {
  return tags[STACK_TAG] === event.StackId && tags[RESOURCE] === event.LogicalResourceId;
}

/** Whether this request created the object, in this delivery of the event or in another one. */
export function isCreatedByRequest(tags: Tags, event: ResourceEvent): boolean {
  return isCreatedByResource(tags, event) && tags[REQUEST] === event.RequestId;
}

/** The physical id of the object that this one replaced, if this resource created it as a replacement. */
export function replacedPhysicalId(tags: Tags, event: ResourceEvent): string | undefined {
  return isCreatedByResource(tags, event) ? tags[REPLACES] : undefined;
}
