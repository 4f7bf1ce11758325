import type { CleanRooms } from './client';
import { decode, type Fields } from './decode';
import type { Answer, CreateEvent, ResourceHandler, UpdateEvent } from './event';

/**
 * Makes the handler of a type that leaves nothing to delete: it looks something up, or does something that cannot be
 * undone. A Create and an Update do the same, and doing it twice must have the effect of doing it once.
 */
export function resourceWithoutDelete<Properties>(
  fields: Fields<Properties>,
  apply: (cleanRooms: CleanRooms, properties: Properties, event: CreateEvent | UpdateEvent) => Promise<Answer>,
): ResourceHandler {
  return async (event, cleanRooms) => event.RequestType === 'Delete'
    ? { PhysicalResourceId: event.PhysicalResourceId }
    : apply(cleanRooms, decode(fields, event.ResourceProperties), event);
}

/** A physical id that never changes, for answers that have no id of their own. */
export function stablePhysicalId(event: CreateEvent | UpdateEvent): string {
  return event.RequestType === 'Create' ? event.LogicalResourceId : event.PhysicalResourceId;
}
