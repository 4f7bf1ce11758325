import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { extname, join } from 'path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DUCKDB, ROUND_DOUBLE, quoted } from '../sql/duckdb-text';
import type { ValueType } from '../sql/functions';
import type { TableColumn } from '../sql/resolution';
import { UsageError } from '../usage-error';
import type { Engine, Rows, SampleTable, Value } from './engine';

/** DuckDB, in memory. Once the sample rows are loaded, it can reach neither files nor the network, and its settings cannot be changed. */
export class DuckDbEngine implements Engine {
  /** Loads the tables and locks the engine. */
  public static async load(tables: readonly SampleTable[]): Promise<DuckDbEngine> {
    const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' });
    const connection = await instance.connect();
    const columns = new Map<string, TableColumn[]>();
    for (const table of tables) {
      await load(connection, table);
      columns.set(table.name, await describe(connection, table));
    }
    await connection.run(ROUND_DOUBLE);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    return new DuckDbEngine(instance, connection, columns, () => instance.closeSync());
  }

  public readonly dialect = DUCKDB;

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly columns: ReadonlyMap<string, TableColumn[]>,
    private readonly closeOthers: () => void,
  ) {}

  /** The same tables for queries that run beside those of this engine. It must be closed first. */
  public async beside(): Promise<DuckDbEngine> {
    return new DuckDbEngine(this.instance, await this.instance.connect(), this.columns, () => undefined);
  }

  public columnsOf(table: string): readonly TableColumn[] {
    return this.columns.get(table) ?? [];
  }

  public async treeOf(sql: string): Promise<string> {
    const reader = await this.connection.runAndReadAll('SELECT json_serialize_sql(CAST($1 AS VARCHAR))', [sql]);
    return String(reader.getRows()[0][0]);
  }

  public async run(sql: string): Promise<Rows> {
    const reader = await this.connection.runAndReadAll(sql);
    const types = reader.columnTypes().map(String);
    return {
      columns: reader.columnNames(),
      types,
      rows: reader.getRowsJson().map((row) => row.map((value, index) => valueOf(value, types[index]))),
    };
  }

  /** Writes a table to a Parquet file, which only a copy of its rows can: the engine itself reaches no file. */
  public async rowsToParquet(table: string, file: string): Promise<void> {
    const { columns, types, rows } = await this.run(`FROM ${quoted(table)}`);
    await writeParquet({ columns, types, rows }, file);
  }

  public close(): void {
    this.connection.closeSync();
    this.closeOthers();
  }
}

async function load(connection: DuckDBConnection, table: SampleTable): Promise<void> {
  const { rows } = table;
  if ('result' in rows) {
    await loadResult(connection, table.name, rows.result);
    return;
  }
  const source = 'select' in rows ? `(${rows.select})` : readerOf(rows.file, table);
  const present = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`).catch((error: Error) => fail(table, error))).getRows().map(([name]) => String(name));
  const selected = table.columns.flatMap(({ name, type }) => {
    const column = present.find((each) => each.toLowerCase() === name.toLowerCase());
    if (column === undefined) throw new UsageError(`${describeRows(table)} has no column '${name}', which table '${table.name}' shares: it has ${present.join(', ')}`);
    const duckDb = type === undefined ? undefined : duckDbTypeOf(type);
    if (type !== undefined && duckDb === undefined) return []; // of a type that queries here cannot read
    return [`${duckDb ? `CAST(${quoted(column)} AS ${duckDb})` : quoted(column)} AS ${quoted(name)}`];
  });
  if (!selected.length) throw new UsageError(`table '${table.name}' shares no column of a type that can be read`);
  await connection.run(`CREATE TABLE ${quoted(table.name)} AS SELECT ${selected.join(', ')} FROM ${source}`).catch((error: Error) => fail(table, error));
}

function fail(table: SampleTable, error: Error): never {
  throw new UsageError(`${describeRows(table)} cannot be read as rows of table '${table.name}': ${error.message}`);
}

function describeRows({ rows }: SampleTable): string {
  if ('result' in rows) return 'the result of its query';
  return 'file' in rows ? `'${rows.file}'` : rows.origin;
}

/** Writes rows to a Parquet file. */
export async function writeParquet(rows: Rows, file: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await loadResult(connection, 'result', rows);
    await connection.run(`COPY result TO ${textOf(file)} (FORMAT parquet)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Makes a table of rows, through a file with their values as texts. */
async function loadResult(connection: DuckDBConnection, name: string, { columns, types, rows }: Rows): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rows-'));
  const file = join(folder, 'rows.json');
  try {
    writeFileSync(file, rows.map((row) => JSON.stringify(Object.fromEntries(row.map((value, index) => [`c${index}`, value === null ? null : String(value)])))).join('\n'));
    const read = `read_json(${textOf(file)}, format = 'newline_delimited', columns = {${columns.map((_, index) => `c${index}: 'VARCHAR'`).join(', ')}})`;
    const selected = columns.map((column, index) => `CAST(c${index} AS ${types[index]}) AS ${quoted(column)}`).join(', ');
    await connection.run(`CREATE TABLE ${quoted(name)} AS SELECT ${selected} FROM ${read}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The function that reads a file. Where types are known, a CSV file is read as text and converted: its values would otherwise be guessed. */
function readerOf(file: string, { columns }: SampleTable): string {
  const path = textOf(file);
  const isTyped = columns.every(({ type }) => type !== undefined);
  switch (extname(file).toLowerCase()) {
    case '.csv':
      return `read_csv(${path}, header = true${isTyped ? ', all_varchar = true' : ''})`;
    case '.parquet':
      return `read_parquet(${path})`;
    default:
      return `read_json(${path})`;
  }
}

/** A text in SQL. */
export function textOf(value: string): string {
  return `'${value.replace(/'/g, "''")}'`;
}

async function describe(connection: DuckDBConnection, { name }: SampleTable): Promise<TableColumn[]> {
  const reader = await connection.runAndReadAll(`DESCRIBE ${quoted(name)}`);
  return reader.getRows().map(([column, type]) => ({ name: String(column), ...typeOf(String(type)) }));
}

/** Whether columns of a type in Glue can be read. */
export function isReadable(type: string | undefined): boolean {
  return type === undefined || duckDbTypeOf(type) !== undefined;
}

/** The type in DuckDB of a type in Glue; `undefined` for those that are lists, maps or structures. */
function duckDbTypeOf(type: string): string | undefined {
  const [, name, parameters] = /^\s*([a-z]+)\s*(\([\d\s,]+\))?\s*$/i.exec(type) ?? [];
  switch (name?.toLowerCase()) {
    case 'string': case 'varchar': case 'char':
      return 'VARCHAR';
    case 'tinyint': case 'smallint': case 'bigint': case 'double': case 'boolean': case 'date': case 'timestamp': case 'float':
      return name.toUpperCase();
    case 'int': case 'integer':
      return 'INTEGER';
    case 'decimal':
      return `DECIMAL${parameters ?? '(10, 0)'}`;
    default:
      return undefined;
  }
}

function typeOf(duckDb: string): { readonly type: ValueType; readonly scale?: number } {
  const [, scale] = /^DECIMAL\(\d+,(\d+)\)$/.exec(duckDb) ?? [];
  if (scale !== undefined) return { type: 'decimal', scale: Number(scale) };
  return { type: TYPES[duckDb] ?? 'other' };
}

const TYPES: Readonly<Record<string, ValueType>> = {
  VARCHAR: 'string',
  TINYINT: 'integer',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'integer',
  FLOAT: 'double',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
};

/** A value as JSON has it. Whole numbers and decimals are numbers as long as a number is exact. */
function valueOf(value: unknown, type: string): Value {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (!/^(BIGINT|HUGEINT|DECIMAL)/.test(type)) return text;
  return text.replace(/[-.]/g, '').length <= 15 ? Number(text) : text;
}
