import type { Dialect } from '../sql/dialect';
import type { TableColumn } from '../sql/resolution';

/** A table of sample rows. */
export interface SampleTable {
  readonly name: string;
  /** The columns that can be queried, with their types in Glue; one without a type is read as the file has it. */
  readonly columns: readonly { readonly name: string; readonly type?: string }[];
  readonly rows: SampleRows;
}

/** Where the rows come from: a file, SQL of DuckDB that reads or makes them, with what it is called in messages, or the result of an earlier query. */
export type SampleRows = { readonly file: string } | { readonly select: string; readonly origin: string } | { readonly result: Rows };

/** A value of a row. */
export type Value = string | number | boolean | null;

/** Rows, each with its values in the order of the columns. */
export interface Rows {
  readonly columns: readonly string[];
  /** The types of the columns, in the words of the engine. */
  readonly types: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** An engine that runs queries over sample rows, and nothing else. */
export interface Engine {
  /** The dialect of the queries that it runs. */
  readonly dialect: Dialect;
  /** The columns of a table as the engine has them. */
  columnsOf(table: string): readonly TableColumn[];
  /** The tree of a query in DuckDB's dialect as DuckDB reads it, as JSON: whichever engine runs it, this is the second guard. */
  treeOf(sql: string): Promise<string>;
  run(sql: string): Promise<Rows>;
  close(): void;
}
