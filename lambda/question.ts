import type { CleanRooms } from './client';
import { decode, type Fields } from './decode';
import type { Answer, CreateEvent, ResourceHandler, UpdateEvent } from './event';

/**
 * Makes the handler of a type that makes nothing: to create or update it is to ask something, and when it is deleted there
 * is nothing to do. Asked again it may answer anew, so that twice the same event does no harm.
 */
export function question<Properties>(
  fields: Fields<Properties>,
  ask: (cleanRooms: CleanRooms, properties: Properties, event: CreateEvent | UpdateEvent) => Promise<Answer>,
): ResourceHandler {
  return async (event, cleanRooms) => event.RequestType === 'Delete'
    ? { PhysicalResourceId: event.PhysicalResourceId }
    : ask(cleanRooms, decode(fields, event.ResourceProperties), event);
}

/** What the resource is called from its Create on, where its answer has no id of its own. */
export function stableId(event: CreateEvent | UpdateEvent): string {
  return event.RequestType === 'Create' ? event.LogicalResourceId : event.PhysicalResourceId;
}
