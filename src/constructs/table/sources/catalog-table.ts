import { ArnFormat, Lazy, Stack, Token } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { Column } from './table-source-implementation';

/** A table in a Glue catalog, as far as it is known. */
export interface CatalogTable {
  readonly region: string;

  /** The Region as it was given for the reference to the table, if it was. */
  readonly givenRegion?: string;

  /** The path of a catalog within the Glue catalog of the account, such as `s3tablescatalog/sales`. */
  readonly catalogPath?: string;

  /** The construct of the table, if it is defined in this app: it must be created first, and can be changed until templates are written. */
  readonly definition?: Construct;

  /** Returns what is known of the table at the time of the call. */
  readonly describe: () => CatalogTableDescription;
}

/** What is known of a table in a Glue catalog. */
export interface CatalogTableDescription {
  readonly databaseName: string;
  readonly tableName: string;

  /** The account of the catalog; `undefined` if it is the account of the role that reads the table. */
  readonly account?: string;
  readonly columns?: Column[];

  /** Whether the table is known to be an Apache Iceberg table. */
  readonly isIceberg?: boolean;
}

/** The names of a table for templates: lazy values if the table can still be changed. */
export function namesOf({ definition, describe }: CatalogTable): Pick<CatalogTableDescription, 'databaseName' | 'tableName'> {
  const named = (name: 'databaseName' | 'tableName') => definition ? Lazy.uncachedString({ produce: () => describe()[name] }) : describe()[name];
  return { databaseName: named('databaseName'), tableName: named('tableName') };
}

/** Returns the ARNs of the catalogs, the database and the table, all of which are needed to read the metadata of the table. */
export function catalogArns(scope: IConstruct, { region, catalogPath, describe }: CatalogTable): string[] {
  const { account, databaseName, tableName } = describe();
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

/** Returns the Region for the reference to a table: as it was given, or else if it differs from that of the collaboration. */
export function regionInReference(scope: IConstruct, { region, givenRegion }: CatalogTable): string | undefined {
  if (givenRegion !== undefined) return givenRegion;
  return !Token.isUnresolved(region) && region !== Stack.of(scope).region ? region : undefined;
}
