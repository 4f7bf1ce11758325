/*
 * A query as the checks see it: the part of Spark's dialect that is understood, and nothing else. What a tree of the parser has beyond that is a
 * `NotUnderstood`, for which a query is refused. Names are in lower case: in Spark, case makes no difference.
 */

/** A place in the text of a query, by the offsets of its characters. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** What every part of a tree has: where it stands, as far as the parser says so. */
interface Placed {
  readonly place?: Place;
}

/** A query: common table expressions, what is selected, and the order and number of its rows. */
export interface Query extends Placed {
  readonly ctes: readonly CommonTable[];
  readonly body: Select | UnionAll;
  readonly orderBy: readonly Ordering[];
  readonly limit?: number;
}

/** A common table expression. */
export interface CommonTable extends Placed {
  readonly name: string;
  readonly query: Query;
}

/** Several queries, the rows of which follow each other. */
export interface UnionAll extends Placed {
  readonly kind: 'union';
  readonly branches: readonly Select[];
  /** Whether equal rows come out once. */
  readonly distinct: boolean;
}

/** A SELECT. */
export interface Select extends Placed {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly items: readonly Item[];
  readonly from: readonly Relation[];
  readonly where?: Expression;
  readonly groupBy: readonly Expression[];
  readonly having?: Expression;
}

/** A column of the result. */
export interface Item extends Placed {
  readonly expression: Expression | Star;
  readonly alias?: string;
}

/** All columns, of one relation or of all. */
export interface Star extends Placed {
  readonly kind: 'star';
  readonly relation?: string;
}

/** What rows are selected from. */
export type Relation = NamedRelation | DerivedRelation | Join;

/** A table of the collaboration, or a common table expression. */
export interface NamedRelation extends Placed {
  readonly kind: 'named';
  readonly name: string;
  readonly alias?: string;
}

/** A query in FROM. */
export interface DerivedRelation extends Placed {
  readonly kind: 'derived';
  readonly query: Query;
  readonly alias?: string;
}

export type JoinKind = 'inner' | 'left' | 'right' | 'full' | 'cross';

export interface Join extends Placed {
  readonly kind: 'join';
  readonly join: JoinKind;
  readonly left: Relation;
  readonly right: Relation;
  readonly on?: Expression;
}

export interface Ordering {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** An expression. */
export type Expression =
  | ColumnReference | Literal | Parameter | Operation | FunctionCall | Aggregate | WindowCall | Case | Cast | Subquery | NotUnderstood;

export interface ColumnReference extends Placed {
  readonly kind: 'column';
  readonly relation?: string;
  readonly name: string;
}

export interface Literal extends Placed {
  readonly kind: 'literal';
  readonly type: 'number' | 'string' | 'boolean' | 'null' | 'date' | 'timestamp';
  readonly value: string;
}

/** A parameter of an analysis template, `:name`. */
export interface Parameter extends Placed {
  readonly kind: 'parameter';
  readonly name: string;
}

export const COMPARISONS = ['=', '<>', '<', '<=', '>', '>='] as const;
export const ARITHMETIC = ['+', '-', '*', '/', '%', 'negate'] as const;

/** The operators that are understood. */
export type Operator = typeof COMPARISONS[number] | typeof ARITHMETIC[number]
| 'and' | 'or' | 'not' | '<=>' | '||' | 'like' | 'ilike' | 'rlike' | 'is null' | 'is not null' | 'in' | 'not in' | 'between';

export interface Operation extends Placed {
  readonly kind: 'operation';
  readonly operator: Operator;
  readonly operands: readonly Expression[];
}

/** A call of a scalar function. */
export interface FunctionCall extends Placed {
  readonly kind: 'function';
  readonly name: string;
  readonly arguments: readonly Expression[];
}

/** An aggregate over the rows of a group. */
export interface Aggregate extends Placed {
  readonly kind: 'aggregate';
  readonly name: string;
  readonly distinct: boolean;
  /** None for `COUNT(*)`. */
  readonly arguments: readonly Expression[];
}

/** A window function. */
export interface WindowCall extends Placed {
  readonly kind: 'window';
  readonly name: string;
  readonly distinct: boolean;
  readonly arguments: readonly Expression[];
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly Ordering[];
}

export interface Case extends Placed {
  readonly kind: 'case';
  readonly operand?: Expression;
  readonly whens: readonly { readonly when: Expression; readonly then: Expression }[];
  readonly otherwise?: Expression;
}

export interface Cast extends Placed {
  readonly kind: 'cast';
  readonly operand: Expression;
  readonly to: DataType;
}

/** A query in an expression. */
export interface Subquery extends Placed {
  readonly kind: 'subquery';
  readonly use: 'scalar' | 'exists' | 'in' | 'not in';
  readonly query: Query;
  /** What is looked for, of `in` and `not in`. */
  readonly operand?: Expression;
}

/** What the parser found and this tool does not understand. */
export interface NotUnderstood extends Placed {
  readonly kind: 'not understood';
  readonly what: string;
}

/** The type of a value. */
export type DataType =
  | { readonly name: 'string' | 'boolean' | 'integer' | 'bigint' | 'double' | 'date' | 'timestamp' }
  | { readonly name: 'decimal'; readonly precision: number; readonly scale: number };

/** The expressions right below one, those of a subquery left out. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'operation':
      return expression.operands;
    case 'function':
    case 'aggregate':
      return expression.arguments;
    case 'window':
      return [...expression.arguments, ...expression.partitionBy, ...expression.orderBy.map((ordering) => ordering.expression)];
    case 'case':
      return [expression.operand, ...expression.whens.flatMap(({ when, then }) => [when, then]), expression.otherwise]
        .filter((each) => each !== undefined);
    case 'cast':
      return [expression.operand];
    case 'subquery':
      return expression.operand ? [expression.operand] : [];
    default:
      return [];
  }
}

/** An expression and everything in it, those in subqueries left out. */
export function partsOf(expression: Expression): Expression[] {
  return [expression, ...operandsOf(expression).flatMap(partsOf)];
}

/** The expressions of a SELECT, those of its subqueries left out: its items, conditions and groups. */
export function expressionsOf(select: Select): Expression[] {
  return [
    ...select.items.flatMap(({ expression }) => expression.kind === 'star' ? [] : [expression]),
    ...select.from.flatMap(conditionsOf),
    ...select.where ? [select.where] : [],
    ...select.groupBy,
    ...select.having ? [select.having] : [],
  ];
}

/** The conditions of the joins in a relation. */
export function conditionsOf(relation: Relation): Expression[] {
  return relation.kind !== 'join' ? [] : [...conditionsOf(relation.left), ...conditionsOf(relation.right), ...relation.on ? [relation.on] : []];
}

/** The relations that a relation joins; itself, if it is no join. */
export function joinedIn(relation: Relation): (NamedRelation | DerivedRelation)[] {
  return relation.kind === 'join' ? [...joinedIn(relation.left), ...joinedIn(relation.right)] : [relation];
}

/** The joins in a relation. */
export function joinsIn(relation: Relation): Join[] {
  return relation.kind === 'join' ? [...joinsIn(relation.left), ...joinsIn(relation.right), relation] : [];
}

/** The SELECTs of a query, those of its common table expressions and subqueries left out. */
export function branchesOf({ body }: Query): readonly Select[] {
  return body.kind === 'union' ? body.branches : [body];
}

/** The queries in a query, itself first: common table expressions, queries in FROM and in expressions. */
export function queriesIn(query: Query): Query[] {
  const inExpressions = (expressions: readonly Expression[]) => expressions.flatMap(partsOf).flatMap((part) => part.kind === 'subquery' ? queriesIn(part.query) : []);
  return [
    query,
    ...query.ctes.flatMap((cte) => queriesIn(cte.query)),
    ...branchesOf(query).flatMap((select) => [
      ...select.from.flatMap(joinedIn).flatMap((relation) => relation.kind === 'derived' ? queriesIn(relation.query) : []),
      ...inExpressions(expressionsOf(select)),
    ]),
    ...inExpressions(query.orderBy.map(({ expression }) => expression)),
  ];
}
