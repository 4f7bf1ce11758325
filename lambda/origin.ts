/*
 * Where an object comes from, in its tags: by them what we made is told from what others made under the same name, and
 * what this very request made from what an earlier one did.
 */
import type { ResourceEvent } from './event';
import { STACK_TAG, type Tags } from '../src/custom-resources/contract';

const RESOURCE = 'cdk-cleanrooms:resource';
const REQUEST = 'cdk-cleanrooms:request';
const REPLACES = 'cdk-cleanrooms:replaces';

/**
 * The tags that say where an object comes from. The longest value, a stack's ARN, has at most 230 characters of the 256
 * that the API takes.
 *
 * @param replaces The physical id of the object whose place it takes.
 */
export function originTags(event: ResourceEvent, replaces?: string): Tags {
  return {
    [STACK_TAG]: event.StackId,
    [RESOURCE]: event.LogicalResourceId,
    [REQUEST]: event.RequestId,
    ...replaces !== undefined ? { [REPLACES]: replaces } : {},
  };
}

export function isOriginTag(key: string): boolean {
  return [STACK_TAG, RESOURCE, REQUEST, REPLACES].includes(key);
}

/** Whether this resource of this stack made it, at any time. */
export function isFromResource(tags: Tags, event: ResourceEvent): boolean {
  return tags[STACK_TAG] === event.StackId && tags[RESOURCE] === event.LogicalResourceId;
}

/** Whether this very request made it, in this delivery of the event or in another one. */
export function isFromRequest(tags: Tags, event: ResourceEvent): boolean {
  return isFromResource(tags, event) && tags[REQUEST] === event.RequestId;
}

/** The physical id of the object whose place it took, of what this resource made. */
export function predecessorOf(tags: Tags, event: ResourceEvent): string | undefined {
  return isFromResource(tags, event) ? tags[REPLACES] : undefined;
}
