import { kindOf, nodesIn, placeOf } from './parser';
import type { ParsedNode } from './parser';
import { readAggregate, readFunction, readWindow } from './spark-functions';
import type { ReadingTree } from './spark-functions';
import type {
  CommonTable, DataType, Expression, Item, JoinKind, Literal, Operator, Ordering, Place, Query, Relation, Select, Star, UnionAll,
} from './tree';

/*
 * Reads the parser's tree. Each kind of node is read by the keys that are known of it: whatever else a node has, and every node that is not
 * known, makes the query one that is not understood.
 */

/** What is not understood, with its place. */
export interface Misunderstanding {
  readonly what: string;
  readonly place?: Place;
}

/** Reads trees, and collects what is not understood. */
export class SparkTree implements ReadingTree {
  public readonly misunderstood: Misunderstanding[] = [];

  /** Reads the statements of a text, of which there must be one. */
  public readStatements(statements: readonly ParsedNode[]): Query | undefined {
    if (statements.length !== 1) {
      this.reject(`a text of ${statements.length} statements: it must have one`);
      return undefined;
    }
    const [[kind]] = Object.entries(statements[0]);
    if (!QUERIES.includes(kind)) {
      this.reject(`the statement ${kind.toUpperCase().replace(/_/g, ' ')}: only SELECT can be run`);
      return undefined;
    }
    return this.readQuery(statements[0]);
  }

  /** Reads a query: a SELECT, a UNION, or one of them in parentheses. */
  public readQuery(parsed: ParsedNode): Query {
    const [kind, node] = kindOf(parsed);
    const place = placeOf(parsed);
    if (kind === 'subquery') {
      this.checkKeys('a query in parentheses', node, ['this']);
      return this.readQuery(node.this as ParsedNode);
    }
    const modifiers = {
      place,
      ctes: this.readCommonTables(node.with as ParsedNode | undefined),
      orderBy: this.readOrderings(node.order_by as ParsedNode | undefined),
      limit: this.readLimit(node.limit as ParsedNode | undefined),
    };
    if (kind === 'select') return { ...modifiers, body: this.readSelect(node, place) };
    if (kind === 'union') return { ...modifiers, body: this.readUnion(node, place) };
    this.reject(`the query ${kind.toUpperCase()}`, place);
    return { ...modifiers, body: NOTHING };
  }

  private readUnion(node: ParsedNode, place?: Place): UnionAll {
    this.checkKeys('UNION', node, ['left', 'right', 'all', 'distinct', 'with', 'order_by', 'limit']);
    const distinct = node.all !== true;
    const branches = [node.left, node.right].flatMap((branch) => {
      const { body, ctes, orderBy, limit } = this.readQuery(branch as ParsedNode);
      if (ctes.length || orderBy.length || limit !== undefined) this.reject('WITH, ORDER BY or LIMIT in a part of a UNION', place);
      if (body.kind !== 'union') return [body];
      if (body.distinct !== distinct) this.reject('UNION and UNION ALL beside each other', place);
      return body.branches;
    });
    return { kind: 'union', branches, distinct, place };
  }

  private readSelect(node: ParsedNode, place?: Place): Select {
    this.checkKeys('SELECT', node, ['expressions', 'from', 'joins', 'where_clause', 'group_by', 'having', 'order_by', 'limit', 'distinct', 'with']);
    const { from, joins = [], where_clause: where, group_by: groupBy, having } = node as Record<string, ParsedNode | undefined>;
    if (from) this.checkKeys('FROM', from, ['expressions']);
    if (groupBy) this.checkKeys('GROUP BY', groupBy, ['expressions']);
    return {
      kind: 'select',
      place,
      distinct: node.distinct === true,
      items: nodesIn(node.expressions).map((item) => this.readItem(item)),
      from: this.readFrom(nodesIn(from?.expressions).map((relation) => this.readRelation(relation)), nodesIn(joins)),
      where: where && this.readExpression(where.this as ParsedNode),
      groupBy: nodesIn(groupBy?.expressions).map((expression) => this.readExpression(expression)),
      having: having && this.readExpression(having.this as ParsedNode),
    };
  }

  private readItem(parsed: ParsedNode): Item {
    const [kind, node] = kindOf(parsed);
    const place = placeOf(parsed);
    if (kind === 'star') {
      this.checkKeys('*', node, ['table']);
      return { place, expression: { kind: 'star', place, relation: node.table ? this.readName(node.table) : undefined } satisfies Star };
    }
    if (kind !== 'alias') return { place, expression: this.readExpression(parsed) };
    this.checkKeys('an alias', node, ['this', 'alias', 'alias_explicit_as']);
    return { place, expression: this.readExpression(node.this as ParsedNode), alias: String((node.alias as ParsedNode).name) };
  }

  private readFrom(relations: Relation[], joins: readonly ParsedNode[]): Relation[] {
    if (!joins.length) return relations;
    const [last] = relations.slice(-1);
    return [...relations.slice(0, -1), joins.reduce<Relation>((left, join) => this.readJoin(left, join), last)];
  }

  private readJoin(left: Relation, node: ParsedNode): Relation {
    this.checkKeys('JOIN', node, ['this', 'on', 'kind', 'use_inner_keyword', 'use_outer_keyword', 'nesting_group']);
    const place = placeOf(node);
    const kind = JOINS[String(node.kind)];
    if (!kind || (node.nesting_group as number) > 0) this.reject(`the join ${String(node.kind).replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toUpperCase()}`, place);
    return {
      kind: 'join',
      place,
      join: kind ?? 'inner',
      left,
      right: this.readRelation(node.this as ParsedNode),
      on: node.on ? this.readExpression(node.on as ParsedNode) : undefined,
    };
  }

  private readRelation(parsed: ParsedNode): Relation {
    const [kind, node] = kindOf(parsed);
    const place = placeOf(parsed);
    const alias = node.alias ? this.readName(node.alias) : undefined;
    if (kind === 'table') {
      this.checkKeys('a table', node, ['name', 'alias', 'alias_explicit_as']);
      return { kind: 'named', place, name: this.readName(node.name), alias };
    }
    if (kind === 'subquery') {
      this.checkKeys('a query in FROM', node, ['this', 'alias', 'alias_explicit_as']);
      return { kind: 'derived', place, query: this.readQuery(node.this as ParsedNode), alias };
    }
    this.reject(`${kind === 'function' ? `the table function ${String(node.name)}` : kind.replace(/_/g, ' ')} in FROM`, place);
    return { kind: 'named', place, name: '' };
  }

  private readCommonTables(parsed: ParsedNode | undefined): CommonTable[] {
    if (!parsed) return [];
    this.checkKeys('WITH', parsed, ['ctes']);
    return nodesIn(parsed.ctes).map((cte) => {
      this.checkKeys('a common table expression', cte, ['alias', 'this', 'alias_first']);
      return { name: this.readName(cte.alias), query: this.readQuery(cte.this as ParsedNode), place: placeOf(cte) };
    });
  }

  /** Reads an ORDER BY. Where it does not say where NULLs go, they are first in ascending order, and last in descending. */
  public readOrderings(parsed: ParsedNode | undefined): Ordering[] {
    if (!parsed) return [];
    this.checkKeys('ORDER BY', parsed, ['expressions']);
    return nodesIn(parsed.expressions).map((ordering) => this.readOrdering(ordering));
  }

  public readOrdering(node: ParsedNode): Ordering {
    this.checkKeys('ORDER BY', node, ['this', 'desc', 'nulls_first', 'explicit_asc']);
    const descending = node.desc === true;
    return { expression: this.readExpression(node.this as ParsedNode), descending, nullsFirst: (node.nulls_first as boolean | null) ?? !descending };
  }

  private readLimit(parsed: ParsedNode | undefined): number | undefined {
    if (!parsed) return undefined;
    const [kind, node] = kindOf('this' in parsed ? parsed.this as ParsedNode : parsed);
    if (kind === 'literal' && /^\d+$/.test(String(node.value))) return Number(node.value);
    this.reject('a LIMIT that is no number', placeOf(parsed));
    return undefined;
  }

  /** Reads an expression. */
  public readExpression(parsed: ParsedNode): Expression {
    const [kind, node] = kindOf(parsed);
    const place = placeOf(parsed);
    const operator = OPERATORS[kind];
    if (operator) {
      this.checkKeys(operator.toUpperCase(), node, ['left', 'right', 'this', 'expression']);
      const operands = ['left', 'right', 'this', 'expression'].flatMap((key) => node[key] ? [this.readExpression(node[key] as ParsedNode)] : []);
      return { kind: 'operation', place, operator, operands };
    }
    switch (kind) {
      case 'paren':
        this.checkKeys('parentheses', node, ['this']);
        return this.readExpression(node.this as ParsedNode);
      case 'column':
        this.checkKeys('a column', node, ['name', 'table']);
        return { kind: 'column', place, name: this.readName(node.name), relation: node.table ? this.readName(node.table) : undefined };
      case 'literal':
        return this.readLiteral(node, place);
      case 'boolean':
        return { kind: 'literal', place, type: 'boolean', value: String(node.value === true) };
      case 'null':
        return { kind: 'literal', place, type: 'null', value: 'NULL' };
      case 'parameter':
        this.checkKeys('a parameter', node, ['name', 'style']);
        return node.style === 'Colon' ? { kind: 'parameter', place, name: String(node.name) } : this.notUnderstood(`the parameter ${String(node.name)}`, place);
      case 'is_null':
        this.checkKeys('IS NULL', node, ['this', 'not']);
        return { kind: 'operation', place, operator: node.not === true ? 'is not null' : 'is null', operands: [this.readExpression(node.this as ParsedNode)] };
      case 'between':
        this.checkKeys('BETWEEN', node, ['this', 'low', 'high', 'not']);
        return this.negated(node.not === true, {
          kind: 'operation', place, operator: 'between', operands: [node.this, node.low, node.high].map((each) => this.readExpression(each as ParsedNode)),
        });
      case 'regexp_like':
        this.checkKeys('RLIKE', node, ['this', 'pattern']);
        return { kind: 'operation', place, operator: 'rlike', operands: [node.this, node.pattern].map((each) => this.readExpression(each as ParsedNode)) };
      case 'in':
        return this.readIn(node, place);
      case 'exists':
        this.checkKeys('EXISTS', node, ['this', 'not']);
        return this.negated(node.not === true, { kind: 'subquery', place, use: 'exists', query: this.readQuery(node.this as ParsedNode) });
      case 'subquery':
        this.checkKeys('a query in an expression', node, ['this']);
        return { kind: 'subquery', place, use: 'scalar', query: this.readQuery(node.this as ParsedNode) };
      case 'case':
        return this.readCase(node, place);
      case 'cast':
        return this.readCast(node, place);
      default:
        return readWindow(this, kind, node, place) ?? readAggregate(this, kind, node, place) ?? readFunction(this, kind, node, place)
          ?? this.notUnderstood(kind === 'raw' ? `${String(node.sql)}: set parentheses after NOT` : kind.replace(/_/g, ' ').toUpperCase(), place);
    }
  }

  private readLiteral(node: ParsedNode, place?: Place): Expression {
    this.checkKeys('a literal', node, ['literal_type', 'value']);
    const type = String(node.literal_type) as Literal['type'];
    const value = String(node.value);
    const isKnown = type === 'number' ? /^(\d+\.?\d*|\.\d+)$/.test(value) : ['string', 'date', 'timestamp'].includes(type);
    return isKnown ? { kind: 'literal', place, type, value } : this.notUnderstood(`the literal ${value}`, place);
  }

  private readIn(node: ParsedNode, place?: Place): Expression {
    this.checkKeys('IN', node, ['this', 'expressions', 'query', 'not']);
    const operand = this.readExpression(node.this as ParsedNode);
    const operator = node.not === true ? 'not in' : 'in';
    if (node.query) return { kind: 'subquery', place, use: operator, operand, query: this.readQuery(node.query as ParsedNode) };
    return { kind: 'operation', place, operator, operands: [operand, ...nodesIn(node.expressions).map((each) => this.readExpression(each))] };
  }

  private readCase(node: ParsedNode, place?: Place): Expression {
    this.checkKeys('CASE', node, ['operand', 'whens', 'else_']);
    return {
      kind: 'case',
      place,
      operand: node.operand ? this.readExpression(node.operand as ParsedNode) : undefined,
      whens: (node.whens as [ParsedNode, ParsedNode][]).map(([when, then]) => ({ when: this.readExpression(when), then: this.readExpression(then) })),
      otherwise: node.else_ ? this.readExpression(node.else_ as ParsedNode) : undefined,
    };
  }

  private readCast(node: ParsedNode, place?: Place): Expression {
    this.checkKeys('CAST', node, ['this', 'to', 'double_colon_syntax']);
    const to = dataTypeOf(node.to as ParsedNode);
    return to ? { kind: 'cast', place, operand: this.readExpression(node.this as ParsedNode), to }
      : this.notUnderstood(`the type ${JSON.stringify((node.to as ParsedNode).data_type)}`, place);
  }

  private negated(isNegated: boolean, expression: Expression): Expression {
    return isNegated ? { kind: 'operation', place: expression.place, operator: 'not', operands: [expression] } : expression;
  }

  private readName(name: unknown): string {
    return String((name as ParsedNode).name).toLowerCase();
  }

  /** Stands for an expression that is not understood. */
  public notUnderstood(what: string, place?: Place): Expression {
    this.reject(what, place);
    return { kind: 'not understood', what, place };
  }

  /** Checks that a node has nothing but what is known of its kind. */
  public checkKeys(what: string, node: ParsedNode, known: readonly string[]): void {
    for (const [key, value] of Object.entries(node)) {
      if (!known.includes(key) && !COMMENTS.test(key) && key !== 'span' && !isEmpty(value)) {
        this.reject(`${what} with ${key.replace(/_/g, ' ').trim()}`, placeOf(node));
      }
    }
  }

  private reject(what: string, place?: Place): void {
    this.misunderstood.push({ what, place });
  }
}

const QUERIES = ['select', 'union', 'subquery', 'except', 'intersect'];
const COMMENTS = /(^|_)comments$/;
const NOTHING: Select = { kind: 'select', distinct: false, items: [], from: [], groupBy: [] };

const JOINS: Readonly<Record<string, JoinKind>> = { Inner: 'inner', Left: 'left', Right: 'right', Full: 'full', Cross: 'cross' };

/** The operators with one or two operands, by the kinds of their nodes. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  and: 'and',
  or: 'or',
  not: 'not',
  eq: '=',
  neq: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  null_safe_eq: '<=>',
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  mod: '%',
  neg: 'negate',
  concat: '||',
  like: 'like',
  i_like: 'ilike',
  mod_func: '%',
};

function dataTypeOf({ data_type: type, precision, scale }: ParsedNode): DataType | undefined {
  switch (type) {
    case 'string': case 'boolean': case 'double': case 'date': case 'timestamp':
      return { name: type };
    case 'int':
      return { name: 'integer' };
    case 'big_int':
      return { name: 'bigint' };
    case 'decimal':
      return { name: 'decimal', precision: (precision as number | null) ?? 10, scale: (scale as number | null) ?? 0 };
    default:
      return undefined;
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === false || value === '' || (Array.isArray(value) && !value.length);
}
