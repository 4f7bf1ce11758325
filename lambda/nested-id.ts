/*
 * The physical id of an object that the API identifies by two ids: that of what it is in, and its own.
 */
const FORMAT = /^([0-9a-f-]{36})\/([0-9a-f-]{36})$/;

/** Returns `<id of what it is in>/<its own id>`. */
export function nestedId(parentId: string, id: string): string {
  return `${parentId}/${id}`;
}

/** Returns whether this is such a physical id, and not one that CloudFormation made up. */
export function isNestedId(physicalId: string): boolean {
  return FORMAT.test(physicalId);
}

/** Returns the id of what the object is in, and its own; an empty list for a physical id that CloudFormation made up. */
export function parseNestedId(physicalId: string): readonly string[] {
  return FORMAT.exec(physicalId)?.slice(1) ?? [];
}
