import { AGGREGATES, SCALAR_FUNCTIONS } from './functions';
import type { ValueType } from './functions';
import type { Resolution } from './resolution';
import type { Misunderstanding } from './spark-tree';
import { ARITHMETIC, COMPARISONS, branchesOf, expressionsOf, partsOf, queriesIn } from './tree';
import type { Aggregate, Cast, Expression, FunctionCall, Operation, WindowCall } from './tree';

/*
 * Where Spark and DuckDB are known to differ and DuckDB cannot be asked for what Spark does: implicit conversions, division of decimals, patterns
 * with escapes, dates in arithmetic. Such a query is refused, with what to write instead.
 */

/** What in a query could mean something else in DuckDB. */
export function differencesOfMeaning(resolution: Resolution): Misunderstanding[] {
  const expressions = queriesIn(resolution.query).flatMap((query) => [
    ...branchesOf(query).flatMap(expressionsOf), ...query.orderBy.map(({ expression }) => expression),
  ]);
  return [...new Set(expressions)].flatMap(partsOf).flatMap((part) => differencesOf(part, (each) => resolution.typeOf(each).type));

}

type TypeOf = (expression: Expression) => ValueType;

function differencesOf(expression: Expression, typeOf: TypeOf): Misunderstanding[] {
  const differences = (() => {
    switch (expression.kind) {
      case 'operation':
        return ofOperation(expression, typeOf);
      case 'function':
        return ofFunction(expression, typeOf);
      case 'aggregate':
        return ofAggregate(expression, typeOf);
      case 'window':
        return AGGREGATES.has(expression.name) ? ofAggregate(expression, typeOf) : ofRanking(expression);
      case 'cast':
        return ofCast(expression, typeOf);
      default:
        return [];
    }
  })();
  return differences.map((what) => ({ what, place: expression.place }));
}

const NUMBERS: readonly ValueType[] = ['integer', 'decimal', 'double'];
const TIMES: readonly ValueType[] = ['date', 'timestamp'];

function ofOperation({ operator, operands }: Operation, typeOf: TypeOf): string[] {
  const types = operands.map(typeOf);
  if ((ARITHMETIC as readonly string[]).includes(operator)) {
    const others = types.filter((type) => !NUMBERS.includes(type) && type !== 'null');
    if (others.length) return [`'${operator}' with ${others[0] === 'other' ? 'a value whose type is not known' : `a ${others[0]}`}: ${TIMES.includes(others[0]) ? 'use DATE_ADD or DATEDIFF' : 'use CAST'}`];
    return operator === '/' && types.includes('decimal') && !types.includes('double') ? ["'/' of decimals, which Spark rounds in its own way: CAST one of them AS DOUBLE"] : [];
  }
  if (['like', 'ilike', 'rlike'].includes(operator)) {
    const [, pattern] = operands;
    const isPlain = pattern.kind === 'literal' && pattern.type === 'string' && (operator === 'rlike' || !pattern.value.includes('\\'));
    return [...isPlain ? [] : [`${operator.toUpperCase()} with a pattern that is no text, or has a backslash`], ...mustBe(['string'], types.slice(0, 1), operator)];
  }
  if (operator === '||') return mustBe(['string'], types, operator);
  if (['and', 'or', 'not'].includes(operator)) return mustBe(['boolean', 'other'], types, operator);
  if ([...COMPARISONS, '<=>', 'in', 'not in', 'between'].includes(operator)) return ofComparison(operator, operands, typeOf);
  return [];
}

/** A text that both read as the same time. */
const TIME = /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d:\d\d)?$/;

function ofComparison(operator: string, operands: readonly Expression[], typeOf: TypeOf): string[] {
  const classes = new Set(operands.map((operand) => classOf(typeOf(operand))).filter((each) => each !== undefined));
  const isTimeWithText = classes.size === 2 && classes.has('time') && classes.has('string')
    && operands.every((operand) => classOf(typeOf(operand)) !== 'string' || (operand.kind === 'literal' && TIME.test(operand.value)));
  return classes.size > 1 && !isTimeWithText ? [`'${operator.toUpperCase()}' between a ${[...classes].join(' and a ')}: use CAST`] : [];
}

function classOf(type: ValueType): string | undefined {
  if (NUMBERS.includes(type)) return 'number';
  if (TIMES.includes(type)) return 'time';
  return type === 'null' || type === 'other' ? undefined : type;
}

function ofFunction({ name, arguments: args }: FunctionCall, typeOf: TypeOf): string[] {
  const { arity: [least, most], takes, literals = {} } = SCALAR_FUNCTIONS.get(name)!;
  if (args.length < least || args.length > most) return [`${name.toUpperCase()} with ${args.length} arguments`];
  return args.flatMap((argument, index) => {
    const pattern = literals[index];
    if (!pattern) return takes ? mustBe(takes, [typeOf(argument)], name) : [];
    return argument.kind === 'literal' && pattern.test(argument.value) ? [] : [`${name.toUpperCase()} with an argument ${index + 1} that is no literal of the form ${pattern.source}`];
  });
}

function ofAggregate({ name, distinct, arguments: args }: Aggregate | WindowCall, typeOf: TypeOf): string[] {
  const { takes, arguments: count, canBeDistinct } = AGGREGATES.get(name)!;
  const isStar = name === 'count' && !args.length;
  if (args.length !== count && !isStar) return [`${name.toUpperCase()} with ${args.length} arguments`];
  const [first, fraction] = args;
  return [
    ...distinct && (!canBeDistinct || isStar) ? [`${name.toUpperCase()} with DISTINCT`] : [],
    ...takes && first ? mustBe(takes, [typeOf(first)], name) : [],
    ...fraction && !(fraction.kind === 'literal' && fraction.type === 'number' && Number(fraction.value) <= 1) ? [`${name.toUpperCase()} with a fraction that is no number from 0 to 1`] : [],
  ];
}

function ofRanking({ name, arguments: [, offset], orderBy }: WindowCall): string[] {
  return [
    ...orderBy.length ? [] : [`${name.toUpperCase()} without ORDER BY`],
    ...offset && !(offset.kind === 'literal' && /^\d+$/.test(offset.value)) ? [`${name.toUpperCase()} with an offset that is no number`] : [],
  ];
}

/** The conversions that come to the same. */
const CASTS: Readonly<Record<string, readonly ValueType[]>> = {
  string: ['string', 'integer', 'decimal', 'boolean', 'date', 'null'],
  boolean: ['boolean', 'null'],
  integer: ['integer', 'decimal', 'double', 'string', 'null'],
  bigint: ['integer', 'decimal', 'double', 'string', 'null'],
  decimal: ['integer', 'decimal', 'double', 'string', 'null'],
  double: ['integer', 'decimal', 'double', 'string', 'null'],
  date: ['date', 'timestamp', 'string', 'null'],
  timestamp: ['date', 'timestamp', 'string', 'null'],
};

function ofCast({ operand, to }: Cast, typeOf: TypeOf): string[] {
  const type = typeOf(operand);
  return CASTS[to.name].includes(type) ? [] : [`CAST of ${type === 'other' ? 'a value whose type is not known' : `a ${type}`} AS ${to.name.toUpperCase()}`];
}

function mustBe(allowed: readonly ValueType[], types: readonly ValueType[], what: string): string[] {
  const other = types.find((type) => !allowed.includes(type) && type !== 'null');
  return other === undefined ? [] : [`${what.toUpperCase()} of ${other === 'other' ? 'a value whose type is not known' : `a ${other}`}: use CAST`];
}
