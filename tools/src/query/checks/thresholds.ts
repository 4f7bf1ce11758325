import { allExpressions } from './asked';
import type { Asked } from './asked';
import { described } from './predefined-structure';
import type { Watched } from '../../sql/identities';
import { canCount } from '../../sql/query-text';
import { branchesOf, expressionsOf, joinedIn, partsOf, queriesIn } from '../../sql/tree';
import type { Expression, Place, Select } from '../../sql/tree';
import { PAGES, about } from '../refusal';
import type { Refusal } from '../refusal';
import type { SharedTable } from '../room';
import type { CustomRule } from '../rules';

/*
 * Minimum aggregation thresholds of custom analysis rules, and the SQL that thresholds and comparison controls leave.
 */

/** Checks what a query on tables with thresholds or comparison controls may be made of. */
export function checkThresholds(asked: Asked): Refusal[] {
  const restricted = asked.tables.filter((table) => thresholdOf(table) || ruleOf(table).comparisonControls);
  const withThreshold = asked.tables.filter(thresholdOf);
  return [
    ...restricted.length ? checkCapabilities(asked, restricted[0]) : [],
    ...withThreshold.length && !isExempt(asked) ? [...checkOutput(asked, withThreshold[0]), ...checkCountable(asked, withThreshold)] : [],
    ...checkArguments(asked),
  ];
}

function ruleOf({ rule }: SharedTable): CustomRule {
  return rule as CustomRule;
}

function thresholdOf(table: SharedTable): CustomRule['threshold'] {
  return ruleOf(table).threshold;
}

/** The identity columns whose values are counted for each row, by the occurrences of their tables. */
export function identitiesToCount(asked: Asked): Watched {
  if (isExempt(asked)) return new Map();
  return new Map(asked.resolution.occurrences().flatMap(({ id, table }) => {
    const threshold = thresholdOf(asked.shared(table!));
    return threshold ? [[id, [columnNamed(threshold.identityColumn, asked.shared(table!))]]] : [];
  }));
}

function columnNamed(name: string, table: SharedTable): string {
  return table.columns.find((column) => column.name === name)?.name ?? name;
}

/** COUNT over one table, without groups and joins, has no threshold. */
function isExempt({ resolution }: Asked): boolean {
  const { body, ctes } = resolution.query;
  if (ctes.length || body.kind === 'union') return false;
  return body.from.length === 1 && body.from[0].kind === 'named' && !body.groupBy.length && !body.distinct && !body.having
    && queriesIn(resolution.query).length === 1 && body.items.every(({ expression }) => expression.kind === 'aggregate' && expression.name === 'count');
}

/**
 * The identities that a row must stand for, for a table with a threshold: the largest minimum of the columns beside aggregates, of which a
 * column can have one of its own; the table's where there are none, or where something is made of them.
 */
export function minimumFor(table: SharedTable, select: Select, { resolution, shared }: Asked): number {
  const { minimum, outputColumns } = thresholdOf(table)!;
  const minimums = select.items.flatMap(({ expression }) => {
    if (partsOf(expression as Expression).some(({ kind }) => kind === 'aggregate')) return [];
    const origin = resolution.bare(expression as Expression);
    const own = origin && shared(origin.table) === table ? outputColumns.get(origin.column.toLowerCase()) : undefined;
    return [own ?? minimum];
  });
  return minimums.length ? Math.max(...minimums) : minimum;
}

function checkCapabilities(asked: Asked, table: SharedTable): Refusal[] {
  const refusal = (what: string, place?: Place): Refusal => ({
    rule: 'custom: SQL with thresholds or comparison controls',
    page: PAGES.THRESHOLDS_SQL,
    sure: UNMENTIONED.includes(what) ? 'approximate' : 'exact',
    place,
    ...about(table),
    message: `${what} is not supported with the rule of '${table.name}'`,
  });
  return allExpressions(asked).flatMap(partsOf).flatMap((part): Refusal[] => {
    if (part.kind === 'subquery' && part.use === 'exists') return [refusal('EXISTS', part.place)];
    if (part.kind === 'operation' && ['<=>', 'ilike', '||'].includes(part.operator)) return [refusal(part.operator.toUpperCase(), part.place)];
    return part.kind === 'function' && ['reverse', 'date_add', 'quarter'].includes(part.name) ? [refusal(part.name.toUpperCase(), part.place)] : [];
  });
}

/** What the page has neither among the supported nor among the unsupported SQL. */
const UNMENTIONED: readonly string[] = ['ILIKE', '||', 'QUARTER'];

/** Checks that what can be the value of one row only stands beside what sums up. */
function checkOutput({ resolution }: Asked, table: SharedTable): Refusal[] {
  return branchesOf(resolution.query).flatMap((select) => {
    const parts = select.items.flatMap(({ expression }) => partsOf(expression as Expression));
    const calls = parts.filter((part) => part.kind === 'aggregate' || part.kind === 'window');
    if (calls.some(({ name }) => ['avg', 'count', 'sum'].includes(name))) return [];
    return calls.filter(({ name }) => ['min', 'max', 'percentile', 'median', 'lag', 'lead'].includes(name)).map((call): Refusal => ({
      rule: 'custom: SQL with thresholds',
      page: PAGES.THRESHOLDS_SQL,
      sure: 'exact',
      place: call.place ?? call.arguments[0]?.place,
      ...about(table),
      message: `${call.name.toUpperCase()} must stand beside AVG, COUNT or SUM`,
    }));
  });
}

/** Refuses what identities cannot be followed through. */
function checkCountable(asked: Asked, tables: readonly SharedTable[]): Refusal[] {
  const { resolution } = asked;
  const refusal = (message: string, place?: Place): Refusal => ({
    rule: 'custom: aggregationThresholds', page: PAGES.THRESHOLDS, sure: 'approximate', place, ...about(tables[0]), message,
  });
  const reads = (select: Select): boolean => select.from.flatMap(joinedIn).some((relation) => {
    const { table, cte } = resolution.sourceOf(relation);
    if (table) return tables.includes(asked.shared(table));
    return branchesOf(relation.kind === 'derived' ? relation.query : cte!).some(reads);
  });
  const queries = queriesIn(resolution.query);
  const subqueries = allExpressions(asked).flatMap(partsOf).flatMap((part) => part.kind === 'subquery' && queriesIn(part.query).flatMap(branchesOf).some(reads) ? [part] : []);
  return [
    ...subqueries.map(({ place }) => refusal('a subquery in an expression may not read a table with a threshold: the identities behind it cannot be counted', place)),
    ...queries.filter(({ body }) => body.kind === 'union' && body.distinct && branchesOf({ body } as never).some(reads)).map(({ place }) => refusal('UNION over tables with thresholds must be UNION ALL', place)),
    ...queries.flatMap(branchesOf).filter((select) => reads(select) && (!canCount(select) || (select.distinct && hasWindow(select))))
      .map(({ place }) => refusal('SELECT DISTINCT may not have aggregates or window functions where a table has a threshold', place)),
  ];
}

function hasWindow({ items }: Select): boolean {
  return items.some(({ expression }) => partsOf(expression as Expression).some(({ kind }) => kind === 'window'));
}

/** Checks that aggregates are of bare columns, where a rule allows nothing else. */
function checkArguments(asked: Asked): Refusal[] {
  const selects = queriesIn(asked.resolution.query).flatMap(branchesOf);
  const expressions = [...new Set([...selects.flatMap(expressionsOf), ...allExpressions(asked)])];
  return expressions.flatMap(partsOf).flatMap((part) => {
    if (part.kind !== 'aggregate' && part.kind !== 'window') return [];
    return part.arguments.filter((argument) => !asked.resolution.isDirect(argument)).flatMap((argument) => {
      const tables = [...new Set(asked.resolution.originsOf(argument).map(({ table }) => asked.shared(table)))];
      return tables.filter((table) => thresholdOf(table) && !thresholdOf(table)!.allowsExpressions).map((table): Refusal => ({
        rule: 'custom: allowedAggregateExpressionType',
        page: PAGES.THRESHOLDS,
        sure: 'exact',
        place: argument.place ?? part.place,
        ...about(table),
        message: `${part.name.toUpperCase()} of ${described(argument)} is not allowed by '${table.name}': only of a column, unchanged`,
      }));
    });
  });
}
