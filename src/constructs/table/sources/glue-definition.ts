import { ArnFormat, Fn, Stack, Token } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import type { aws_glue as glueRefs } from 'aws-cdk-lib/interfaces';
import type { CatalogTable } from './catalog-table';
import type { SchemaInput } from './catalog-table-rules';
import { folderAt } from './data-folder';
import type { DataFolder } from './data-folder';
import type { Column } from './table-source-implementation';
import { resourceBehind } from '../../../foundation/references';
import { listAt, renderedProperty, textAt, textOrToken, valueAt } from '../../../program/rendered-properties';

/*
 * Reads the definition of a Glue table in this app. It is read from the L1, which the L2s of the alpha module and the newer L2s of
 * aws-cdk-lib also have: as its template will have it, whenever the L1 was changed.
 */

/** Returns the L1 of a Glue table: the table itself, or the default child of an L2. */
export function cfnTableOf(table: glueRefs.ITableRef): CfnTable | undefined {
  return resourceBehind(table, CfnTable.CFN_RESOURCE_TYPE_NAME) as CfnTable | undefined;
}

/** Returns the table as its definition describes it. */
export function catalogTableOf(definition: CfnTable): CatalogTable {
  return {
    region: Stack.of(definition).region,
    describe: () => ({
      get databaseName() { return textIn(renderedProperty(definition, 'DatabaseName')); },
      get tableName() { return nameOf(definition); },
      get account() { return accountOf(definition); },
      get columns() { return columnsOf(definition); },
      get isIceberg() { return isIceberg(definition); },
    }),
    definition,
  };
}

/** Returns the folder with the data, if the location is known and has the form `s3://<bucket>/<prefix>`. */
export function locationOf(table: CfnTable): DataFolder | undefined {
  return folderAt(valueAt<Record<string, unknown>>(tableInput(table), 'StorageDescriptor')?.Location, table);
}

/** Returns how the table names its schema, if it takes its columns from a Glue Schema Registry. */
export function schemaOf(table: CfnTable): SchemaInput | undefined {
  const reference = valueAt<object>(tableInput(table), 'StorageDescriptor', 'SchemaReference');
  if (!reference) return undefined;
  const { RegistryName, SchemaArn, SchemaName } = valueAt<Record<string, unknown>>(reference, 'SchemaId') ?? {};
  const [registryName, schemaName, schemaArn] = [RegistryName, SchemaName, SchemaArn].map((value) => value === undefined ? undefined : textIn(value));
  return { registryName, schemaName, schemaArn };
}

/** Returns the ARNs of the schema and its registry, if the table takes its columns from a Glue Schema Registry. */
export function schemaArnsOf(table: CfnTable): string[] | undefined {
  const schema = schemaOf(table);
  if (!schema) return undefined;
  const { registryName = '*', schemaName = '*', schemaArn } = schema;
  const arn = (resource: string, resourceName: string) =>
    Stack.of(table).formatArn({ service: 'glue', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  return schemaArn === undefined ? [arn('registry', registryName), arn('schema', `${registryName}/${schemaName}`)]
    : [registryArnOf(schemaArn), schemaArn];
}

/** Returns the ARN of the registry of a schema, `arn:aws:glue:<region>:<account>:registry/<registry>`. */
function registryArnOf(schemaArn: string): string {
  if (!Token.isUnresolved(schemaArn)) return schemaArn.replace(/:schema\/([^/]*).*$/s, ':registry/$1');
  const [place, names] = [0, 1].map((index) => Fn.select(index, Fn.split(':schema/', schemaArn)));
  return `${place}:registry/${Fn.select(0, Fn.split('/', names))}`;
}

function accountOf(table: CfnTable): string {
  const catalogId = renderedProperty(table, 'CatalogId');
  return typeof catalogId === 'string' && /^\d{12}$/.test(catalogId) ? catalogId : Stack.of(table).account;
}

/** Returns the name of the table, or a reference to it if CloudFormation generates the name. */
function nameOf(table: CfnTable): string {
  const name = valueAt<TableInput>(tableInput(table))?.Name ?? renderedProperty(table, 'Name');
  return name === undefined ? table.ref : textIn(name);
}

/** Returns the columns of the table, including partition keys, in lower case as the service does; `undefined` if they are not known. */
function columnsOf(table: CfnTable): Column[] | undefined {
  const input = tableInput(table);
  const columns = listAt(input, 'StorageDescriptor', 'Columns');
  const partitionKeys = listAt(valueAt<TableInput>(input)?.PartitionKeys ?? []);
  if (!columns || !partitionKeys) return undefined;

  const all = [...columns, ...partitionKeys].map((column) => ({ name: textAt(column, 'Name'), type: typeIn(column) }));
  return all.every(({ name }) => name !== undefined) ? all.map(({ name, type }) => ({ name: name!.toLowerCase(), type })) : undefined;
}

function isIceberg(table: CfnTable): boolean {
  const parameters = Object.entries(valueAt<Record<string, unknown>>(tableInput(table), 'Parameters') ?? {});
  return renderedProperty(table, 'OpenTableFormatInput') !== undefined
    || parameters.some(([key, value]) => key.toLowerCase() === 'table_type' && String(value).toUpperCase() === 'ICEBERG');
}

/** Returns the type of a column; a token if it is one. */
function typeIn(column: unknown): string | undefined {
  return textOrToken(valueAt<Record<string, unknown>>(column)?.Type);
}

interface TableInput {
  readonly Name?: unknown;
  readonly PartitionKeys?: unknown;
}

function tableInput(table: CfnTable): unknown {
  return renderedProperty(table, 'TableInput');
}

function textIn(value: unknown): string {
  return textOrToken(value) ?? Token.asString(value);
}
