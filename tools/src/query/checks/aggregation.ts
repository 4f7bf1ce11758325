import type { Asked } from './asked';
import { checkJoins, checkParts, described, onlySelect } from './predefined-structure';
import type { Structure } from './predefined-structure';
import { ARITHMETIC, COMPARISONS, partsOf } from '../../sql/tree';
import type { Aggregate, Expression } from '../../sql/tree';
import { PAGES, about } from '../refusal';
import type { Refusal } from '../refusal';
import type { SharedTable } from '../room';
import type { AggregationRule } from '../rules';

const STRUCTURE: Structure = {
  rule: 'aggregation',
  page: PAGES.AGGREGATION,
  joinsOf: ruleOf,
  mustBeJoined: (table) => ruleOf(table).isJoinRequired,
};

/** Checks a query on tables with aggregation analysis rules. */
export function checkAggregation(asked: Asked): Refusal[] {
  const refusals: Refusal[] = [];
  const { query } = asked.resolution;
  if (query.limit !== undefined) refusals.push({ rule: 'aggregation: query structure', message: 'LIMIT is not allowed', page: PAGES.AGGREGATION, sure: 'exact' });
  const select = onlySelect(asked, STRUCTURE, refusals);
  if (!select) return refusals;

  const items = select.items.map(({ expression }) => expression as Expression);
  if (select.distinct) refusals.push(structural('SELECT DISTINCT is not allowed', items[0]));
  if (!items.some(hasAggregate)) refusals.push(structural('the result must have COUNT, COUNT DISTINCT, SUM, SUM DISTINCT or AVG of a column', items[0]));
  return [
    ...refusals,
    ...checkJoins(select, asked, STRUCTURE),
    ...items.flatMap((item) => checkOutput(item, asked)),
    ...select.groupBy.flatMap((group) => checkDimensions(group, asked, 'dimensions', isLiteral)),
    ...query.orderBy.flatMap(({ expression }) => checkOutput(expression, asked)),
    ...select.where ? checkDimensions(select.where, asked, 'filter', isCondition) : [],
    ...select.having ? checkHaving(select.having, asked) : [],
  ];
}

function structural(message: string, { place }: Expression): Refusal {
  return { rule: 'aggregation: query structure', message, page: PAGES.AGGREGATION, sure: 'exact', place };
}

function ruleOf({ rule }: SharedTable): AggregationRule {
  return rule as AggregationRule;
}

/** Checks what comes out: aggregates of the listed columns, and dimensions, with listed scalar functions over both. */
function checkOutput(expression: Expression, asked: Asked): Refusal[] {
  if (expression.kind === 'aggregate') return checkAggregate(expression, asked);
  if (!hasAggregate(expression)) return checkDimensions(expression, asked, 'dimensions', isLiteral);
  if (expression.kind !== 'function' && expression.kind !== 'cast') return [structural(`${described(expression)} of an aggregate is not allowed`, expression)];
  return [...checkScalarFunction(expression, asked), ...(expression.kind === 'cast' ? [expression.operand] : expression.arguments).flatMap((each) => checkOutput(each, asked))];
}

function checkAggregate(aggregate: Aggregate, asked: Asked): Refusal[] {
  const { name, distinct, arguments: args, place } = aggregate;
  const called = `${name.toUpperCase()}${distinct ? '_DISTINCT' : ''}`;
  if (!FUNCTIONS.includes(called)) return [structural(`${called.replace('_', ' ')} is not allowed: only COUNT, COUNT DISTINCT, SUM, SUM DISTINCT and AVG`, aggregate)];
  const origin = args.length === 1 ? asked.resolution.bare(args[0]) : undefined;
  if (!origin) return [{ ...structural(`${called.replace('_', ' ')} must be of one column, and of nothing else`, aggregate), rule: 'aggregation: aggregateColumns' }];

  const shared = asked.shared(origin.table);
  const columns = ruleOf(shared).aggregateColumns.get(called) ?? [];
  return columns.includes(origin.column.toLowerCase()) ? [] : [{
    rule: 'aggregation: aggregateColumns',
    page: PAGES.AGGREGATION,
    sure: 'exact',
    place: place ?? args[0].place,
    ...about(shared, origin.column),
    message: `${called.replace('_', ' ')} of '${origin.column}' of '${shared.name}' is not allowed: ${columns.length ? `it is of ${columns.join(', ')}` : 'of no column is it'}`,
  }];
}

const FUNCTIONS = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'SUM_DISTINCT', 'AVG'];

/** Checks an expression of dimension columns: a group, or a filter. */
function checkDimensions(expression: Expression, asked: Asked, part: string, allows: (part: Expression) => boolean): Refusal[] {
  return checkParts(expression, asked, {
    allows: (each) => allows(each) || each.kind === 'function' || each.kind === 'cast',
    columnsOf: (table) => ruleOf(table).dimensionColumns,
    refusal: (message, { place }, more) => ({ rule: `aggregation: ${part === 'filter' ? 'dimensionColumns in WHERE' : 'dimensionColumns'}`, message, page: PAGES.AGGREGATION, sure: 'exact', place, ...more }),
  }).concat(partsOf(expression).flatMap((each) => checkScalarFunction(each, asked)));
}

/** Checks that a scalar function is one that the tables of the columns in it list. Which function of SQL each name stands for is not documented. */
function checkScalarFunction(expression: Expression, asked: Asked): Refusal[] {
  if (expression.kind !== 'function' && expression.kind !== 'cast') return [];
  const name = expression.kind === 'cast' ? 'CAST' : SCALAR_FUNCTIONS[expression.name] ?? expression.name.toUpperCase();
  const tables = [...new Set(asked.resolution.originsOf(expression).map(({ table }) => asked.shared(table)))];
  return (tables.length ? tables : asked.tables).filter((table) => !ruleOf(table).scalarFunctions.includes(name)).map((table): Refusal => ({
    rule: 'aggregation: scalarFunctions',
    page: PAGES.SCALAR_FUNCTIONS,
    sure: 'approximate',
    place: expression.place,
    ...about(table),
    message: `${described(expression)} is not among the scalar functions of '${table.name}': ${ruleOf(table).scalarFunctions.join(', ') || 'it allows none'}`,
  }));
}

/** The name that a rule has for a function of SQL; of all others it is the function's own. */
const SCALAR_FUNCTIONS: Readonly<Record<string, string>> = {
  ceil: 'CEILING',
  date_add: 'DATEADD',
  year: 'EXTRACT',
  quarter: 'EXTRACT',
  month: 'EXTRACT',
  day: 'EXTRACT',
  hour: 'EXTRACT',
  minute: 'EXTRACT',
  date_trunc: 'TRUNC',
  log10: 'LOG',
};

/** Checks HAVING: listed aggregates, compared with numbers. */
function checkHaving(condition: Expression, asked: Asked): Refusal[] {
  if (condition.kind === 'operation' && (condition.operator === 'and' || condition.operator === 'or')) {
    return condition.operands.flatMap((operand) => checkHaving(operand, asked));
  }
  const isComparison = condition.kind === 'operation' && (COMPARISONS as readonly string[]).includes(condition.operator);
  const [aggregate, number] = isComparison ? [...condition.operands].sort((one) => one.kind === 'aggregate' ? -1 : 1) : [];
  if (aggregate?.kind === 'aggregate' && number?.kind === 'literal' && number.type === 'number') return checkAggregate(aggregate, asked);
  return [structural('HAVING must compare an aggregate of a column with a number', condition)];
}

function hasAggregate(expression: Expression): boolean {
  return partsOf(expression).some(({ kind }) => kind === 'aggregate');
}

function isLiteral(expression: Expression): boolean {
  return expression.kind === 'literal' && ['string', 'number'].includes(expression.type);
}

/** Whether something is allowed in WHERE, beside columns and functions. */
export function isCondition(expression: Expression): boolean {
  if (expression.kind === 'literal') return true;
  return expression.kind === 'operation' && CONDITIONS.includes(expression.operator);
}

const CONDITIONS: readonly string[] = [...COMPARISONS, ...ARITHMETIC, 'and', 'or', 'not', 'in', 'not in', 'like', 'is null', 'is not null'];
