import { init, parse } from '@polyglot-sql/sdk';
import type { Place } from './tree';

/*
 * The parser: a package of others, behind this file. It parses Spark's dialect into a tree, which nobody but `spark-tree.ts` looks at.
 */

/** A node of the parser's tree. Its kind is the one key of the object around it. */
export type ParsedNode = Readonly<Record<string, unknown>>;

/** A query that is no SQL. */
export class SyntaxError extends Error {}

/** Parses a text in Spark's dialect into its statements. */
export async function parseSpark(text: string): Promise<ParsedNode[]> {
  await init();
  const { success, ast, error } = parse(text, 'spark' as never) as unknown as { success: boolean; ast?: ParsedNode[]; error?: string };
  if (!success || !ast) throw new SyntaxError(String(error ?? 'the SQL cannot be parsed'));
  return ast;
}

/** Whether a node is a statement. Of a text that begins with no word of one, the parser makes an expression. */
export function isStatement(parsed: ParsedNode): boolean {
  const [kind] = kindOf(parsed);
  return !['alias', 'column', 'literal', 'function', 'aggregate_function', 'identifier', 'paren', 'null', 'boolean'].includes(kind);
}

/** The kind of a node and what is in it. */
export function kindOf(parsed: ParsedNode): [string, ParsedNode] {
  const [[kind, node]] = Object.entries(parsed);
  return [kind, (node ?? {}) as ParsedNode];
}

/** The nodes in a list. */
export function nodesIn(list: unknown): ParsedNode[] {
  return Array.isArray(list) ? list as ParsedNode[] : [];
}

/** The place of a node: from the first to the last name in it, for these alone have one. */
export function placeOf(node: unknown): Place | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  const known = PLACES.get(node);
  if (known !== undefined) return known ?? undefined;
  let place = (node as { readonly span?: Place | null }).span ?? undefined;
  for (const member of Object.values(node)) {
    const inside = placeOf(member);
    if (inside) place = place ? { start: Math.min(place.start, inside.start), end: Math.max(place.end, inside.end) } : inside;
  }
  PLACES.set(node, place ?? null);
  return place;
}

/** The places of nodes that were asked for: each is asked for by the nodes around it, too. */
const PLACES = new WeakMap<object, Place | null>();
