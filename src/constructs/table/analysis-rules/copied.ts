import { Token } from 'aws-cdk-lib';

/** A value whose lists and plain objects are its own, so that later changes of what was given do not reach a rule. Constructs and other objects stay themselves. */
export function copied<T>(value: T): T {
  if (Array.isArray(value)) return value.map((member: unknown) => copied(member)) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copied(member)])) as T;
}

/** Names of columns as the service has them, in lower case. */
export function columnNames(columns: readonly string[]): string[] {
  return Token.isUnresolved(columns) ? columns as string[] : columns.map(columnName);
}

/** The name of a column as the service has it, in lower case. */
export function columnName(column: string): string {
  return Token.isUnresolved(column) ? column : column.toLowerCase();
}
