import type { SharedTable } from './room';
import { DuckDbEngine } from '../engine/duckdb';
import type { Engine } from '../engine/engine';
import { quoted } from '../sql/duckdb-text';
import type { UsageError } from '../usage-error';

/** An engine whose tables cannot be loaded: a query is checked all the same, and only running it is an error. A type that is not known passes every check. */
export async function engineWithoutRows(tables: readonly SharedTable[], error: UsageError): Promise<Engine> {
  const engine = await DuckDbEngine.load(tables.map(({ name, columns }) => ({
    name, columns, rows: { select: `SELECT ${columns.map((column) => `NULL AS ${quoted(column.name)}`).join(', ')} WHERE false`, origin: 'the program' },
  })));
  const untyped = new Map(tables.map(({ name, columns }) => [name, columns.filter(({ type }) => type === undefined).map((column) => column.name)]));
  return {
    dialect: engine.dialect,
    columnsOf: (table) => engine.columnsOf(table).map((column) => untyped.get(table)?.includes(column.name) ? { name: column.name, type: 'null' } : column),
    treeOf: async (sql) => engine.treeOf(sql),
    run: async () => Promise.reject(error),
    close: () => engine.close(),
  };
}
