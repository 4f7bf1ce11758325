import type { CatalogTable } from './catalog-table';
import { checkExactPlace, fits, isLongerThan } from '../../../foundation/exact-names';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';

const MOST_CHARACTERS = 128;
const DATABASE_NAME = /^[a-zA-Z0-9_](([a-zA-Z0-9_]+-)*([a-zA-Z0-9_]+))?$/;

/** The names of tables that the service accepts, by the way in which it reads them. */
const TABLE_NAME = {
  glue: { pattern: /^[a-zA-Z0-9_](([a-zA-Z0-9_ ]+-)*([a-zA-Z0-9_ ]+))?$/, characters: 'letters, digits, underscores, blanks, and single hyphens after the second character' },
  athena: { pattern: /^[a-zA-Z0-9_]+$/, characters: 'letters, digits and underscores' },
};

/** Names of catalogs within a catalog, which IAM must not take for patterns. */
const CATALOG_PATH = /^[^/*?$]+(\/[^/*?$]+)*$/;
const SCHEMA_NAME = /^[a-zA-Z0-9_$#.-]{1,255}$/;
const SCHEMA_ARN = /^arn:[a-z-]+:glue:[a-z0-9-]+:[0-9]{12}:schema\/[a-zA-Z0-9_$#.-]{1,255}\/[a-zA-Z0-9_$#.-]{1,255}$/;

/** Checks the names that lead to a table in a Glue catalog. The role that reads the table is allowed to read what has these names. */
export function checkCatalogTable(kind: keyof typeof TABLE_NAME, { region, catalogPath, describe }: CatalogTable): ValidationFault[] {
  const { databaseName, tableName, account } = describe();
  const faults = [...checkExactPlace('region', region), ...checkExactPlace('account', account)];
  if (!fits(databaseName, DATABASE_NAME) || isLongerThan(MOST_CHARACTERS, databaseName)) {
    faults.push({
      code: code`DatabaseNameMalformed`,
      message: `'databaseName' must have 1 to ${MOST_CHARACTERS} letters, digits, underscores, and single hyphens after the second character, `
        + `got '${databaseName}': use the name that the database has in the Glue catalog`,
    });
  }
  const { pattern, characters } = TABLE_NAME[kind];
  if (!fits(tableName, pattern) || isLongerThan(MOST_CHARACTERS, tableName)) {
    faults.push({
      code: code`SourceTableNameMalformed`,
      message: `'tableName' must have 1 to ${MOST_CHARACTERS} ${characters}, got '${tableName}': use the name that the table has in the Glue catalog`,
    });
  }
  if (catalogPath !== undefined && !fits(catalogPath, CATALOG_PATH)) {
    faults.push({
      code: code`CatalogPathMalformed`,
      message: `'catalogPath' must be one or more names of catalogs, joined with '/' and without '*', '?' and '$', got '${catalogPath}': use the path of one catalog`,
    });
  }
  return faults;
}

/** The schema of a table in a Glue Schema Registry, as the definition of the table names it. */
export interface SchemaInput {
  readonly registryName?: string;
  readonly schemaName?: string;
  readonly schemaArn?: string;
}

/** Checks the names that lead to the schema of a table: the role that reads the table is allowed to read the schemas that have these names. */
export function checkSchema({ registryName, schemaName, schemaArn }: SchemaInput): ValidationFault[] {
  const faults: ValidationFault[] = Object.entries({ RegistryName: registryName, SchemaName: schemaName })
    .filter(([, name]) => name !== undefined && !fits(name, SCHEMA_NAME))
    .map(([property, name]) => ({
      code: code`SchemaNameMalformed`,
      message: `'${property}' of the table's 'SchemaReference' must have 1 to 255 letters, digits and characters of '_-$#.', got '${name}': `
        + 'use the name that it has in the Glue Schema Registry',
    }));
  if (schemaArn !== undefined && !fits(schemaArn, SCHEMA_ARN)) {
    faults.push({
      code: code`SchemaArnMalformed`,
      message: "'SchemaArn' of the table's 'SchemaReference' must be of the form arn:aws:glue:<region>:<account>:schema/<registry>/<schema>, "
        + `got '${schemaArn}': use the ARN of one schema`,
    });
  }
  return faults;
}
