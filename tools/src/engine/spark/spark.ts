import { spawn } from 'child_process';
import type { ChildProcessWithoutNullStreams } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { createInterface } from 'readline';
import type { ValueType } from '../../sql/functions';
import type { TableColumn } from '../../sql/resolution';
import { SPARK } from '../../sql/spark-text';
import { UsageError } from '../../usage-error';
import { DuckDbEngine } from '../duckdb';
import type { Engine, Rows, SampleTable, Value } from '../engine';

/** Where Spark runs. */
export interface SparkOptions {
  /** The Python that has pyspark. */
  readonly python: string;
  /** The address of a Spark Connect server, such as `sc://host:15002`; without it, Spark runs on this machine. */
  readonly remote?: string;
}

/**
 * Spark itself, run by pyspark in a process of its own. Files are read by Spark, from wherever it can read; a Spark Connect server gets those of this
 * machine sent. DuckDB reads every query, too, as the second guard.
 */
export class SparkEngine implements Engine {
  /** Starts Spark and loads the tables. */
  public static async load(tables: readonly SampleTable[], options: SparkOptions): Promise<SparkEngine> {
    const isRemote = options.remote !== undefined;
    const others = tables.filter(({ rows }) => !('file' in rows) || (isRemote && !isAddress(rows.file)));
    const folder = mkdtempSync(join(tmpdir(), 'spark-'));
    const session = new Session(options);
    const guard = await DuckDbEngine.load([]);
    const close = () => {
      session.close();
      guard.close();
      rmSync(folder, { recursive: true, force: true });
    };
    try {
      const written = await writeRows(others, folder);
      const loaded = await session.ask<Record<string, { readonly name: string; readonly type: string }[]>>({
        action: 'load',
        tables: tables.map(({ name, columns, rows }) => ({
          name,
          columns: columns.map((column) => ({ name: column.name, type: column.type && sparkTypeOf(column.type) })).filter(({ type }) => type !== ''),
          paths: 'file' in rows && !written.has(name) ? pathsOf(rows.file) : [written.get(name)!],
          isSent: isRemote && written.has(name),
        })),
      });
      const columns = Object.entries(loaded)
        .map(([name, found]) => [name, found.map((column) => ({ name: column.name, ...typeOf(column.type) }))] as const);
      return new SparkEngine(session, guard, new Map(columns), close);
    } catch (error) {
      close();
      throw new UsageError(`Spark cannot read the rows: ${(error as Error).message}`);
    }
  }

  public readonly dialect = SPARK;

  private constructor(
    private readonly session: Session, private readonly guard: DuckDbEngine, private readonly columns: ReadonlyMap<string, TableColumn[]>,
    public readonly close: () => void,
  ) {}

  public columnsOf(table: string): readonly TableColumn[] {
    return this.columns.get(table) ?? [];
  }

  public async treeOf(sql: string): Promise<string> {
    return this.guard.treeOf(sql);
  }

  public async run(sql: string): Promise<Rows> {
    const { columns, types, rows } = await this.session.ask<Rows>({ action: 'run', sql });
    return { columns, types, rows: rows.map((row) => row.map((value, index) => valueOf(value, types[index]))) };
  }
}

/** The process with Spark in it. */
class Session {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private said = '';
  private problem?: Error;
  private readonly needs: string;

  constructor({ python, remote }: SparkOptions) {
    this.needs = remote === undefined ? 'Java 17, and a Python with pyspark' : 'a Python with pyspark[connect]';
    this.process = spawn(python, ['-B', join(__dirname, 'session.py'), ...remote === undefined ? [] : [remote]]);
    this.process.once('error', (error) => this.problem = error);
    this.process.stdin.on('error', () => undefined); // it has ended, which the next answer says
    this.process.stderr.on('data', (text: Buffer) => this.said = `${this.said}${String(text)}`.slice(-2000));
    this.lines = createInterface(this.process.stdout)[Symbol.asyncIterator]();
  }

  public async ask<T>(request: object): Promise<T> {
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.lines.next();
    if (done) {
      const said = this.problem?.message ?? this.said.trim().split('\n').slice(-3).join(' ');
      throw new Error(`Spark has ended: ${said}. It needs ${this.needs}, which --python names`);
    }
    const { answer, error } = JSON.parse(value as string) as { readonly answer?: T; readonly error?: string };
    if (error !== undefined) throw new Error(error);
    return answer!;
  }

  public close(): void {
    this.process.stdin.end();
    this.process.kill();
  }
}

/** Tables whose rows Spark does not read from where they are, as Parquet files. */
async function writeRows(tables: readonly SampleTable[], folder: string): Promise<Map<string, string>> {
  if (!tables.length) return new Map();
  const engine = await DuckDbEngine.load(tables);
  try {
    const files = tables.map(({ name }, index) => [name, join(folder, `${index}.parquet`)] as const);
    for (const [name, file] of files) await engine.rowsToParquet(name, file);
    return new Map(files);
  } finally {
    engine.close();
  }
}

/** Whether rows are in object storage, or in a file system that has addresses, and not on this machine. */
function isAddress(file: string): boolean {
  return /^[a-z][a-z\d]*:\/\//.test(file);
}

/** A file; where only its place is known, because it is in object storage, whatever of these is there. */
function pathsOf(file: string): string[] {
  return /\.\w+$/.test(file) ? [file] : ['.parquet', '.csv', '.json', ''].map((extension) => `${file}${extension}`);
}

const TYPES: Readonly<Record<string, ValueType>> = {
  string: 'string',
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  bigint: 'integer',
  float: 'double',
  double: 'double',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  timestamp_ntz: 'timestamp',
};

function typeOf(spark: string): { readonly type: ValueType; readonly scale?: number } {
  const [, scale] = /^decimal\(\d+,(\d+)\)$/.exec(spark) ?? [];
  return scale === undefined ? { type: TYPES[spark] ?? 'other' } : { type: 'decimal', scale: Number(scale) };
}

/** The type in Spark of a type in Glue; nothing for those that are lists, maps or structures. */
function sparkTypeOf(glue: string): string {
  const type = glue.toLowerCase().replace(/\s/g, '').replace(/^(varchar|char)\b.*$/, 'string').replace(/^integer$/, 'int');
  return typeOf(type).type !== 'other' || type === 'decimal' ? type : '';
}

/** A value as JSON has it. Decimals come as texts, and are numbers as long as a number is exact. */
function valueOf(value: Value, type: string): Value {
  if (typeof value !== 'string' || !type.startsWith('decimal')) return value;
  return value.replace(/[-.]/g, '').length <= 15 ? Number(value) : value;
}
