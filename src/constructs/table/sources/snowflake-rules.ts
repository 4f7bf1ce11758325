import { Token } from 'aws-cdk-lib';
import type { Column } from './table-source-implementation';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';

/** What the rules need to know of a Snowflake table. */
export interface SnowflakeRuleInput {
  readonly accountIdentifier: string;
  readonly columns: Required<Column>[];
}

const COLUMNS = { least: 1, most: 250 };

/** `<organization>-<account>`; the service does not take the older form, `<locator>.<region>`. */
const ACCOUNT_IDENTIFIER = /^[^-.\s]+-\S+$/;

/** As the service has the names of columns everywhere. Snowflake folds unquoted names, so that lower case finds them. */
const COLUMN_NAME = /^[a-z0-9_](([a-z0-9_ ]+-)*([a-z0-9_ ]+))?$/;

/** The words with which a type may begin; the last three take the types of what is in them. */
export const SNOWFLAKE_TYPES = [
  'BIGINT', 'BOOLEAN', 'CHAR', 'CHARACTER', 'DATE', 'DATETIME', 'DECIMAL', 'DOUBLE', 'DOUBLE PRECISION', 'FLOAT', 'FLOAT4', 'INT', 'INTEGER',
  'NUMBER', 'NUMERIC', 'REAL', 'SMALLINT', 'STRING', 'TEXT', 'TIMESTAMP', 'TIMESTAMP_LTZ', 'TIMESTAMP_NTZ', 'TINYINT', 'VARCHAR',
  'ARRAY', 'MAP', 'OBJECT',
];

/** What of a Snowflake table the service refuses. The schema validation says of all this at most that no alternative fits. */
export function checkSnowflakeTable({ accountIdentifier, columns }: SnowflakeRuleInput): ValidationFault[] {
  const faults: ValidationFault[] = [];
  if (!Token.isUnresolved(accountIdentifier) && !ACCOUNT_IDENTIFIER.test(accountIdentifier)) {
    faults.push({
      code: code`SnowflakeAccountMalformed`,
      message: `'accountIdentifier' must be the names of organization and account with a hyphen between, such as 'acme-marketing', got '${accountIdentifier}'`,
    });
  }
  if (columns.length < COLUMNS.least || columns.length > COLUMNS.most) {
    faults.push({
      code: code`SnowflakeColumnCount`,
      message: `'columns' must have ${COLUMNS.least} to ${COLUMNS.most} columns, got ${columns.length}`,
    });
  }
  for (const { name, type } of columns) {
    if (!Token.isUnresolved(name) && !COLUMN_NAME.test(name)) {
      faults.push({
        code: code`SnowflakeColumnNameMalformed`,
        message: `'columns' has '${name}': the name of a column must be of lower-case letters, digits, underscores, inner hyphens and blanks`,
      });
    }
    if (!Token.isUnresolved(type) && !SNOWFLAKE_TYPES.includes(firstWord(type))) {
      faults.push({
        code: code`SnowflakeColumnTypeUnknown`,
        message: `'columns' has '${name}' of type ${type}, which does not begin with one of: ${SNOWFLAKE_TYPES.join(', ')}`,
      });
    }
  }
  return faults;
}

/** The type without what is in brackets after it. */
function firstWord(type: string): string {
  return type.split(/[(<]/)[0].trim().replace(/\s+/g, ' ').toUpperCase();
}
