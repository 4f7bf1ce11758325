import { extname, join } from 'node:path';
import { textOf } from '../../engine/duckdb';
import type { SampleRows } from '../../engine/engine';
import { quoted } from '../../sql/duckdb-text';
import { UsageError } from '../../usage-error';
import type { ObjectLocation } from '../api/service';
import type { Table } from '../api/tables';
import type { ObjectStorage } from '../object-storage';
import { needsToRead, type Need } from './assumed-role';

/*
 * The rows of a table: the objects under the location of its table in Glue, in the form that this says, or else in that of their names.
 */

/** A table in Glue, as the local cloud has it. */
export interface GlueTable {
  readonly location: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** The class that reads its rows. */
  readonly library: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Where a table is in Glue. */
export interface GlueReference {
  readonly databaseName: string;
  readonly tableName: string;
  readonly region?: string;
}

/** The table in Glue behind an association; undefined where its source is elsewhere. */
export function glueReferenceOf(table: Table): GlueReference | undefined {
  if (table.kind !== 'ConfiguredTableAssociation') return undefined;
  const { glue, athena } = table.values.configuredTable.values.tableReference as Readonly<Record<string, GlueReference | undefined>>;
  return glue ?? athena;
}

/** Reads the objects of a table into a folder, once it is permitted, and returns what reads them there. */
export async function rowsOfGlueTable(
  name: string, glue: GlueTable, storage: ObjectStorage, folder: string, permit: (needs: readonly Need[]) => Promise<void>,
): Promise<SampleRows> {
  const directory = join(folder, encodeURIComponent(name));
  const location = locationOf(glue.location);
  const read = async () => {
    const keys = await storage.keys(location);
    await permit(needsToRead(location.bucket, keys, await storage.keyArn(location.bucket)));
    return storage.download(location, keys, directory);
  };
  const files = await read().catch((error: Error) => {
    throw new UsageError(`the rows of '${name}' cannot be read from ${glue.location}: ${error.message}`);
  });
  const origin = glue.location;
  if (!files.length) return { select: `SELECT ${glue.columns.map((column) => `NULL AS ${quoted(column.name)}`).join(', ')} WHERE false`, origin };
  return { select: `SELECT * FROM ${readerOf(name, glue, files)}`, origin };
}

function locationOf(location: string): ObjectLocation {
  const [, bucket, key] = /^s3[an]?:\/\/([^/]+)\/?(.*)$/.exec(location) ?? [];
  if (bucket === undefined) throw new UsageError(`'${location}' is no location in S3`);
  return { bucket, key: key === '' || key.endsWith('/') ? key : `${key}/` };
}

function readerOf(name: string, glue: GlueTable, files: readonly string[]): string {
  const list = `[${files.map(textOf).join(', ')}]`;
  const partitioned = 'hive_partitioning = true, hive_types_autocast = false, union_by_name = true';
  switch (formOf(name, glue, files)) {
    case 'parquet':
      return `read_parquet(${list}, ${partitioned})`;
    case 'json':
      return `read_json(${list}, ${partitioned})`;
    default:
      return `read_csv(${list}, ${csvOptions(glue, files)}, all_varchar = true, hive_partitioning = true, hive_types_autocast = false)`;
  }
}

/** The form of the objects, by the class that reads them, or else by the ends of their names. */
function formOf(name: string, { library, parameters }: GlueTable, files: readonly string[]): 'csv' | 'json' | 'parquet' {
  const said = library || parameters.classification || files.map((file) => extname(file)).join(' ');
  if (/parquet/i.test(said)) return 'parquet';
  if (/json/i.test(said)) return 'json';
  if (/csv|lazysimple|\.txt|\.tsv/i.test(said)) return 'csv';
  throw new UsageError(`the rows of '${name}' are in a form that cannot be read here: ${said.trim() || files[0]}; CSV, JSON and Parquet can`);
}

/** Text has its columns in the order of the table, below as many lines as it says; without a class that reads it, below their names. */
function csvOptions({ columns, library, parameters }: GlueTable, files: readonly string[]): string {
  if (!library) return 'header = true, union_by_name = true';
  const isQuoted = /opencsv/i.test(library);
  const delimiter = isQuoted ? parameters.separatorChar ?? ',' : parameters['field.delim'] ?? parameters['serialization.format'] ?? '\u0001';
  const inPath = columns.filter((column) => files.every((file) => file.includes(`/${column.name}=`)));
  const names = columns.filter((column) => !inPath.includes(column)).map((column) => textOf(column.name));
  return [
    `header = false, skip = ${Number(parameters['skip.header.line.count'] ?? 0)}, delim = ${textOf(delimiter)}, names = [${names.join(', ')}]`,
    isQuoted ? `quote = ${textOf(parameters.quoteChar ?? '"')}` : "quote = '', escape = '', nullstr = '\\N'",
  ].join(', ');
}
