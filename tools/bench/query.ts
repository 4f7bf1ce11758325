/*
 * Prints how long a query of the command line tool takes over a million rows on each side, beside DuckDB with the same text and nothing else:
 * npx tsx tools/bench/query.ts [rows]
 */
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ask } from '../src/query/ask';
import { Spent } from '../src/query/budgets';
import type { Room, SharedTable } from '../src/query/room';
import type { AggregationRule } from '../src/query/rules';
import { rowsInFolder } from '../src/query/sample-rows';

const ROWS = Number(process.argv[2] ?? 1_000_000);
const RUNS = 3;
const [BRAND, MEDIA] = ['111111111111', '222222222222'];
const SQL = 'SELECT city, COUNT(DISTINCT s.id) AS people, SUM(s.amount) AS revenue FROM sales s INNER JOIN views v ON s.id = v.id GROUP BY city';
const PLAIN = SQL.replace('SELECT city', 'SELECT s.city').replace('GROUP BY city', 'GROUP BY s.city');

const RULE: AggregationRule = {
  type: 'AGGREGATION',
  joinColumns: ['id'],
  allowedJoinOperators: ['AND'],
  aggregateColumns: new Map([['COUNT_DISTINCT', ['id']], ['SUM', ['amount']]]),
  isJoinRequired: false,
  dimensionColumns: ['city'],
  scalarFunctions: [],
  outputConstraints: [{ column: 'id', minimum: 100 }],
};

function table(name: string, accountId: string, columns: readonly SharedTable['columns'][number][]): SharedTable {
  return {
    name,
    owner: { accountId },
    columns,
    otherColumns: [],
    rule: RULE,
    allowedResultReceivers: [BRAND],
    accessBudgets: [],
    allowsTemplate: () => false,
  };
}

const ROOM: Room = {
  name: 'room',
  members: [{ accountId: BRAND, abilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] }, { accountId: MEDIA, abilities: [] }],
  tables: [
    table('sales', BRAND, [{ name: 'id', type: 'string' }, { name: 'city', type: 'string' }, { name: 'amount', type: 'decimal(10,2)' }]),
    table('views', MEDIA, [{ name: 'id', type: 'string' }]),
  ],
  templates: [],
};

/** Writes the rows of both sides as Parquet files. */
async function writeRows(folder: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const person = `'person-' || (hash(i) % ${Math.ceil(ROWS / 2)}) AS id`;
  await connection.run(`COPY (SELECT ${person}, 'city-' || (hash(i) % 500) AS city, CAST(i % 10000 / 100.0 AS DECIMAL(10,2)) AS amount FROM range(${ROWS}) x(i)) TO '${folder}/sales.parquet'`);
  await connection.run(`COPY (SELECT ${person.replace('hash(i)', 'hash(i + 1)')} FROM range(${ROWS}) x(i)) TO '${folder}/views.parquet'`);
  connection.closeSync();
}

async function withTool(data: string): Promise<number> {
  const { result } = await ask(ROOM, { asker: BRAND, sql: SQL, data: rowsInFolder(data), seed: 1, spent: new Spent(), now: new Date() });
  return result!.rows.length;
}

async function withDuckDb(data: string): Promise<number> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const name of ['sales', 'views']) await connection.run(`CREATE TABLE ${name} AS SELECT * FROM read_parquet('${data}/${name}.parquet')`);
  const { length } = (await connection.runAndReadAll(PLAIN)).getRowsJson();
  connection.closeSync();
  return length;
}

/** The shortest of several runs, in milliseconds. */
async function timeOf(run: () => Promise<number>): Promise<{ readonly ms: number; readonly rows: number }> {
  let [ms, rows] = [Infinity, 0];
  for (let index = 0; index < RUNS; index++) {
    const start = performance.now();
    rows = await run();
    ms = Math.min(ms, performance.now() - start);
  }
  return { ms: Math.round(ms), rows };
}

void (async () => {
  const data = mkdtempSync(join(tmpdir(), 'bench-query-'));
  try {
    await writeRows(data);
    const [plain, tool] = [await timeOf(() => withDuckDb(data)), await timeOf(() => withTool(data))];
    console.log(JSON.stringify({
      benchmark: 'query',
      rowsOnEachSide: ROWS,
      duckDbMs: plain.ms,
      toolMs: tool.ms,
      ratio: Number((tool.ms / plain.ms).toFixed(2)),
      groups: plain.rows,
      answered: tool.rows,
    }));
  } finally {
    rmSync(data, { recursive: true });
  }
})();
