import { Token } from 'aws-cdk-lib';

/**
 * Returns a deep copy of lists and plain objects, so that later changes of the original do not affect a rule. Constructs and other
 * objects are not copied.
 */
export function copied<T>(value: T): T {
  if (Array.isArray(value)) return value.map((member: unknown) => copied(member)) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copied(member)])) as T;
}

/** Returns the names of columns in lower case, as the service does. */
export function columnNames(columns: readonly string[]): string[] {
  return Token.isUnresolved(columns) ? columns as string[] : columns.map(columnName);
}

/** Returns the name of a column in lower case, as the service does. */
export function columnName(column: string): string {
  return Token.isUnresolved(column) ? column : column.toLowerCase();
}
