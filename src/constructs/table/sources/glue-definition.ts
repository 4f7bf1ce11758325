import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import type { aws_glue as glueRefs } from 'aws-cdk-lib/interfaces';
import type { CatalogTable } from './catalog-table';
import { folderAt } from './data-folder';
import type { DataFolder } from './data-folder';
import type { Column } from './table-source-implementation';
import { resourceBehind } from '../../../foundation/references';
import { known } from '../../../foundation/tokens';

/*
 * Reads the definition of a Glue table in this app. It is read from the L1, which the L2s of the alpha module and the newer L2s of
 * aws-cdk-lib also have.
 */

/** Returns the L1 of a Glue table: the table itself, or the default child of an L2. */
export function cfnTableOf(table: glueRefs.ITableRef): CfnTable | undefined {
  return resourceBehind(table, CfnTable.CFN_RESOURCE_TYPE_NAME) as CfnTable | undefined;
}

/** Returns the table as its definition describes it. */
export function catalogTableOf(definition: CfnTable): CatalogTable {
  const { account, region } = Stack.of(definition);
  const { catalogId } = definition;
  return {
    databaseName: definition.databaseName,
    tableName: nameOf(definition),
    account: /^\d{12}$/.test(catalogId) ? catalogId : account,
    region,
    columns: columnsOf(definition),
    isIceberg: isIceberg(definition),
    definition,
  };
}

/** Returns the folder with the data, if the location is known and has the form `s3://<bucket>/<prefix>`. */
export function locationOf(table: CfnTable): DataFolder | undefined {
  return folderAt(storage(table)?.location, table);
}

/** Returns the ARNs of the schema and its registry, if the table takes its columns from a Glue Schema Registry. */
export function schemaArnsOf(table: CfnTable): string[] | undefined {
  const reference = known<CfnTable.SchemaReferenceProperty>(storage(table)?.schemaReference);
  if (!reference) return undefined;
  const { registryName, schemaArn, schemaName } = known<CfnTable.SchemaIdProperty>(reference.schemaId) ?? {};
  const arn = (resource: string, resourceName: string) =>
    Stack.of(table).formatArn({ service: 'glue', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  return [arn('registry', registryName ?? '*'), schemaArn ?? arn('schema', `${registryName ?? '*'}/${schemaName ?? '*'}`)];
}

/** Returns the name of the table, or a reference to it if CloudFormation generates the name. */
function nameOf(table: CfnTable): string {
  return input(table)?.name ?? table.name ?? table.ref;
}

/** Returns the columns of the table, including partition keys, in lower case as the service does; `undefined` if they are not known. */
function columnsOf(table: CfnTable): Column[] | undefined {
  const columns = known<unknown[]>(storage(table)?.columns);
  const partitionKeys = known<unknown[]>(input(table)?.partitionKeys ?? []);
  if (!columns || !partitionKeys) return undefined;

  const all = [...columns, ...partitionKeys].map((column) => known<CfnTable.ColumnProperty>(column));
  return all.every((column) => column !== undefined && !Token.isUnresolved(column.name))
    ? (all as Column[]).map((column) => ({ ...column, name: column.name.toLowerCase() }))
    : undefined;
}

function isIceberg(table: CfnTable): boolean {
  const parameters = known<Record<string, unknown>>(input(table)?.parameters) ?? {};
  return table.openTableFormatInput !== undefined || String(parameters.table_type).toUpperCase() === 'ICEBERG';
}

function input(table: CfnTable): CfnTable.TableInputProperty | undefined {
  return known(table.tableInput);
}

function storage(table: CfnTable): CfnTable.StorageDescriptorProperty | undefined {
  return known(input(table)?.storageDescriptor);
}
