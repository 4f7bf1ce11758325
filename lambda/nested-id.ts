/*
 * The physical id of an object that the API identifies by two ids: that of what it is in, and its own.
 *
 * CloudFormation sends physical ids that this handler returned, or one that it made up because nothing was made. Anything else does not name an
 * object of this resource, and is never given to the API.
 */
import { DeploymentError } from './errors';

/** The ids of the service, in a regular expression. */
export const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const ID = new RegExp(`^${UUID}$`);
const FORMAT = new RegExp(`^(${UUID})/(${UUID})$`);

/** Returns whether this is an id of the service. */
export function isUuid(text: string): boolean {
  return ID.test(text);
}

/** Returns `<id of what it is in>/<its own id>`. */
export function nestedId(parentId: string, id: string): string {
  return `${parentId}/${id}`;
}

/** Returns whether this is such a physical id. */
export function isNestedId(physicalId: string): boolean {
  return FORMAT.test(physicalId);
}

/** Returns the id of what the object is in, and its own. Throws if the physical id has another form. */
export function parseNestedId(physicalId: string): readonly [string, string] {
  const [, parentId, id] = FORMAT.exec(physicalId) ?? [];
  if (parentId === undefined || id === undefined) throw malformedPhysicalId(physicalId);
  return [parentId, id];
}

/** Whether a physical id is one that CloudFormation made up, of the names of stack and resource, and not one that this handler returned. */
export function isMadeUp(physicalId: string): boolean {
  return !physicalId.includes('/');
}

/** The error for a physical id that is neither one that this handler returned nor one that CloudFormation made up. */
export function malformedPhysicalId(physicalId: string): DeploymentError {
  return new DeploymentError(`the physical id '${physicalId}' is none that this resource has had: take the resource out of the template, deploy, and add it again`);
}
