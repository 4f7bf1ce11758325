import { existsSync, readdirSync } from 'fs';
import { basename, extname, join } from 'path';
import type { Room, SharedTable } from './room';
import type { SampleRows, SampleTable } from '../engine/engine';
import { quoted } from '../sql/duckdb-text';
import { UsageError } from '../usage-error';

const EXTENSIONS = ['.csv', '.parquet', '.json', '.jsonl', '.ndjson'];

/** The word in place of a folder for which rows are made. */
export const GENERATE = 'generate';

/** The rows of tables: of the files in a folder that are called as the tables, or made from the types of their columns. */
export function sampleTables(tables: readonly SharedTable[], data: string, seed: number, room: Room): SampleTable[] {
  if (data !== GENERATE && !existsSync(data)) throw new UsageError(`there is no folder '${data}': --data is a folder with a file for each table, or '${GENERATE}'`);
  return tables.map((table): SampleTable => ({
    name: table.name, columns: table.columns, rows: data === GENERATE ? generated(table, seed, room) : fileOf(table, data),
  }));
}

function fileOf({ name, owner }: SharedTable, folder: string): SampleRows {
  const file = readdirSync(folder).find((each) =>
    EXTENSIONS.includes(extname(each).toLowerCase()) && basename(each, extname(each)).toLowerCase() === name.toLowerCase());
  if (!file) {
    throw new UsageError(`'${folder}' has no rows of table '${name}' of ${owner.displayName ?? owner.accountId}: it needs one of ${EXTENSIONS.map((extension) => name + extension).join(', ')}`);
  }
  return { file: join(folder, file) };
}

const ROWS = 10_000;
const PEOPLE = 3_000;

/** Rows made from the types of columns: of people whom tables share, in groups of which some are small. The same seed makes the same rows. */
function generated(table: SharedTable, seed: number, room: Room): SampleRows {
  const people = columnsOfPeople(room);
  const columns = table.columns.map(({ name, type = 'string' }, index) => `${valueOf(name, type, `hash(i, ${seed}, ${index}, '${table.name.replace(/'/g, "''")}')`, people.has(name))} AS ${quoted(name)}`);
  return { select: `SELECT ${columns.join(', ')} FROM range(${ROWS}) rows(i)` };
}

/** The columns that tables are joined by or that people are counted by. */
function columnsOfPeople({ tables }: Room): Set<string> {
  return new Set(tables.flatMap(({ rule }) => {
    switch (rule?.type) {
      case 'AGGREGATION':
        return [...rule.joinColumns, ...rule.outputConstraints.map(({ column }) => column)];
      case 'LIST':
        return rule.joinColumns;
      case 'CUSTOM':
        return [rule.threshold?.identityColumn, rule.differentialPrivacyColumn].filter((column) => column !== undefined);
      default:
        return [];
    }
  }));
}

function valueOf(name: string, type: string, random: string, isPerson: boolean): string {
  const text = `'${name.replace(/'/g, "''")}`;
  const fraction = `((${random} % 1000000) / 1000000.0)`;
  switch (type.toLowerCase().replace(/\(.*/s, '').trim()) {
    case 'string': case 'varchar': case 'char':
      if (isPerson) return `'person-' || (${random} % ${PEOPLE})`;
      // Twelve values, each of which is rarer than the one before it.
      return /(^|_)id$/.test(name) ? `${text}-' || i` : `${text}-' || (1 + CAST(floor(12 * pow(${fraction}, 4)) AS INTEGER))`;
    case 'boolean':
      return `(${random} % 2 = 0)`;
    case 'date':
      return `(DATE '2026-01-01' + CAST(${random} % 365 AS INTEGER))`;
    case 'timestamp':
      return `(TIMESTAMP '2026-01-01 00:00:00' + to_minutes(CAST(${random} % 525600 AS BIGINT)))`;
    case 'decimal': case 'double': case 'float':
      return `(CAST(${random} % 100000 AS INTEGER) / 100.0)`;
    case 'tinyint': case 'smallint': case 'int': case 'integer': case 'bigint':
      return `CAST(${random} % 100 AS INTEGER)`;
    default:
      return 'NULL';
  }
}
