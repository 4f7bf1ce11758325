import type { Dialect } from './dialect';
import { AGGREGATES, SCALAR_FUNCTIONS } from './functions';
import { readInText } from './read-in-text';
import type { DataType, Literal, Operator } from './tree';

/*
 * DuckDB's dialect. What Spark and DuckDB do differently is written as DuckDB must be asked for it.
 */

export const DUCKDB: Dialect = {
  name: 'duckdb',
  quoted,
  columnText: (relation, column) => `${quoted(relation)}.${quoted(column)}`,
  literal: literalText,
  operation: operationText,
  scalar(name, args, first) {
    const { toDuckDb, toDuckDbOfDouble } = SCALAR_FUNCTIONS.get(name)!;
    return (first?.type === 'double' && toDuckDbOfDouble || toDuckDb)(...args);
  },
  aggregate: (name) => AGGREGATES.get(name)!.duckDb,
  inTypeOfSpark(name, argument, call) {
    // Sums of whole numbers are BIGINT in Spark and HUGEINT in DuckDB; averages of decimals are decimals with four digits more, and DOUBLE.
    const { type, scale = 0 } = argument ?? { type: 'other' };
    if (name === 'sum' && type === 'integer') return `CAST(${call} AS BIGINT)`;
    return name === 'avg' && type === 'decimal' ? `CAST(${call} AS DECIMAL(38, ${Math.min(scale + 4, 38)}))` : call;
  },
  cast({ to }, { type }, text) {
    // A fraction becomes a whole number by what is before its point; DuckDB would round.
    // A fraction becomes the decimal that is printed of it; one that is too large, or no number, becomes NULL.
    if (to.name === 'decimal' && type === 'double') return `TRY_CAST(CAST(CAST(${text} AS DOUBLE) AS VARCHAR) AS ${duckDbType(to)})`;
    const isTruncated = ['integer', 'bigint'].includes(to.name) && ['decimal', 'double'].includes(type);
    const read = type === 'string' ? readInText(text, to.name) : text;
    return `CAST(${isTruncated ? `trunc(${text})` : read} AS ${duckDbType(to)})`;
  },
  lists: {
    of: (text) => `list_distinct(list(${text}))`,
    unionOf: (text) => `list_distinct(flatten(list(${text})))`,
    ofOne: (text) => `list_distinct(list_value(${text}))`,
    size: (list) => `coalesce(len(${list}), 0)`,
  },
};

/**
 * Rounds a binary fraction as Spark does: the shortest decimal that stands for it, with halves away from zero. DuckDB rounds the fraction itself. A
 * double has 17 digits, so that the decimals below hold each that has something to round; larger ones, infinity and NaN stay as they are.
 */
export const ROUND_DOUBLE = `CREATE MACRO round_double(x, places) AS CASE
  WHEN NOT isfinite(CAST(x AS DOUBLE)) OR abs(CAST(x AS DOUBLE)) >= 1e17 THEN CAST(x AS DOUBLE)
  WHEN abs(CAST(x AS DOUBLE)) < 1 THEN ${roundedAs('DECIMAL(38, 37)')}
  ELSE ${roundedAs('DECIMAL(38, 18)')} END`;

/** Through texts: DuckDB reads and writes them exactly, and converts a decimal of many digits to a double less so. */
function roundedAs(type: string): string {
  return `CAST(CAST(round(CAST(CAST(CAST(x AS DOUBLE) AS VARCHAR) AS ${type}), places) AS VARCHAR) AS DOUBLE)`;
}

function operationText(operator: Operator, [first, ...others]: readonly string[]): string {
  switch (operator) {
    case 'rlike':
      return `regexp_matches(${first}, ${others[0]})`;
    case '<=>':
      return `(${first} IS NOT DISTINCT FROM ${others[0]})`;
    case '/': // NULL, where it would be infinite
      return `(${first} / nullif(${others[0]}, 0))`;
    case '%':
      return `(${first} % nullif(${others[0]}, 0))`;
    default:
      return commonOperation(operator, [first, ...others]);
  }
}

/** An operation as it is written in every dialect. */
export function commonOperation(operator: Operator, [first, ...others]: readonly string[]): string {
  switch (operator) {
    case 'not':
      return `(NOT ${first})`;
    case 'negate':
      return `(- ${first})`;
    case 'is null':
    case 'is not null':
      return `(${first} ${operator.toUpperCase()})`;
    case 'in':
    case 'not in':
      return `(${first} ${operator.toUpperCase()} (${others.join(', ')}))`;
    case 'between':
      return `(${first} BETWEEN ${others.join(' AND ')})`;
    default:
      return `(${first} ${operator.toUpperCase()} ${others[0]})`;
  }
}

/** The type in DuckDB. */
export function duckDbType(type: DataType): string {
  switch (type.name) {
    case 'string':
      return 'VARCHAR';
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    default:
      return type.name.toUpperCase();
  }
}

function literalText({ type, value }: Literal): string {
  const text = `'${value.replace(/'/g, "''")}'`;
  switch (type) {
    case 'string':
      return text;
    case 'date':
    case 'timestamp':
      return `CAST(${text} AS ${type.toUpperCase()})`;
    default:
      return value.toUpperCase();
  }
}

/** A name in DuckDB. */
export function quoted(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
