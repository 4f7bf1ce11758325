import { AGGREGATES, SCALAR_FUNCTIONS, WINDOW_FUNCTIONS } from './functions';
import { kindOf, nodesIn } from './parser';
import type { ParsedNode } from './parser';
import type { Expression, Ordering, Place } from './tree';

/*
 * Reads calls of functions. The parser has a kind of node for many of them, with arguments under names, and one for all others.
 */

/** Reads what is in the nodes of functions. */
export interface ReadingTree {
  readExpression(parsed: ParsedNode): Expression;
  readOrdering(parsed: ParsedNode): Ordering;
  /** Checks that a node has nothing but what is known of its kind. */
  checkKeys(what: string, node: ParsedNode, known: readonly string[]): void;
  /** Stands for an expression that is not understood. */
  notUnderstood(what: string, place?: Place): Expression;
}

/** Reads the call of a scalar function; `undefined` if the node is none. */
export function readFunction(tree: ReadingTree, kind: string, node: ParsedNode, place?: Place): Expression | undefined {
  const call = callIn(tree, kind, node);
  if (!call) return undefined;
  const name = SCALAR_ALIASES[call.name] ?? call.name;
  if (!SCALAR_FUNCTIONS.has(name)) return tree.notUnderstood(`the function ${call.name.toUpperCase()}`, place);
  return { kind: 'function', place, name, arguments: call.arguments };
}

/** Reads an aggregate; `undefined` if the node is none. */
export function readAggregate(tree: ReadingTree, kind: string, node: ParsedNode, place?: Place): Expression | undefined {
  const call = aggregateIn(tree, kind, node);
  return call && { kind: 'aggregate', place, ...call };
}

/** Reads a window function; `undefined` if the node is none. */
export function readWindow(tree: ReadingTree, kind: string, node: ParsedNode, place?: Place): Expression | undefined {
  if (kind !== 'window_function') return undefined;
  tree.checkKeys('a window function', node, ['this', 'over']);
  const over = node.over as ParsedNode;
  tree.checkKeys('OVER', over, ['partition_by', 'order_by']);
  const [functionKind, functionNode] = kindOf(node.this as ParsedNode);
  const call = aggregateIn(tree, functionKind, functionNode) ?? rankingIn(tree, functionKind, functionNode);
  if (!call) return tree.notUnderstood(`the window function ${functionKind.replace(/_/g, ' ').toUpperCase()}`, place);
  return {
    kind: 'window',
    place,
    ...call,
    partitionBy: nodesIn(over.partition_by).map((each) => tree.readExpression(each)),
    orderBy: nodesIn(over.order_by).map((each) => tree.readOrdering(each)),
  };
}

interface Call {
  readonly name: string;
  readonly arguments: readonly Expression[];
}

function aggregateIn(tree: ReadingTree, kind: string, node: ParsedNode): Call & { readonly distinct: boolean } | undefined {
  const name = AGGREGATE_ALIASES[kind] ?? (kind === 'aggregate_function' ? String(node.name).toLowerCase() : kind);
  if (!AGGREGATES.has(name)) return undefined;
  tree.checkKeys(name.toUpperCase(), node, ['this', 'args', 'distinct', 'star', 'name', 'original_name', 'percentile']);
  const argumentNodes = [...nodesIn(node.this ? [node.this] : []), ...nodesIn(node.args), ...nodesIn(node.percentile ? [node.percentile] : [])];
  return { name, distinct: node.distinct === true, arguments: argumentNodes.map((each) => tree.readExpression(each)) };
}

/** Functions that are nothing but window functions. */
function rankingIn(tree: ReadingTree, kind: string, node: ParsedNode): Call & { readonly distinct: boolean } | undefined {
  if (!WINDOW_FUNCTIONS.has(kind)) return undefined;
  tree.checkKeys(kind.toUpperCase(), node, ['this', 'offset']);
  const argumentNodes = ['this', 'offset'].flatMap((key) => node[key] ? [node[key] as ParsedNode] : []);
  return { name: kind, distinct: false, arguments: argumentNodes.map((each) => tree.readExpression(each)) };
}

/** The call in a node of a kind of its own, or of the kind that all other functions have. */
function callIn(tree: ReadingTree, kind: string, node: ParsedNode): Call | undefined {
  if (kind === 'function') {
    tree.checkKeys(`the function ${String(node.name)}`, node, ['name', 'args', 'no_parens']);
    return { name: String(node.name).toLowerCase(), arguments: nodesIn(node.args).map((each) => tree.readExpression(each)) };
  }
  if (kind === 'extract') {
    tree.checkKeys('EXTRACT', node, ['this', 'field']);
    return { name: String(node.field).toLowerCase(), arguments: [tree.readExpression(node.this as ParsedNode)] };
  }
  const keys = OWN_KINDS[kind];
  if (!keys) return undefined;
  tree.checkKeys(`the function ${kind.toUpperCase()}`, node, [...keys, 'original_name', ...kind === 'trim' && node.position === 'Both' ? ['position'] : []]);
  const argumentNodes = keys.flatMap((key) => Array.isArray(node[key]) ? nodesIn(node[key]) : node[key] ? [node[key] as ParsedNode] : []);
  return { name: kind, arguments: argumentNodes.map((each) => tree.readExpression(each)) };
}

/** The functions that the parser has a kind of node for, with the names of their arguments. */
const OWN_KINDS: Readonly<Record<string, readonly string[]>> = {
  upper: ['this'],
  lower: ['this'],
  trim: ['this'],
  length: ['this'],
  abs: ['this'],
  ceil: ['this'],
  floor: ['this'],
  sqrt: ['this'],
  ln: ['this'],
  exp: ['this'],
  year: ['this'],
  quarter: ['this'],
  month: ['this'],
  day: ['this'],
  hour: ['this'],
  minute: ['this'],
  day_of_week: ['this'],
  week_of_year: ['this'],
  substring: ['this', 'start', 'length'],
  coalesce: ['expressions'],
  power: ['this', 'expression'],
  nvl: ['this', 'expression'],
  if_func: ['condition', 'true_value', 'false_value'],
  round: ['this', 'decimals'],
};

const SCALAR_ALIASES: Readonly<Record<string, string>> = {
  nvl: 'coalesce',
  if_func: 'if',
  pow: 'power',
  substr: 'substring',
  date_diff: 'datediff',
  char_length: 'length',
  ceiling: 'ceil',
  dayofmonth: 'day',
  now: 'current_timestamp',
};

const AGGREGATE_ALIASES: Readonly<Record<string, string>> = { stddev: 'stddev_samp', variance: 'var_samp' };
