import type { Asked } from './asked';
import type { Origin } from '../../sql/resolution';
import { joinedIn, joinsIn, partsOf } from '../../sql/tree';
import type { Expression, Join, Place, Relation, Select } from '../../sql/tree';
import { about } from '../refusal';
import type { Page, Refusal } from '../refusal';
import type { SharedTable } from '../room';
import type { JoinControls } from '../rules';

/*
 * What the structures of aggregation and list queries have in common: one SELECT over tables that are joined on listed columns.
 */

/** A check of one of the two structures. */
export interface Structure {
  /** What its refusals begin with, such as `aggregation`. */
  readonly rule: string;
  readonly page: Page;
  joinsOf(table: SharedTable): JoinControls;
  /** Whether a table must be joined with one of the member who asks. */
  mustBeJoined(table: SharedTable): boolean;
}

/** The one SELECT of the query, with what else is in it refused; `undefined` where it is none that the structure allows. */
export function onlySelect({ resolution }: Asked, { rule, page }: Structure, refusals: Refusal[]): Select | undefined {
  const { query } = resolution;
  const refuse = (message: string, place?: Place) => refusals.push({ rule: `${rule}: query structure`, message, page, sure: 'exact', place });
  if (query.ctes.length) refuse('common table expressions (WITH) are not allowed', query.ctes[0].place);
  if (query.body.kind === 'union') refuse('UNION is not allowed', query.place);
  if (query.body.kind === 'union') return undefined;

  const select = query.body;
  for (const relation of select.from.flatMap(joinedIn)) {
    if (relation.kind === 'derived') refuse('subqueries are not allowed', relation.place);
  }
  if (!select.from.length) refuse('a query must read a table', select.place);
  if (select.from.length > 1) refuse('tables must be joined by INNER JOIN with ON', select.place);
  for (const join of select.from.flatMap(joinsIn)) {
    if (join.join !== 'inner' || !join.on) refuse(`${join.join === 'inner' ? 'JOIN without ON' : `${join.join.toUpperCase()} JOIN`} is not allowed: only INNER JOIN with ON`, join.place);
  }
  return select;
}

/** Checks the joins: equality of listed join columns, AND and OR as allowed, and a way to a table of the member who asks. */
export function checkJoins(select: Select, asked: Asked, structure: Structure): Refusal[] {
  const edges: [string, string][] = [];
  const conditions = select.from.flatMap(joinsIn).flatMap((join) => join.on ? checkCondition(join.on, join, asked, structure, edges) : []);
  return [...conditions, ...checkReach(asked, structure, edges)];
}

function checkCondition(condition: Expression, join: Join, asked: Asked, structure: Structure, edges: [string, string][]): Refusal[] {
  const { rule, page } = structure;
  const refusal = (message: string, more: Partial<Refusal> = {}): Refusal => ({
    rule: `${rule}: joinColumns`, page, sure: 'exact', place: condition.place ?? join.place, message, ...more,
  });
  if (condition.kind === 'operation' && (condition.operator === 'and' || condition.operator === 'or')) {
    const operator = condition.operator.toUpperCase();
    const forbidding = asked.tables.filter((table) => !structure.joinsOf(table).allowedJoinOperators.includes(operator));
    return [
      ...forbidding.map((table) => refusal(`'${table.name}' may not be joined with ${operator}`, { rule: `${rule}: allowedJoinOperators`, ...about(table) })),
      ...condition.operands.flatMap((operand) => checkCondition(operand, join, asked, structure, edges)),
    ];
  }
  const sides = condition.kind === 'operation' && condition.operator === '=' ? condition.operands.map((operand) => asked.resolution.bare(operand)) : [];
  const [one, other] = sides;
  if (!one || !other) return [refusal('a condition of a JOIN must compare two columns with =')];

  const left = occurrencesIn(join.left, asked);
  const isAcross = left.includes(one.occurrence) !== left.includes(other.occurrence);
  edges.push([one.occurrence, other.occurrence]);
  return [
    ...isAcross ? [] : [refusal('a condition of a JOIN must compare a column of each side of it')],
    ...[one, other].flatMap((origin) => checkJoinColumn(origin, asked, structure, refusal)),
  ];
}

function checkJoinColumn(
  { table, column }: Origin, asked: Asked, structure: Structure, refusal: (message: string, more: Partial<Refusal>) => Refusal,
): Refusal[] {
  const shared = asked.shared(table);
  const { joinColumns } = structure.joinsOf(shared);
  if (joinColumns.includes(column.toLowerCase())) return [];
  return [refusal(`'${shared.name}' may not be joined on '${column}': its join columns are ${joinColumns.join(', ') || 'none'}`, about(shared, column))];
}

function occurrencesIn(relation: Relation, { resolution }: Asked): string[] {
  return joinedIn(relation).map((each) => resolution.sourceOf(each).id);
}

/** Checks that whatever must be joined is joined with a table of the member who asks, directly or by way of others. */
function checkReach(asked: Asked, { rule, page, mustBeJoined }: Structure, edges: readonly [string, string][]): Refusal[] {
  const occurrences = asked.resolution.occurrences().map(({ id, table }) => ({ id, shared: asked.shared(table!) }));
  const reached = new Set(occurrences.filter(({ shared }) => shared.owner.accountId === asked.asker).map(({ id }) => id));
  for (let grown = true; grown;) {
    grown = false;
    for (const [one, other] of edges) {
      if (reached.has(one) === reached.has(other)) continue;
      reached.add(one).add(other);
      grown = true;
    }
  }
  return occurrences.filter(({ id, shared }) => mustBeJoined(shared) && !reached.has(id)).map(({ shared }): Refusal => ({
    rule: `${rule}: join required`,
    page,
    sure: 'exact',
    ...about(shared),
    message: `'${shared.name}' must be joined with a table of account ${asked.asker}, who asks, directly or by way of other tables`,
  }));
}

/** Checks that an expression has nothing but what is given, and only columns that are. */
export function checkParts(
  expression: Expression, asked: Asked,
  { allows, columnsOf, refusal }: {
    allows(part: Expression): boolean;
    columnsOf(table: SharedTable): readonly string[];
    refusal(message: string, part: Expression, more?: Partial<Refusal>): Refusal;
  },
): Refusal[] {
  return partsOf(expression).flatMap((part): Refusal[] => {
    if (part.kind !== 'column') return allows(part) ? [] : [refusal(`${described(part)} is not allowed here`, part)];
    const origin = asked.resolution.bare(part);
    if (!origin) return [];
    const shared = asked.shared(origin.table);
    const columns = columnsOf(shared);
    return columns.includes(origin.column.toLowerCase()) ? []
      : [refusal(`'${origin.column}' of '${shared.name}' may not be used here: ${columns.join(', ') || 'no column'} may`, part, about(shared, origin.column))];
  });
}

/** An expression in the words of SQL. */
export function described(expression: Expression): string {
  switch (expression.kind) {
    case 'operation':
      return expression.operator === 'negate' ? '-' : expression.operator.toUpperCase();
    case 'function':
    case 'aggregate':
      return expression.name.toUpperCase();
    case 'window':
      return `the window function ${expression.name.toUpperCase()}`;
    case 'subquery':
      return 'a subquery';
    default:
      return expression.kind.toUpperCase();
  }
}

