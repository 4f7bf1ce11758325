import { Token } from 'aws-cdk-lib';

/** Returns the names of columns in lower case, as the service does. */
export function columnNames(columns: readonly string[]): string[] {
  return Token.isUnresolved(columns) ? columns as string[] : columns.map(columnName);
}

/** Returns the name of a column in lower case, as the service does. */
export function columnName(column: string): string {
  return Token.isUnresolved(column) ? column : column.toLowerCase();
}
