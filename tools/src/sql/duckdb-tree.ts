import { AGGREGATES, WINDOW_FUNCTIONS } from './functions';
import { groups, identitiesIn } from './identities';
import type { Watched } from './identities';
import type { Resolution } from './resolution';
import { branchesOf, conditionsOf, joinedIn, operandsOf, queriesIn } from './tree';
import type { Expression, Query, Select } from './tree';

/*
 * The second guard: what a query uses, read from DuckDB's own tree of the text that it is about to run, must be what the checks have seen. Both
 * are written in the same words: for each SELECT the tables that it reads and, clause by clause, the columns with the aggregate around them.
 */

type Node = Readonly<Record<string, unknown>>;

/** What a query uses, SELECT by SELECT, in no particular order. */
export type Uses = readonly string[];

/** What DuckDB's serialized tree uses. Throws an error if there is anything in it that this tool never writes. */
export function usesInDuckDb(serialized: string): Uses {
  const { error, error_message: message, statements } = JSON.parse(serialized) as { error?: boolean; error_message?: string; statements?: Node[] };
  if (error || statements?.length !== 1) throw new Error(`DuckDB does not read the query as one SELECT: ${message ?? `${statements?.length ?? 0} statements`}`);
  const read: Read = { selects: [], ctes: new Set() };
  readNode(statements[0].node as Node, read);
  return read.selects.sort();
}

/** What has been read so far. */
interface Read {
  readonly selects: string[];
  readonly ctes: Set<string>;
}

function readNode(node: Node, read: Read): void {
  const { selects } = read;
  for (const { key, value } of nodes((node.cte_map as Node | undefined)?.map)) {
    readNode(((value as Node).query as Node).node as Node, read);
    read.ctes.add(String(key));
  }
  const uses: string[] = [];
  for (const modifier of nodes(node.modifiers)) {
    if (!MODIFIERS.includes(String(modifier.type))) throw unknown(modifier);
    nodes(modifier.orders).forEach(({ expression }) => readExpression(expression as Node, 'order', undefined, uses, read));
  }
  if (node.type === 'SET_OPERATION_NODE') {
    if (node.setop_type !== 'UNION') throw unknown(node);
    readNode(node.left as Node, read);
    readNode(node.right as Node, read);
    if (uses.length) selects.push(uses.sort().join('; '));
    return;
  }
  if (node.type !== 'SELECT_NODE' || node.sample || node.qualify || node.aggregate_handling !== 'STANDARD_HANDLING') throw unknown(node);
  if (Array.isArray(node.group_sets) && node.group_sets.length > 1) throw unknown(node);
  readTable(node.from_table as Node, uses, read);
  const clauses = {
    items: nodes(node.select_list), where: nodes([node.where_clause]), group: nodes(node.group_expressions), having: nodes([node.having]),
  };
  for (const [clause, expressions] of Object.entries(clauses)) expressions.forEach((each) => readExpression(each, clause, undefined, uses, read));
  selects.push(uses.sort().join('; '));
}

const OPERATORS = ['COMPARE_IN', 'COMPARE_NOT_IN', 'OPERATOR_NOT', 'OPERATOR_IS_NULL', 'OPERATOR_IS_NOT_NULL', 'OPERATOR_COALESCE'];

const MODIFIERS = ['ORDER_MODIFIER', 'LIMIT_MODIFIER', 'DISTINCT_MODIFIER'];

function readTable(table: Node, uses: string[], read: Read): void {
  if (table.sample || nodes(table.column_name_alias).length) throw unknown(table);
  switch (table.type) {
    case 'EMPTY':
      return;
    case 'BASE_TABLE':
      if (table.schema_name || table.catalog_name) throw unknown(table);
      uses.push(`from ${read.ctes.has(String(table.table_name)) ? 'a query' : String(table.table_name)} as ${String(table.alias)}`);
      return;
    case 'SUBQUERY':
      uses.push(`from a query as ${String(table.alias)}`);
      readNode((table.subquery as Node).node as Node, read);
      return;
    case 'JOIN':
      if (!['REGULAR', 'CROSS'].includes(String(table.ref_type)) || !['INNER', 'LEFT', 'RIGHT', 'FULL'].includes(String(table.join_type))) throw unknown(table);
      readTable(table.left as Node, uses, read);
      readTable(table.right as Node, uses, read);
      nodes([table.condition]).forEach((condition) => readExpression(condition, 'join', undefined, uses, read));
      return;
    default:
      throw unknown(table);
  }
}

function readExpression(node: Node, clause: string, aggregate: string | undefined, uses: string[], read: Read): void {
  const below = (operands: readonly Node[], within = aggregate) => operands.forEach((operand) => readExpression(operand, clause, within, uses, read));
  switch (node.class) {
    case 'COLUMN_REF': {
      const [relation, column, ...others] = node.column_names as string[];
      if (column === undefined || others.length) throw unknown(node);
      uses.push(use(clause, relation, column, aggregate));
      return;
    }
    case 'CONSTANT':
      return;
    case 'CAST':
      return below([node.child as Node]);
    case 'OPERATOR':
      if (!OPERATORS.includes(String(node.type))) throw unknown(node);
      return below(nodes(node.children));
    case 'CONJUNCTION':
      return below(nodes(node.children));
    case 'COMPARISON':
      return below([node.left as Node, node.right as Node]);
    case 'BETWEEN':
      return below([node.input as Node, node.lower as Node, node.upper as Node]);
    case 'CASE':
      below(nodes(node.case_checks).flatMap(({ when_expr: when, then_expr: then }) => [when as Node, then as Node]));
      return below([node.else_expr as Node]);
    case 'SUBQUERY':
      below(nodes([node.child]));
      return readNode((node.subquery as Node).node as Node, read);
    case 'FUNCTION':
      return readFunction(node, clause, aggregate, uses, below);
    case 'WINDOW': {
      const name = String(node.function_name);
      if (!WINDOWS.has(name) || node.filter_expr || node.ignore_nulls) throw unknown(node);
      const within = aggregateName(`window ${name}`, node.distinct === true);
      if (!nodes(node.children).length) uses.push(`${clause}: ${within}`);
      below([...nodes(node.children), ...nodes([node.offset_expr, node.default_expr])], within);
      return below([...nodes(node.partitions), ...nodes(node.orders).map(({ expression }) => expression as Node)]);
    }
    default:
      throw unknown(node);
  }
}

function readFunction(
  node: Node, clause: string, aggregate: string | undefined, uses: string[], below: (operands: readonly Node[], within?: string) => void,
): void {
  const name = String(node.function_name);
  if (node.filter || nodes((node.order_bys as Node | undefined)?.orders).length || (node.schema && node.schema !== 'main') || node.catalog) throw unknown(node);
  if (name === 'count_star') {
    uses.push(`${clause}: count_star`);
    return;
  }
  if (AGGREGATE_NAMES.has(name)) {
    if (aggregate !== undefined) throw unknown(node);
    return below(nodes(node.children), aggregateName(name, node.distinct === true));
  }
  if (!FUNCTIONS.has(name)) throw unknown(node);
  below(nodes(node.children));
}

/** What the checks have seen a query to use. In queries in expressions, no identities are counted. */
export function usesInResolution(resolution: Resolution, watched: Watched): Uses {
  const counted = new Set(countedIn(resolution.query));
  return queriesIn(resolution.query).flatMap((query) => {
    const selects = branchesOf(query).map((select) => usesOfSelect(select, query, resolution, counted.has(query) ? watched : new Map()));
    const positions = new Set(branchesOf(query)[0].items.map(({ expression }) => expression));
    const ordered = query.orderBy.map(({ expression }) => expression).filter((expression) => !positions.has(expression))
      .flatMap((expression) => usesOf(expression, 'order', undefined, resolution));
    const [first, ...others] = selects;
    return [[...first, ...ordered], ...others].map((uses) => uses.sort().join('; '));
  }).sort();
}

function countedIn(query: Query): Query[] {
  const derived = branchesOf(query).flatMap(({ from }) => from.flatMap(joinedIn)).flatMap((relation) => relation.kind === 'derived' ? [relation.query] : []);
  return [query, ...[...query.ctes.map((cte) => cte.query), ...derived].flatMap(countedIn)];
}

function usesOfSelect(select: Select, query: Query, resolution: Resolution, watched: Watched): string[] {
  const identities = identitiesIn(select, resolution, watched);
  const items = select.items.map(({ expression }) => expression as Expression);
  const clauses: Record<string, readonly Expression[]> = {
    items,
    join: select.from.flatMap(conditionsOf),
    where: select.where ? [select.where] : [],
    group: select.distinct && identities.length ? items : select.groupBy,
    having: select.having ? [select.having] : [],
  };
  const isLast = query === resolution.query;
  return [
    ...select.from.flatMap(joinedIn).map((relation) => {
      const { id, table } = resolution.sourceOf(relation);
      return table ? `from ${table.name} as ${id}` : `from a query as ${id}`;
    }),
    ...Object.entries(clauses).flatMap(([clause, expressions]) => expressions.flatMap((each) => usesOf(each, clause, undefined, resolution))),
    ...identities.map(({ relation, column, isList }) => use('items', relation, column, groups(select) ? isLast && !isList ? 'count distinct' : 'list' : undefined)),
  ];
}

function usesOf(expression: Expression, clause: string, aggregate: string | undefined, resolution: Resolution): string[] {
  const below = (operands: readonly Expression[], within = aggregate) => operands.flatMap((operand) => usesOf(operand, clause, within, resolution));
  switch (expression.kind) {
    case 'column': {
      const { source, column } = resolution.referred(expression);
      return [use(clause, source.id, source.table ? column.name : `c${source.columns.indexOf(column) + 1}`, aggregate)];
    }
    case 'aggregate': {
      if (!expression.arguments.length) return [`${clause}: count_star`];
      return below(expression.arguments, aggregateName(AGGREGATES.get(expression.name)!.duckDb, expression.distinct));
    }
    case 'window': {
      const within = aggregateName(`window ${AGGREGATES.get(expression.name)?.duckDb ?? expression.name}`, expression.distinct);
      return [
        ...expression.arguments.length ? below(expression.arguments, within) : [`${clause}: ${within}`],
        ...below([...expression.partitionBy, ...expression.orderBy.map((ordering) => ordering.expression)]),
      ];
    }
    default:
      return below(operandsOf(expression));
  }
}

function use(clause: string, relation: string, column: string, aggregate: string | undefined): string {
  return `${clause}: ${aggregate === undefined ? '' : `${aggregate} of `}${relation}.${column}`;
}

function aggregateName(name: string, isDistinct: boolean): string {
  return isDistinct ? `${name} distinct` : name;
}

function nodes(list: unknown): Node[] {
  return Array.isArray(list) ? (list as (Node | null | undefined)[]).filter((node) => node !== null && node !== undefined) : [];
}

function unknown(node: Node): Error {
  return new Error(`DuckDB reads ${String(node.function_name ?? node.type ?? node.class)} in the query, which this tool does not write there`);
}

/** The aggregates that this tool writes: those of Spark's dialect, and the one that collects identities. */
const AGGREGATE_NAMES: ReadonlySet<string> = new Set([...[...AGGREGATES.values()].map(({ duckDb }) => duckDb), 'list']);

const WINDOWS: ReadonlySet<string> = new Set([...[...AGGREGATES.values()].map(({ duckDb }) => duckDb), 'count_star', ...WINDOW_FUNCTIONS]);

/** The functions and operators that this tool writes. None of them reaches beyond its arguments. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  'upper', 'lower', 'trim', 'ltrim', 'rtrim', 'replace', 'reverse', 'md5', 'sha256', 'length', 'substring', 'left', 'right', '||', '~~', '~~*', 'regexp_matches', 'regexp_extract',
  'abs', 'ceil', 'floor', 'trunc', 'round', 'round_double', 'sqrt', 'ln', 'exp', 'log10', 'pow', 'sign', 'nullif', 'greatest', 'least', '+', '-', '*', '/', '%',
  'year', 'quarter', 'month', 'day', 'hour', 'minute', 'weekofyear', 'dayofweek', 'today', 'date_trunc', 'date_diff',
  'list_distinct', 'list_value', 'flatten', 'len',
]);
