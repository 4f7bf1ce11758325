import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { Column } from './table-source-implementation';

/** A table in a Glue catalog, as far as it is known. */
export interface CatalogTable {
  readonly databaseName: string;
  readonly tableName: string;

  /** The account of the catalog; `undefined` where it is the one that reads the table. */
  readonly account?: string;
  readonly region: string;
  readonly columns?: Column[];

  /** The path of a catalog inside the account's own one, such as `s3tablescatalog/sales`. */
  readonly catalogPath?: string;

  /** Whether it is known to be an Apache Iceberg table. */
  readonly isIceberg?: boolean;

  /** The table, where this program defines it, so that it is there first. */
  readonly definition?: Construct;
}

/** The ARNs of the catalogs, the database and the table, all of which reading the table's metadata asks for. */
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

/** The Region of a table, where it must be told because it is not the one of the collaboration. */
export function regionIfElsewhere(scope: IConstruct, { region }: CatalogTable): string | undefined {
  return !Token.isUnresolved(region) && region !== Stack.of(scope).region ? region : undefined;
}
