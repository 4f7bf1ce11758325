import { allExpressions } from './asked';
import type { Asked } from './asked';
import type { Origin } from '../../sql/resolution';
import { branchesOf, conditionsOf, joinedIn, joinsIn, partsOf, queriesIn } from '../../sql/tree';
import type { Expression, Join, Relation, Select } from '../../sql/tree';
import { PAGES, about } from '../refusal';
import type { Refusal } from '../refusal';
import type { SharedTable } from '../room';
import { ID_MAPPING_COLUMNS } from '../rules';
import type { IdMappingTableRule, QueriedRule } from '../rules';

/*
 * ID mapping tables. Their rule is the service's own, and takes after the rules of the tables that they are joined with: whatever is checked of these is
 * checked of them, too. Beyond that, they may only be joined, on their inner side, with tables of both sides.
 */

/** An ID mapping table, as if it had a rule of the type that the other tables of the query have. */
export function adapted(table: SharedTable, type: QueriedRule['type'] | undefined, { asker, receivers }: Pick<Asked, 'asker' | 'receivers'>): SharedTable {
  const { rule } = table;
  if (rule?.type !== 'ID_MAPPING_TABLE') return table;
  const shared = { ...table, allowedResultReceivers: receivers, allowsTemplate: () => true };
  const joins = { joinColumns: ID_MAPPING_COLUMNS, allowedJoinOperators: ['AND'] };
  switch (type) {
    case 'AGGREGATION':
      return {
        ...shared,
        rule: {
          type,
          ...joins,
          aggregateColumns: new Map(),
          isJoinRequired: true,
          dimensionColumns: rule.dimensionColumns,
          scalarFunctions: [],
          outputConstraints: [],
        },
      };
    case 'LIST':
      return { ...shared, rule: { type, ...joins, listColumns: rule.dimensionColumns } };
    case 'CUSTOM':
      return {
        ...shared,
        rule: {
          type,
          allowedAnalyses: ['ANY_QUERY'],
          allowedAnalysisProviders: [asker],
          disallowedOutputColumns: ID_MAPPING_COLUMNS.filter((column) => !rule.dimensionColumns.includes(column)),
        },
      };
    default:
      return table;
  }
}

/** Checks the ID mapping tables of a query; `rules` has the rules that they themselves have, by their names. */
export function checkIdMappingTables(asked: Asked, rules: ReadonlyMap<string, IdMappingTableRule>): Refusal[] {
  if (!rules.size) return [];
  const mapping = new Mapping(asked, rules);
  return [
    ...allExpressions(asked).flatMap(partsOf).flatMap((part) => mapping.checkUse(part)),
    ...queriesIn(asked.resolution.query).flatMap(branchesOf).flatMap((select) => mapping.checkSelect(select)),
  ];
}

class Mapping {
  /** The references in conditions of joins, which have been checked there. */
  private readonly inJoins: ReadonlySet<Expression>;

  constructor(private readonly asked: Asked, private readonly rules: ReadonlyMap<string, IdMappingTableRule>) {
    const conditions = queriesIn(asked.resolution.query).flatMap(branchesOf).flatMap(({ from }) => from).flatMap(conditionsOf).flatMap(conjunctsOf);
    this.inJoins = new Set(conditions.flatMap((condition) => this.isEquality(condition) ? condition.operands : []));
  }

  /** A column may be used nowhere but in the condition of a join, unless its namespace lets it be a dimension. */
  public checkUse(part: Expression): Refusal[] {
    if (part.kind !== 'column' || this.inJoins.has(part)) return [];
    return this.origins(part).filter(({ table, column }) => !this.rules.get(table.name)!.dimensionColumns.includes(column.toLowerCase()))
      .map(({ table, column }) => this.refusal(table.name, `'${column}' of '${table.name}' may only be compared with a column of another table by =, in the condition of a JOIN`, {
        column, place: part.place,
      }));
  }

  /** Each ID mapping table is on the inner side of joins, which compare both of its columns. */
  public checkSelect(select: Select): Refusal[] {
    const joins = select.from.flatMap(joinsIn);
    return select.from.flatMap(joinedIn).flatMap((relation) => {
      const { id, table } = this.asked.resolution.sourceOf(relation);
      if (!table || !this.rules.has(table.name)) return [];
      const outer = joins.filter((join) => this.isOuterSide(id, join));
      const compared = new Set(joins.filter(({ join }) => join !== 'full' && join !== 'cross').flatMap(({ on }) => on ? conjunctsOf(on) : [])
        .filter((condition) => this.isEquality(condition)).flatMap((condition) => condition.kind === 'operation' ? condition.operands : [])
        .flatMap((operand) => this.origins(operand)).filter(({ occurrence }) => occurrence === id).map(({ column }) => column.toLowerCase()));
      return [
        ...outer.map(({ join, place }) => this.refusal(table.name, `'${table.name}' must be on the inner side of a join: not of ${join.toUpperCase()} JOIN here`, { place })),
        ...ID_MAPPING_COLUMNS.filter((column) => !compared.has(column)).map((column) =>
          this.refusal(table.name, `'${table.name}' must be joined by '${column}', too, so that nothing but the overlap of both sides is read`, { column, place: relation.place, sure: 'approximate' })),
      ];
    });
  }

  /** Whether rows of the table would come out that nothing on the other side is joined with. */
  private isOuterSide(id: string, { join, left, right, on }: Join): boolean {
    const isIn = (side: Relation) => joinedIn(side).some((relation) => this.asked.resolution.sourceOf(relation).id === id);
    if (join === 'inner' || join === 'full' || join === 'cross') return join !== 'inner' && (isIn(left) || isIn(right));
    const kept = join === 'left' ? left : right;
    const isCompared = on !== undefined && this.origins(on).some(({ occurrence }) => occurrence === id);
    return isIn(kept) && (kept.kind !== 'join' || isCompared);
  }

  private isEquality(condition: Expression): condition is Expression & { readonly kind: 'operation' } {
    if (condition.kind !== 'operation' || condition.operator !== '=') return false;
    const [one, other] = condition.operands.map((operand) => this.asked.resolution.bare(operand));
    return one !== undefined && other !== undefined && one.occurrence !== other.occurrence
      && !(this.rules.has(one.table.name) && this.rules.has(other.table.name));
  }

  private origins(expression: Expression): Origin[] {
    return this.asked.resolution.originsOf(expression).filter(({ table }) => this.rules.has(table.name));
  }

  private refusal(name: string, message: string, more: Partial<Refusal>): Refusal {
    const shared = this.asked.tables.find((table) => table.name === name)!;
    return { rule: 'ID mapping table: requireOverlap', page: PAGES.ID_MAPPING, sure: 'exact', message, ...about(shared, more.column), ...more };
  }
}

function conjunctsOf(condition: Expression): Expression[] {
  return condition.kind === 'operation' && condition.operator === 'and' ? condition.operands.flatMap(conjunctsOf) : [condition];
}
