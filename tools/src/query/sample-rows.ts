import { existsSync, readdirSync } from 'fs';
import { basename, extname, join } from 'path';
import type { Room, SharedTable } from './room';
import type { SampleRows, SampleTable } from '../engine/engine';
import { quoted } from '../sql/duckdb-text';
import { UsageError } from '../usage-error';

const EXTENSIONS = ['.csv', '.parquet', '.json', '.jsonl', '.ndjson'];

/** Where the rows of tables are. */
export type SampleData = (tables: readonly SharedTable[], room: Room) => Promise<readonly SampleTable[]>;

/** The rows in the files of a folder, which are called as the tables. */
export function rowsInFolder(folder: string): SampleData {
  return async (tables) => {
    if (!existsSync(folder)) throw new UsageError(`there is no folder '${folder}' with a file for each table`);
    return tables.map((table) => ({ name: table.name, columns: table.columns, rows: fileOf(table, folder) }));
  };
}

/** The rows in object storage, which Spark reads: a file or a folder for each table, called as it, under an address such as `s3a://bucket/rows`. */
export function rowsInObjectStorage(address: string): SampleData {
  return async (tables) => tables.map((table) => ({ name: table.name, columns: table.columns, rows: { file: `${address.replace(/\/$/, '')}/${table.name}` } }));
}

/** How many rows a table has, and of how many people. */
export interface Size {
  readonly rows: number;
  readonly people: number;
}

/** Rows made from the types of columns. The same seed makes the same rows. */
export function generatedRows(seed: number, size: Size = { rows: 10_000, people: 3_000 }): SampleData {
  return async (tables, room) => {
    const people = columnsOfPeople(room);
    return tables.map((table) => ({ name: table.name, columns: table.columns, rows: generated(table, seed, people, size) }));
  };
}

/** The file in a folder that is called as a table. */
export function sampleFileOf(name: string, folder: string): string | undefined {
  const [file, ...others] = readdirSync(folder).filter((each) =>
    EXTENSIONS.includes(extname(each).toLowerCase()) && basename(each, extname(each)).toLowerCase() === name.toLowerCase());
  if (others.length) throw new UsageError(`'${folder}' has several files for table '${name}', of which only one can be read: ${[file, ...others].join(', ')}`);
  return file && join(folder, file);
}

function fileOf({ name, owner }: SharedTable, folder: string): SampleRows {
  const file = sampleFileOf(name, folder);
  if (!file) {
    throw new UsageError(`'${folder}' has no rows of table '${name}' of ${owner.displayName ?? owner.accountId}: it needs one of ${EXTENSIONS.map((extension) => name + extension).join(', ')}`);
  }
  return { file };
}

/** Rows of people whom tables share, in groups of which some are small. */
function generated(table: SharedTable, seed: number, people: ReadonlySet<string>, size: Size): SampleRows {
  if (table.rule?.type === 'ID_MAPPING_TABLE') {
    const [source, target] = table.columns;
    return { select: `SELECT 'person-' || i AS ${quoted(source.name)}, 'person-' || i AS ${quoted(target.name)} FROM range(${size.people}) rows(i)`, origin: 'what is generated' };
  }
  const columns = table.columns.map(({ name, type = usualType(name, table) }, index) => `${valueOf(name, type, `hash(i, ${seed}, ${index}, '${table.name.replace(/'/g, "''")}')`, people.has(name) ? size.people : undefined)} AS ${quoted(name)}`);
  return { select: `SELECT ${columns.join(', ')} FROM range(${size.rows}) rows(i)`, origin: 'what is generated' };
}

/** The type of a column that the program does not say: what is summed up is a number. */
function usualType(name: string, { rule }: SharedTable): string {
  const summed = rule?.type === 'AGGREGATION' ? [...rule.aggregateColumns].filter(([called]) => /^(SUM|AVG)/.test(called)).flatMap(([, columns]) => columns) : [];
  return summed.includes(name) ? 'double' : 'string';
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

/** @param people How many people there are, of whom the value is one */
function valueOf(name: string, type: string, random: string, people: number | undefined): string {
  const text = `'${name.replace(/'/g, "''")}`;
  const fraction = `((${random} % 1000000) / 1000000.0)`;
  switch (type.toLowerCase().replace(/\(.*/s, '').trim()) {
    case 'string': case 'varchar': case 'char':
      if (people !== undefined) return `'person-' || (${random} % ${people})`;
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
