import { SCALAR_FUNCTIONS } from './functions';
import { branchesOf, expressionsOf, operandsOf, partsOf } from './tree';
import type { ColumnReference, Expression, FunctionCall, Item, Ordering, Place, Query, Relation, Select } from './tree';
import { typeOf } from './type-of';
import type { TypeOfValue } from './type-of';

/*
 * Finds what the names in a query stand for. The resolved query has everything written out: stars as columns, positions and aliases in GROUP BY
 * and ORDER BY as what they stand for, every column with the relation that it is of.
 */

/** A table that a query can name, with the columns that it has for queries. */
export interface Table {
  readonly name: string;
  readonly columns: readonly TableColumn[];
}

export interface TableColumn extends TypeOfValue {
  readonly name: string;
}

/** A column of a table that feeds a value. */
export interface Origin {
  readonly table: Table;
  readonly column: string;
  /** The occurrence of the table in the query: a table can be joined with itself. */
  readonly occurrence: string;
}

/** A relation in FROM: an occurrence of a table, of a common table expression, or of a query. */
export interface Source {
  /** A name that no other relation of the query has. */
  readonly id: string;
  /** The name that columns are qualified with. */
  readonly name?: string;
  readonly table?: Table;
  /** The query of the common table expression that it is. */
  readonly cte?: Query;
  readonly columns: readonly SourceColumn[];
}

export interface SourceColumn extends TypeOfValue {
  readonly name: string;
  /** The columns of tables that feed it, by whichever way. */
  readonly origins: readonly Origin[];
  /** The column of a table that it is, unchanged. */
  readonly bare?: Origin;
  /** Whether it is a column of a table, a constant, or an aggregate of one, and nothing is computed of it. */
  readonly isDirect: boolean;
  /** Whether a literal can be a part of its values. */
  readonly hasLiteral: boolean;
}

/** A query that cannot be run because of a name in it. */
export class NameError extends Error {
  constructor(message: string, public readonly place?: Place, public readonly column?: { readonly name: string; readonly tables: readonly Table[] }) {
    super(message);
  }
}

/** A query in an expression that names a column of the query around it, which is not understood here. */
export class CorrelationError extends NameError {}

/** The names of a query, resolved. */
export class Resolution {
  /** The query with everything written out. */
  public readonly query: Query;
  /** The columns of the result. */
  public readonly columns: readonly SourceColumn[];
  private readonly sources = new Map<Relation, Source>();
  private readonly columnsOfReferences = new Map<ColumnReference, { readonly source: Source; readonly column: SourceColumn }>();
  private readonly outputs = new Map<Query, readonly SourceColumn[]>();
  /** The scopes around the query in an expression that is being resolved. */
  private readonly scopesAround: Scope[] = [];
  private relations = 0;

  constructor(query: Query, private readonly tables: readonly Table[], private readonly namesOfTables = tables.map(({ name }) => name)) {
    this.query = this.resolveQuery(query, new Map());
    this.columns = this.outputOf(this.query);
  }

  /** The relation that a part of FROM stands for. */
  public sourceOf(relation: Relation): Source {
    return this.sources.get(relation)!;
  }

  /** The relation and the column that a reference names. */
  public referred(reference: ColumnReference): { readonly source: Source; readonly column: SourceColumn } {
    return this.columnsOfReferences.get(reference)!;
  }

  /** The columns of the result of a query in this one. */
  public outputOf(query: Query): readonly SourceColumn[] {
    return this.outputs.get(query)!;
  }

  public typeOf(expression: Expression): TypeOfValue {
    return typeOf(expression, (reference) => {
      const { type, scale } = this.referred(reference).column;
      return { type, scale };
    });
  }

  /** The tables that the query reads, by each occurrence of them. */
  public occurrences(): readonly Source[] {
    return [...this.sources.values()].filter(({ table }) => table);
  }

  /** The column of a table that an expression is, unchanged; `undefined` if it is anything else. */
  public bare(expression: Expression): Origin | undefined {
    return expression.kind === 'column' ? this.referred(expression).column.bare : undefined;
  }

  /** Whether an expression is a column of a table, a constant, or an aggregate of one. */
  public isDirect(expression: Expression): boolean {
    switch (expression.kind) {
      case 'column':
        return this.referred(expression).column.isDirect;
      case 'aggregate':
      case 'window':
        return expression.arguments.every((argument) => this.isDirect(argument));
      default:
        return expression.kind === 'literal';
    }
  }

  /** Whether a literal can be a part of the values of an expression. What only decides which value it is, or which part of one, is none. */
  public hasLiteral(expression: Expression): boolean {
    const some = (operands: readonly Expression[]) => operands.some((operand) => this.hasLiteral(operand));
    switch (expression.kind) {
      case 'literal':
        return expression.type !== 'null';
      case 'column':
        return this.referred(expression).column.hasLiteral;
      case 'function':
        return some(valuesOf(expression));
      case 'case':
        return some([...expression.whens.map(({ then }) => then), ...expression.otherwise ? [expression.otherwise] : []]);
      case 'aggregate':
      case 'window':
        return some(expression.arguments);
      case 'subquery':
        return expression.use === 'scalar' && this.outputOf(expression.query).some(({ hasLiteral }) => hasLiteral);
      default:
        return some(operandsOf(expression));
    }
  }

  /** The columns of tables that feed an expression: of a query in it, everything that the query looks at. */
  public originsOf(expression: Expression): Origin[] {
    return partsOf(expression).flatMap((part) => {
      if (part.kind === 'column') return this.referred(part).column.origins;
      return part.kind === 'subquery' ? this.originsOfQuery(part.query) : [];
    });
  }

  private originsOfQuery(query: Query): Origin[] {
    return [
      ...this.outputOf(query).flatMap(({ origins }) => origins),
      ...branchesOf(query).flatMap(expressionsOf).flatMap((expression) => this.originsOf(expression)),
    ];
  }

  private resolveQuery(query: Query, outer: ReadonlyMap<string, Query>): Query {
    const known = new Map(outer);
    const ctes = query.ctes.map((cte, index) => {
      if (query.ctes.findIndex(({ name }) => name === cte.name) < index) throw new NameError(`there are two common table expressions '${cte.name}'`, cte.place);
      const resolved = { ...cte, query: this.resolveQuery(cte.query, known) };
      known.set(cte.name, resolved.query);
      return resolved;
    });
    const branches = branchesOf(query).map((select) => this.resolveSelect(select, known));
    const [first] = branches;
    if (branches.some(({ items }) => items.length !== first.items.length)) throw new NameError('the parts of a UNION have different numbers of columns', query.place);
    const columns = first.items.map((_, index) => this.outputColumn(branches, index));
    const resolved: Query = {
      ...query,
      ctes,
      body: query.body.kind === 'union' ? { ...query.body, branches } : first,
      orderBy: query.orderBy.map((ordering) => this.resolveOrdering(ordering, query, first, known)),
    };
    this.outputs.set(resolved, columns);
    return resolved;
  }

  private outputColumn(branches: readonly Select[], index: number): SourceColumn {
    const items = branches.map(({ items: all }) => all[index].expression as Expression);
    const bares = items.map((expression) => this.bare(expression));
    const types = items.map((expression) => this.typeOf(expression));
    return {
      name: branches[0].items[index].alias!,
      ...types.every(({ type, scale }) => type === types[0].type && scale === types[0].scale) ? types[0] : { type: 'other' },
      origins: items.flatMap((expression) => this.originsOf(expression)),
      bare: bares.length === 1 ? bares[0] : undefined,
      isDirect: items.every((expression) => this.isDirect(expression)),
      hasLiteral: items.some((expression) => this.hasLiteral(expression)),
    };
  }

  private resolveSelect(select: Select, ctes: ReadonlyMap<string, Query>): Select {
    const from = select.from.map((relation) => this.resolveRelation(relation, ctes));
    const scope = new Scope(from.flatMap((relation) => this.sourcesIn(relation)));
    const resolve = (expression: Expression) => this.resolveExpression(expression, scope, ctes);
    const items = select.items.flatMap((item) => this.resolveItem(item, scope, resolve));
    // A name that no relation has can be an alias of an item. In HAVING, an alias comes before columns that are not grouped.
    const orItem = (expression: Expression): Expression => {
      if (expression.kind !== 'column' || expression.relation || scope.has(expression)) return this.mapOperands(expression, orItem, resolve);
      return this.aliased(expression, items) ?? resolve(expression);
    };
    const groups = select.groupBy.map((expression) => positioned(expression, items) ?? orItem(expression));
    const keys = groups.map((group) => this.keyOf(group));
    const itemOr = (expression: Expression): Expression => {
      if (expression.kind === 'aggregate' || expression.kind === 'window') return orItem(expression);
      if (expression.kind !== 'column' || expression.relation) return this.mapOperands(expression, itemOr, resolve);
      const column = scope.has(expression) ? resolve(expression) : undefined;
      return (column && keys.includes(this.keyOf(column)) ? column : this.aliased(expression, items)) ?? resolve(expression);
    };
    return {
      ...select,
      from,
      items,
      where: select.where && resolve(select.where),
      groupBy: groups.filter((_, index) => keys.indexOf(keys[index]) === index),
      having: select.having && itemOr(select.having),
    };
  }

  /** The item that has a name as its alias. */
  private aliased({ name, place }: ColumnReference, items: readonly Item[]): Expression | undefined {
    const [found, ...others] = items.filter(({ alias }) => alias!.toLowerCase() === name).map(({ expression }) => expression as Expression);
    if (others.some((other) => this.keyOf(other) !== this.keyOf(found))) throw new NameError(`'${name}' is ambiguous: give the columns of the result different names`, place);
    return found;
  }

  /** A text that is the same for expressions that are, however their columns are named. */
  private keyOf(expression: Expression): string {
    return JSON.stringify(expression, (key, value: unknown) => {
      if (key === 'place') return undefined;
      const referred = this.columnsOfReferences.get(value as ColumnReference);
      return referred ? `${referred.source.id}.${referred.source.columns.indexOf(referred.column)}` : value;
    });
  }

  private resolveItem(item: Item, scope: Scope, resolve: (expression: Expression) => Expression): Item[] {
    if (item.expression.kind !== 'star') {
      const expression = resolve(item.expression);
      return [{ ...item, expression, alias: item.alias ?? nameOf(item.expression) }];
    }
    const { relation, place } = item.expression;
    const sources = scope.sources.filter(({ name }) => relation === undefined || name === relation);
    if (!sources.length) throw new NameError(relation === undefined ? '* without FROM' : `there is no '${relation}' in FROM`, place);
    return sources.flatMap((source) => source.columns.map((column): Item => {
      const reference: ColumnReference = { kind: 'column', place, relation: source.name, name: column.name };
      this.columnsOfReferences.set(reference, { source, column });
      return { place, expression: reference, alias: column.name };
    }));
  }

  private resolveOrdering(ordering: Ordering, query: Query, first: Select, ctes: ReadonlyMap<string, Query>): Ordering {
    const { expression } = ordering;
    const isOneSelect = query.body.kind === 'select';
    const { items } = first;
    const isName = expression.kind === 'column' && !expression.relation;
    const item = positioned(expression, items) ?? (isName ? this.aliased(expression, items) : undefined);
    if (item) return { ...ordering, expression: item };
    if (!isOneSelect) throw new NameError('ORDER BY of a UNION must name a column of the result', expression.place);
    const scope = new Scope(first.from.flatMap((relation) => this.sourcesIn(relation)));
    const resolve = (each: Expression) => this.resolveExpression(each, scope, ctes);
    // An alias comes before a column, but inside an aggregate, where Spark takes neither.
    const itemOr = (each: Expression): Expression => {
      if (each.kind === 'column') return (each.relation ? undefined : this.aliased(each, items)) ?? resolve(each);
      if (each.kind === 'aggregate' || each.kind === 'window') this.checkNoAlias(each, items, resolve);
      return each.kind === 'aggregate' ? resolve(each) : this.mapOperands(each, itemOr, resolve);
    };
    return { ...ordering, expression: itemOr(expression) };
  }

  private checkNoAlias(call: Expression, items: readonly Item[], resolve: (each: Expression) => Expression): void {
    for (const part of partsOf(call)) {
      if (part.kind !== 'column' || part.relation) continue;
      const item = this.aliased(part, items);
      if (item && this.keyOf(item) !== this.keyOf(resolve(part))) throw new NameError(`'${part.name}' is ambiguous: a column of the result has that name, too`, part.place);
    }
  }

  private resolveRelation(relation: Relation, ctes: ReadonlyMap<string, Query>): Relation {
    if (relation.kind === 'join') {
      const left = this.resolveRelation(relation.left, ctes);
      const right = this.resolveRelation(relation.right, ctes);
      const scope = new Scope([...this.sourcesIn(left), ...this.sourcesIn(right)]);
      return { ...relation, left, right, on: relation.on && this.resolveExpression(relation.on, scope, ctes) };
    }
    const id = `t${++this.relations}`;
    if (relation.kind === 'derived') {
      const resolved = { ...relation, query: this.resolveQuery(relation.query, ctes) };
      this.sources.set(resolved, { id, name: relation.alias, columns: this.outputOf(resolved.query) });
      return resolved;
    }
    const name = relation.alias ?? relation.name;
    const cte = ctes.get(relation.name);
    const table = this.tables.find((each) => each.name.toLowerCase() === relation.name);
    if (!cte && !table) throw new NameError(`there is no table '${relation.name}': ${this.namesOfTables.join(', ') || 'there is none'}`, relation.place);
    const resolved = { ...relation };
    this.sources.set(resolved, cte ? { id, name, cte, columns: this.outputOf(cte) } : { id, name, table, columns: columnsOf(table!, id) });
    return resolved;
  }

  private sourcesIn(relation: Relation): Source[] {
    return relation.kind === 'join' ? [...this.sourcesIn(relation.left), ...this.sourcesIn(relation.right)] : [this.sourceOf(relation)];
  }

  private resolveExpression(expression: Expression, scope: Scope, ctes: ReadonlyMap<string, Query>): Expression {
    const resolve = (operand: Expression): Expression => this.resolveExpression(operand, scope, ctes);
    if (expression.kind === 'column') {
      if (!scope.has(expression) && this.scopesAround.some((around) => around.has(expression))) {
        throw new CorrelationError(`a query in an expression that names a column of the query around it, '${expression.name}': use a JOIN`, expression.place);
      }
      const reference = { ...expression };
      this.columnsOfReferences.set(reference, scope.find(expression));
      return reference;
    }
    if (expression.kind === 'subquery') {
      const operand = expression.operand && resolve(expression.operand);
      this.scopesAround.push(scope);
      const query = this.resolveQuery(expression.query, ctes);
      this.scopesAround.pop();
      return { ...expression, operand, query };
    }
    return this.mapOperands(expression, resolve, resolve);
  }

  /** The expression with other operands. One without operands, or with a query in it, is resolved. */
  private mapOperands(expression: Expression, map: (operand: Expression) => Expression, resolve: (operand: Expression) => Expression): Expression {
    const mapOrderings = (orderings: readonly Ordering[]) => orderings.map((ordering) => ({ ...ordering, expression: map(ordering.expression) }));
    switch (expression.kind) {
      case 'operation':
        return { ...expression, operands: expression.operands.map(map) };
      case 'function':
      case 'aggregate':
        return { ...expression, arguments: expression.arguments.map(map) };
      case 'window':
        return {
          ...expression,
          arguments: expression.arguments.map(map),
          partitionBy: expression.partitionBy.map(map),
          orderBy: mapOrderings(expression.orderBy),
        };
      case 'case':
        return {
          ...expression,
          operand: expression.operand && map(expression.operand),
          whens: expression.whens.map(({ when, then }) => ({ when: map(when), then: map(then) })),
          otherwise: expression.otherwise && map(expression.otherwise),
        };
      case 'cast':
        return { ...expression, operand: map(expression.operand) };
      case 'column':
      case 'subquery':
        return resolve(expression);
      default:
        return expression;
    }
  }
}

/** The relations that names are looked for in. */
class Scope {
  constructor(public readonly sources: readonly Source[]) {}

  public has(reference: ColumnReference): boolean {
    return this.candidates(reference).length > 0;
  }

  public find(reference: ColumnReference): { readonly source: Source; readonly column: SourceColumn } {
    const { relation, name, place } = reference;
    const [found, ...others] = this.candidates(reference);
    const text = relation === undefined ? name : `${relation}.${name}`;
    if (others.length) throw new NameError(`'${text}' is ambiguous: write the relation before it`, place);
    if (found) return found;
    const tables = this.sources.filter((source) => relation === undefined || source.name === relation).flatMap(({ table }) => table ?? []);
    const among = tables.map((table) => `'${table.name}' shares ${table.columns.map((column) => column.name).join(', ')}`);
    throw new NameError([`there is no column '${text}'`, ...among.length ? [among.join('; ')] : []].join(': '), place, { name, tables });
  }

  private candidates({ relation, name }: ColumnReference) {
    return this.sources.filter((source) => relation === undefined || source.name === relation)
      .flatMap((source) => source.columns.filter((column) => column.name.toLowerCase() === name).map((column) => ({ source, column })));
  }
}

function columnsOf(table: Table, occurrence: string): SourceColumn[] {
  return table.columns.map((column) => {
    const origin = { table, column: column.name, occurrence };
    return { ...column, origins: [origin], bare: origin, isDirect: true, hasLiteral: false };
  });
}

/** The arguments of a function that are a part of its value: not those that say what the function does, as the places in a text. */
function valuesOf({ name, arguments: args }: FunctionCall): readonly Expression[] {
  if (name === 'if') return args.slice(1);
  if (name === 'nullif') return args.slice(0, 1);
  if (name === 'replace') return [args[0], ...args.slice(2).filter((each) => each.kind !== 'literal' || each.value !== '')];
  return args.filter((_, index) => !SCALAR_FUNCTIONS.get(name)?.literals?.[index]);
}

/** The item that a number in GROUP BY or ORDER BY stands for. */
function positioned(expression: Expression, items: readonly Item[]): Expression | undefined {
  if (expression.kind !== 'literal' || expression.type !== 'number') return undefined;
  const item = items[Number(expression.value) - 1];
  if (!item) throw new NameError(`there is no column ${expression.value} in the result`, expression.place);
  return item.expression as Expression;
}

/** The name of a column of the result that has no alias. */
function nameOf(expression: Expression): string {
  switch (expression.kind) {
    case 'column':
      return expression.name;
    case 'aggregate':
    case 'window':
    case 'function': {
      const distinct = 'distinct' in expression && expression.distinct ? 'DISTINCT ' : '';
      return `${expression.name}(${distinct}${expression.arguments.map(nameOf).join(', ') || (expression.kind === 'aggregate' ? '*' : '')})`;
    }
    case 'literal':
      return expression.value;
    case 'cast':
      return nameOf(expression.operand);
    default:
      return 'expression';
  }
}
