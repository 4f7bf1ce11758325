import { readInText } from './read-in-text';

/*
 * The functions that are understood, with what they are in DuckDB. What Spark and DuckDB do differently is written here as DuckDB must be asked
 * for it; a function, or a use of one, for which that is not possible is left out, and refused.
 */

/** The kinds of values that matter for what a function does. */
export type ValueType = 'string' | 'integer' | 'decimal' | 'double' | 'boolean' | 'date' | 'timestamp' | 'null' | 'other';

/** A scalar function. */
export interface ScalarFunction {
  /** How many arguments it takes. */
  readonly arity: readonly [least: number, most: number];
  /** The types that the arguments other than `literals` can have; any, where it is left out. NULL always passes. */
  readonly takes?: readonly ValueType[];
  readonly returns: ValueType | 'as the first argument';
  /** Places of arguments that must be literals, because they decide what the function does. */
  readonly literals?: Readonly<Record<number, RegExp>>;
  /** The call in DuckDB, of arguments that are written for DuckDB. */
  toDuckDb(...args: string[]): string;
  /** The call in DuckDB where the first argument is a double, if that is another one. */
  toDuckDbOfDouble?(...args: string[]): string;
}

const call = (name: string) => (...args: string[]) => `${name}(${args.join(', ')})`;
const TEXT: readonly ValueType[] = ['string'];
const NUMBER: readonly ValueType[] = ['integer', 'decimal', 'double'];
const TIME: readonly ValueType[] = ['date', 'timestamp'];

const part = (name: string): ScalarFunction => ({ arity: [1, 1], takes: TIME, returns: 'integer', toDuckDb: call(name) });
const ofText = (name: string, least = 1, most = least): ScalarFunction => ({ arity: [least, most], takes: TEXT, returns: 'string', toDuckDb: call(name) });
const ofNumber = (name: string): ScalarFunction => ({ arity: [1, 1], takes: NUMBER, returns: 'double', toDuckDb: (value) => `${name}(CAST(${value} AS DOUBLE))` });

const POSITIVE = /^[1-9]\d*$/;
const NATURAL = /^\d+$/;

/** The scalar functions by their names. */
export const SCALAR_FUNCTIONS: ReadonlyMap<string, ScalarFunction> = new Map(Object.entries<ScalarFunction>({
  upper: ofText('upper'),
  lower: ofText('lower'),
  trim: ofText('trim'),
  ltrim: ofText('ltrim'),
  rtrim: ofText('rtrim'),
  replace: ofText('replace', 3),
  reverse: ofText('reverse'),
  md5: ofText('md5'),
  length: { ...ofText('length'), returns: 'integer' },
  // Positions from 1 on mean the same; 0 and negative ones do not.
  substring: { ...ofText('substring', 2, 3), literals: { 1: POSITIVE, 2: NATURAL } },
  left: { ...ofText('left', 2), literals: { 1: NATURAL } },
  right: { ...ofText('right', 2), literals: { 1: NATURAL } },
  // NULL in one argument is NULL, which `concat` of DuckDB leaves out.
  concat: { arity: [1, 20], takes: TEXT, returns: 'string', toDuckDb: (...args: string[]) => `(${args.join(' || ')})` },
  sha2: { ...ofText('sha256', 2), literals: { 1: /^(256|0)$/ }, toDuckDb: (text: string) => `sha256(${text})` },

  abs: { arity: [1, 1], takes: NUMBER, returns: 'as the first argument', toDuckDb: call('abs') },
  // They return whole numbers.
  ceil: { arity: [1, 1], takes: NUMBER, returns: 'integer', toDuckDb: (value: string) => `CAST(ceil(${value}) AS BIGINT)` },
  floor: { arity: [1, 1], takes: NUMBER, returns: 'integer', toDuckDb: (value: string) => `CAST(floor(${value}) AS BIGINT)` },
  round: {
    arity: [1, 2],
    takes: NUMBER,
    returns: 'as the first argument',
    literals: { 1: /^(\d|1[0-8])$/ },
    toDuckDb: call('round'),
    toDuckDbOfDouble: (value: string, places = '0') => `round_double(${value}, ${places})`,
  },
  sqrt: ofNumber('sqrt'),
  ln: ofNumber('ln'),
  exp: ofNumber('exp'),
  log10: ofNumber('log10'),
  power: { arity: [2, 2], takes: NUMBER, returns: 'double', toDuckDb: (one: string, other: string) => `pow(CAST(${one} AS DOUBLE), CAST(${other} AS DOUBLE))` },
  sign: ofNumber('sign'),

  if: {
    arity: [3, 3],
    returns: 'other',
    toDuckDb: (condition: string, then: string, otherwise: string) => `CASE WHEN ${condition} THEN ${then} ELSE ${otherwise} END`,
  },
  coalesce: { arity: [1, 20], returns: 'as the first argument', toDuckDb: call('coalesce') },
  nullif: { arity: [2, 2], returns: 'as the first argument', toDuckDb: call('nullif') },
  greatest: { arity: [2, 20], returns: 'as the first argument', toDuckDb: call('greatest') },
  least: { arity: [2, 20], returns: 'as the first argument', toDuckDb: call('least') },

  year: part('year'),
  quarter: part('quarter'),
  month: part('month'),
  day: part('day'),
  hour: { ...part('hour'), takes: ['timestamp'] },
  minute: { ...part('minute'), takes: ['timestamp'] },
  week_of_year: part('weekofyear'),
  // Sunday is 1 in Spark, and 0 in DuckDB.
  day_of_week: { ...part('dayofweek'), toDuckDb: (value: string) => `(dayofweek(${value}) + 1)` },
  current_date: { arity: [0, 0], returns: 'date', toDuckDb: () => 'today()' },
  to_date: { arity: [1, 1], takes: ['string', 'date', 'timestamp'], returns: 'date', toDuckDb: (value: string) => `CAST(${readInText(`CAST(${value} AS VARCHAR)`, 'date')} AS DATE)` },
  date_trunc: {
    arity: [2, 2],
    takes: TIME,
    returns: 'timestamp',
    literals: { 0: /^(year|quarter|month|week|day|hour|minute)$/i },
    toDuckDb: (unit: string, value: string) => `CAST(date_trunc(${unit.toLowerCase()}, ${value}) AS TIMESTAMP)`,
  },
  datediff: {
    arity: [2, 2], takes: TIME, returns: 'integer', toDuckDb: (end: string, start: string) => `date_diff('day', CAST(${start} AS DATE), CAST(${end} AS DATE))`,
  },
  date_add: { arity: [2, 2], takes: TIME, returns: 'date', literals: { 1: NATURAL }, toDuckDb: (date: string, days: string) => `CAST(CAST(${date} AS DATE) + CAST(${days} AS INTEGER) AS DATE)` },
}));

/** An aggregate. */
export interface AggregateFunction {
  /** The types that the first argument can have; any, where it is left out. */
  readonly takes?: readonly ValueType[];
  readonly returns: ValueType | 'as the first argument';
  readonly arguments: number;
  /** Whether there is a form with DISTINCT. */
  readonly canBeDistinct: boolean;
  /** The name in DuckDB. */
  readonly duckDb: string;
}

const deviation = (duckDb: string): AggregateFunction => ({ takes: NUMBER, returns: 'double', arguments: 1, canBeDistinct: false, duckDb });

/** The aggregates by their names, each of which can also be a window function. */
export const AGGREGATES: ReadonlyMap<string, AggregateFunction> = new Map(Object.entries<AggregateFunction>({
  count: { returns: 'integer', arguments: 1, canBeDistinct: true, duckDb: 'count' },
  sum: { takes: NUMBER, returns: 'as the first argument', arguments: 1, canBeDistinct: true, duckDb: 'sum' },
  avg: { takes: NUMBER, returns: 'double', arguments: 1, canBeDistinct: true, duckDb: 'avg' },
  min: { returns: 'as the first argument', arguments: 1, canBeDistinct: false, duckDb: 'min' },
  max: { returns: 'as the first argument', arguments: 1, canBeDistinct: false, duckDb: 'max' },
  stddev_samp: deviation('stddev_samp'),
  stddev_pop: deviation('stddev_pop'),
  var_samp: deviation('var_samp'),
  var_pop: deviation('var_pop'),
  median: { takes: NUMBER, returns: 'double', arguments: 1, canBeDistinct: false, duckDb: 'median' },
  percentile: { takes: NUMBER, returns: 'double', arguments: 2, canBeDistinct: false, duckDb: 'quantile_cont' },
}));

/** Functions that are window functions only. */
export const WINDOW_FUNCTIONS: ReadonlySet<string> = new Set(['row_number', 'rank', 'dense_rank', 'lag', 'lead']);
