import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { Column } from './table-source-implementation';

/** A table in a Glue catalog, as far as it is known. */
export interface CatalogTable {
  readonly databaseName: string;
  readonly tableName: string;

  /** The account of the catalog; `undefined` if it is the account of the role that reads the table. */
  readonly account?: string;
  readonly region: string;
  readonly columns?: Column[];

  /** The path of a catalog within the Glue catalog of the account, such as `s3tablescatalog/sales`. */
  readonly catalogPath?: string;

  /** Whether the table is known to be an Apache Iceberg table. */
  readonly isIceberg?: boolean;

  /** The construct of the table, if it is defined in this app: it must be created first. */
  readonly definition?: Construct;
}

/** Returns the ARNs of the catalogs, the database and the table, all of which are needed to read the metadata of the table. */
export function catalogArns(scope: IConstruct, table: CatalogTable): string[] {
  const { account, region, catalogPath, databaseName, tableName } = table;
  const stack = Stack.of(scope);
  const path = catalogPath === undefined ? [] : [catalogPath];
  const arn = (resource: string, ...names: string[]) => stack.formatArn({
    service: 'glue', account, region, resource, resourceName: names.join('/'), arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return [
    stack.formatArn({ service: 'glue', account, region, resource: 'catalog', arnFormat: ArnFormat.NO_RESOURCE_NAME }),
    ...path.map((name) => arn('catalog', name)),
    arn('database', ...path, databaseName),
    arn('table', ...path, databaseName, tableName),
  ];
}

/** Returns the Region of a table if it differs from that of the collaboration. */
export function regionIfElsewhere(scope: IConstruct, { region }: CatalogTable): string | undefined {
  return !Token.isUnresolved(region) && region !== Stack.of(scope).region ? region : undefined;
}
