import { Token } from 'aws-cdk-lib';
import type { Column } from './table-source-implementation';
import { checkExactArn, fits, hasWildcard } from '../../../foundation/exact-names';
import { isKnown } from '../../../foundation/tokens';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';

/** A Snowflake table, as far as the rules need it. */
export interface SnowflakeRuleInput {
  readonly accountIdentifier: string;
  readonly columns: Required<Column>[];
  readonly secret: { readonly arn: string; readonly keyArn?: string };
}

const COLUMNS = { least: 1, most: 250 };

/** `<organization>-<account>`; the service does not accept the older form `<locator>.<region>`. */
const ACCOUNT_IDENTIFIER = /^[^-.\s]+-\S+$/;

/** The pattern of the service for all column names. Snowflake folds unquoted names, so that names in lower case match. */
const COLUMN_NAME = /^[a-z0-9_](([a-z0-9_ ]+-)*([a-z0-9_ ]+))?$/;

const SECRET_NAME = /^[\w/+=.@-]{1,512}$/;

/** The words that a type can begin with. */
export const SNOWFLAKE_TYPES = [
  'BIGINT', 'BOOLEAN', 'CHAR', 'CHARACTER', 'DATE', 'DATETIME', 'DECIMAL', 'DOUBLE', 'DOUBLE PRECISION', 'FLOAT', 'FLOAT4', 'INT', 'INTEGER',
  'NUMBER', 'NUMERIC', 'REAL', 'SMALLINT', 'STRING', 'TEXT', 'TIMESTAMP', 'TIMESTAMP_LTZ', 'TIMESTAMP_NTZ', 'TINYINT', 'VARCHAR',
  'ARRAY', 'MAP', 'OBJECT',
];

/** Checks what the service enforces on a Snowflake table. The schema validation reports most of it only as a mismatch of alternatives. */
export function checkSnowflakeTable({ accountIdentifier, columns, secret }: SnowflakeRuleInput): ValidationFault[] {
  const faults: ValidationFault[] = [];
  if (!Token.isUnresolved(accountIdentifier) && !ACCOUNT_IDENTIFIER.test(accountIdentifier)) {
    faults.push({
      code: code`SnowflakeAccountMalformed`,
      message: `'accountIdentifier' must be the names of organization and account joined with a hyphen, such as 'acme-marketing', got '${accountIdentifier}'`,
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
        message: `'columns' has '${name}': the name of a column must have only lower-case letters, digits, underscores, spaces and inner hyphens`,
      });
    }
    if (!Token.isUnresolved(type) && !SNOWFLAKE_TYPES.includes(firstWord(type))) {
      faults.push({
        code: code`SnowflakeColumnTypeUnknown`,
        message: `'columns' has '${name}' of type ${type}, which must begin with one of: ${SNOWFLAKE_TYPES.join(', ')}`,
      });
    }
  }
  return [...faults, ...checkSecret(secret)];
}

/** Checks that the role can be allowed to read one secret: without a name, all secrets whose ARNs end alike would match. */
function checkSecret({ arn, keyArn }: SnowflakeRuleInput['secret']): ValidationFault[] {
  const [, name] = /:secret:(.*)$/s.exec(arn) ?? [];
  const isFine = name === undefined ? !isKnown(arn) && !hasWildcard(arn) : fits(name, SECRET_NAME) && !hasWildcard(arn);
  return [...checkExactArn('encryptionKey', keyArn), ...isFine ? [] : [{
    code: code`SecretMalformed`,
    message: `'secret' must have a name of letters, digits and characters of '/_+=.@-', got ${name === undefined ? `'${arn}'` : `'${name}' in '${arn}'`}: `
      + 'use a secret with its exact name or ARN',
  }]];
}

/** Returns a type without its parameters. */
function firstWord(type: string): string {
  return type.split(/[(<]/)[0].trim().replace(/\s+/g, ' ').toUpperCase();
}
