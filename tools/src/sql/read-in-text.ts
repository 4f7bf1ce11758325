import type { DataType } from './tree';

/*
 * What Spark reads in a text that becomes a value of another type, as DuckDB must be asked for it: by itself it also reads 0x1F, 1_000 and 2026/01/31,
 * and rounds 1.5.
 */

const NUMBER = '[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?';
const DATE = '\\d{4}-\\d{1,2}-\\d{1,2}';

/** What is read is the part in parentheses. */
const PATTERNS: Readonly<Partial<Record<DataType['name'], string>>> = {
  integer: '([+-]?\\d+)(?:\\.\\d*)?',
  bigint: '([+-]?\\d+)(?:\\.\\d*)?',
  decimal: `(${NUMBER})`,
  double: `(${NUMBER})`,
  date: `(${DATE})(?:[ T].*)?`,
  timestamp: `(${DATE}(?:[ T]\\d{1,2}:\\d{1,2}:\\d{1,2}(?:\\.\\d{1,6})?)?)`,
};

/** The part of a text that is read as a value of a type; of a text that is none, an empty one, which DuckDB makes no value of. */
export function readInText(text: string, type: DataType['name']): string {
  const pattern = PATTERNS[type];
  return pattern === undefined ? text : `regexp_extract(${text}, '^\\s*${pattern}\\s*$', 1)`;
}
