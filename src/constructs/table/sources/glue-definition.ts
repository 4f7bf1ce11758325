import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import type { aws_glue as glueRefs } from 'aws-cdk-lib/interfaces';
import type { CatalogTable } from './catalog-table';
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

/** Returns the ARNs of the schema and its registry, if the table takes its columns from a Glue Schema Registry. */
export function schemaArnsOf(table: CfnTable): string[] | undefined {
  const reference = valueAt<object>(tableInput(table), 'StorageDescriptor', 'SchemaReference');
  if (!reference) return undefined;
  const { RegistryName, SchemaArn, SchemaName } = valueAt<Record<string, unknown>>(reference, 'SchemaId') ?? {};
  const [registry, name] = [RegistryName, SchemaName].map((value) => value === undefined ? '*' : textIn(value));
  const arn = (resource: string, resourceName: string) =>
    Stack.of(table).formatArn({ service: 'glue', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  return [arn('registry', registry), SchemaArn === undefined ? arn('schema', `${registry}/${name}`) : textIn(SchemaArn)];
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
