import { allExpressions } from './asked';
import type { Asked } from './asked';
import { aggregates } from '../../sql/identities';
import type { Origin, SourceColumn } from '../../sql/resolution';
import { branchesOf, joinedIn, joinsIn, partsOf, queriesIn } from '../../sql/tree';
import type { Expression, Place, Query, Relation, Select } from '../../sql/tree';
import { PAGES, about } from '../refusal';
import type { Refusal } from '../refusal';
import type { SharedTable } from '../room';
import type { CustomRule } from '../rules';

/** Checks a query on tables with differential privacy: the structure that lets noise be added for each user. */
export function checkDifferentialPrivacy(asked: Asked): Refusal[] {
  const tables = asked.tables.filter((table) => userColumnOf(table) !== undefined);
  if (!tables.length) return [];
  const [first] = tables;
  const refuse = (message: string, place?: Place, sure: Refusal['sure'] = 'exact'): Refusal => ({
    rule: 'custom: differentialPrivacy', page: PAGES.DIFFERENTIAL_PRIVACY, sure, place, ...about(first, userColumnOf(first)), message,
  });
  const protects = new Protected(asked);
  const { query } = asked.resolution;
  return [
    ...tables.filter((table) => !table.differentialPrivacy).map((table) => ({
      ...refuse(`'${table.name}' is not ready: its owner has no differential privacy budget in the collaboration`), rule: 'table: readiness', page: PAGES.READINESS, ...about(table),
    })),
    ...asked.tables.filter(isControlled).map((table): Refusal => ({
      rule: 'custom: differentialPrivacy',
      page: PAGES.CUSTOM_LIMITATIONS,
      sure: 'approximate',
      ...about(table),
      message: `'${table.name}' has thresholds or comparison controls, which do not work with the differential privacy of '${first.name}'`,
    })),
    ...query.body.kind === 'union' ? [refuse('the last query may be no UNION', query.place)] : checkLast(query.body, asked, refuse),
    ...queriesIn(query).filter((each) => each !== query && protects.reads(each)).flatMap((each) => checkInner(each, asked, protects, refuse)),
    ...queriesIn(query).flatMap(branchesOf).flatMap(({ from }) => from).flatMap((relation) => checkJoins(relation, asked, protects, refuse)),
    ...queriesIn(query).flatMap(branchesOf).filter(({ from }) => from.filter((relation) => protects.readsRelation(relation)).length > 1)
      .map(({ place }) => refuse('tables with differential privacy must be joined by JOIN with ON', place)),
    ...allExpressions(asked).flatMap(partsOf).filter((part) => part.kind === 'subquery' && protects.reads(part.query))
      .map(({ place }) => refuse('a subquery in an expression may not read a table with differential privacy', place)),
  ];
}

type Refuse = (message: string, place?: Place, sure?: Refusal['sure']) => Refusal;

/** The column that has the users of a table. */
export function userColumnOf({ rule }: SharedTable): string | undefined {
  return (rule as CustomRule).differentialPrivacyColumn;
}

function isControlled({ rule }: SharedTable): boolean {
  const { threshold, comparisonControls } = rule as CustomRule;
  return threshold !== undefined || comparisonControls !== undefined;
}

/** What is protected by differential privacy. */
class Protected {
  constructor(private readonly asked: Asked) {}

  public reads(query: Query): boolean {
    return branchesOf(query).some(({ from }) => from.flatMap(joinedIn).some((relation) => this.readsRelation(relation)));
  }

  public readsRelation(relation: Relation): boolean {
    if (relation.kind === 'join') return joinedIn(relation).some((each) => this.readsRelation(each));
    const { table, cte } = this.asked.resolution.sourceOf(relation);
    if (table) return userColumnOf(this.asked.shared(table)) !== undefined;
    return this.reads(relation.kind === 'derived' ? relation.query : cte!);
  }

  /** Whether it is the user column of a table, unchanged. */
  public isUser(origin: Origin | undefined): boolean {
    return origin !== undefined && userColumnOf(this.asked.shared(origin.table)) === origin.column.toLowerCase();
  }
}

/** Checks the last query, to whose aggregates noise is added: nothing may be made of them before, nor depend on them. */
function checkLast(select: Select, { resolution, shared }: Asked, refuse: Refuse): Refusal[] {
  const hasAggregate = (expression: Expression) => partsOf(expression).some(({ kind }) => kind === 'aggregate');
  const isUser = (expression: Expression) => resolution.originsOf(expression)
    .some(({ table, column }) => userColumnOf(shared(table)) === column.toLowerCase());
  const items = select.items.map(({ expression }) => expression as Expression);
  const parts = [...items, ...select.having ? [select.having] : []].flatMap(partsOf);
  return [
    ...aggregates(select) ? [] : [refuse('the result must have an aggregate', select.place)],
    ...parts.flatMap((part) => {
      if (part.kind === 'window') return [refuse('the last query may have no window functions', part.place)];
      return part.kind === 'aggregate' && !['avg', 'count', 'stddev_samp', 'stddev_pop', 'sum'].includes(part.name)
        ? [refuse(`${part.name.toUpperCase()} may not be in the last query: AVG, COUNT, COUNT DISTINCT, STDDEV and SUM may`, part.place ?? part.arguments[0]?.place)] : [];
    }),
    ...items.filter((item) => item.kind !== 'aggregate' && hasAggregate(item))
      .map((item) => refuse('nothing may be made of an aggregate of the last query: its noise would not fit', item.place, 'approximate')),
    ...select.having && hasAggregate(select.having)
      ? [refuse('HAVING may not look at aggregates of the last query, which have no noise there', select.having.place, 'approximate')] : [],
    ...resolution.query.orderBy.filter(({ expression }) => hasAggregate(expression))
      .map(({ expression }) => refuse('ORDER BY may not look at aggregates of the last query, which have no noise there', expression.place, 'approximate')),
    ...select.groupBy.filter(isUser).map(({ place }) => refuse('the last query may not group by the user column: each row would be of one user', place, 'approximate')),
    ...items.filter((item) => !hasAggregate(item)).flatMap((item) => resolution.originsOf(item))
      .filter(({ table, column }) => userColumnOf(shared(table)) === column.toLowerCase()).map(({ column }) => refuse(`'${column}', which has the users, may not be in the result`, undefined, 'approximate')),
  ];
}

/** Checks a query inside: its rows must be of users. */
function checkInner(query: Query, { resolution }: Asked, protects: Protected, refuse: Refuse): Refusal[] {
  const hasUser = (columns: readonly SourceColumn[]) => columns.some(({ bare }) => protects.isUser(bare));
  const windows = branchesOf(query).flatMap(({ items }) => items.flatMap(({ expression }) => partsOf(expression as Expression)));
  const isOfUsers = branchesOf(query).every(({ items }) =>
    items.some(({ expression }) => protects.isUser(resolution.bare(expression as Expression))));
  return [
    ...hasUser(resolution.outputOf(query)) || isOfUsers ? [] : [refuse('a query inside must have the user column among its columns', query.place)],
    ...query.orderBy.length ? [refuse('a query inside may not have ORDER BY', query.place)] : [],
    ...query.limit === undefined ? [] : [refuse('a query inside may not have LIMIT', query.place)],
    ...windows.filter((part) => part.kind === 'window' && !part.partitionBy.some((each) => protects.isUser(resolution.bare(each))))
      .map(({ place }) => refuse('a window function must have the user column in PARTITION BY', place)),
  ];
}

function checkJoins(relation: Relation, { resolution }: Asked, protects: Protected, refuse: Refuse): Refusal[] {
  return joinsIn(relation).filter(({ left, right }) => protects.readsRelation(left) && protects.readsRelation(right)).flatMap(({ on, place }) => {
    const isOnUsers = on !== undefined && conjunctsOf(on).some((each) => each.kind === 'operation' && each.operator === '='
      && each.operands.every((operand) => protects.isUser(resolution.bare(operand))));
    return isOnUsers ? [] : [refuse('tables with differential privacy must be joined on equal user columns', place)];
  });
}

function conjunctsOf(condition: Expression): Expression[] {
  return condition.kind === 'operation' && condition.operator === 'and' ? condition.operands.flatMap(conjunctsOf) : [condition];
}
