import { Token } from 'aws-cdk-lib';
import { code, failUnscoped } from './validation-faults';

/** Returns the names of columns in lower case, as the service does. */
export function columnNames(columns: readonly string[]): string[] {
  return Token.isUnresolved(columns) ? columns as string[] : columns.map(columnName);
}

/** Returns the name of a column in lower case, as the service does. */
export function columnName(column: string): string {
  if (Token.isUnresolved(column)) return column;
  if (typeof column !== 'string') {
    failUnscoped(code`WrongKindOfColumn`, `a column must be given by its name, got ${JSON.stringify(column)}: in JavaScript, spread a list, as in AllowedColumns.of(...names)`);
  }
  return column.toLowerCase();
}
