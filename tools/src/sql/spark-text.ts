import type { Dialect } from './dialect';
import { commonOperation } from './duckdb-text';
import type { DataType, Literal } from './tree';

/*
 * Spark's own dialect, for queries that run on Spark itself.
 */

export const SPARK: Dialect = {
  name: 'spark',
  quoted,
  columnText: (relation, column) => `${quoted(relation)}.${quoted(column)}`,
  literal: literalText,
  operation: commonOperation,
  scalar: (name, args) => `${FUNCTIONS[name] ?? name}(${args.join(', ')})`,
  aggregate: (name) => name,
  inTypeOfSpark: (_, __, call) => call,
  cast: ({ to }, _, text) => `CAST(${text} AS ${sparkType(to)})`,
  lists: {
    of: (text) => `collect_set(${text})`,
    unionOf: (text) => `array_distinct(flatten(collect_list(${text})))`,
    ofOne: (text) => `array_compact(array(${text}))`,
    size: (list) => `coalesce(array_size(${list}), 0)`,
  },
};

/** The functions that the parser calls otherwise than Spark. */
const FUNCTIONS: Readonly<Record<string, string>> = { week_of_year: 'weekofyear', day_of_week: 'dayofweek' };

function quoted(name: string): string {
  return `\`${name.replace(/`/g, '``')}\``;
}

/** In Spark, a backslash is an escape. */
function literalText({ type, value }: Literal): string {
  const text = `'${value.replace(/[\\']/g, '\\$&')}'`;
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

function sparkType(type: DataType): string {
  switch (type.name) {
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'integer':
      return 'INT';
    default:
      return type.name.toUpperCase();
  }
}
