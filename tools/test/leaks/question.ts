/*
 * Queries for the search for leaks, in a form of their own: nothing of the tool that is tested is used here, neither its parser nor its trees.
 */

export type Type = 'text' | 'number';

/** An expression. */
export type Term =
  | { readonly kind: 'column'; readonly of: string; readonly name: string }
  | { readonly kind: 'text' | 'number'; readonly value: string | number }
  | { readonly kind: 'operator'; readonly operator: string; readonly terms: readonly Term[] }
  | { readonly kind: 'function'; readonly name: 'UPPER' | 'COALESCE'; readonly terms: readonly Term[] }
  | { readonly kind: 'case'; readonly when: Term; readonly then: Term; readonly otherwise: Term }
  | { readonly kind: 'aggregate' | 'window'; readonly name: string; readonly distinct: boolean; readonly term?: Term; readonly partition?: Term }
  | { readonly kind: 'scalar' | 'exists'; readonly question: Question }
  | { readonly kind: 'in'; readonly term: Term; readonly values?: readonly Term[]; readonly question?: Question };

/** What rows come from. */
export type From =
  | { readonly kind: 'table'; readonly name: string; readonly alias: string }
  | { readonly kind: 'with'; readonly name: string; readonly alias: string }
  | { readonly kind: 'question'; readonly question: Question; readonly alias: string }
  | { readonly kind: 'join'; readonly join: 'INNER JOIN' | 'LEFT JOIN' | 'CROSS JOIN' | ','; readonly left: From; readonly right: From; readonly on?: Term };

/** A SELECT. */
export interface Part {
  readonly distinct: boolean;
  readonly items: readonly { readonly term: Term; readonly alias: string }[];
  readonly from: From;
  readonly where?: Term;
  readonly groups: readonly Term[];
  readonly having?: Term;
}

/** A query. */
export interface Question {
  readonly named: readonly { readonly name: string; readonly question: Question }[];
  readonly parts: readonly Part[];
  readonly isUnionAll: boolean;
  readonly limit?: number;
}

/** The query in SQL. */
export function sqlOf({ named, parts, isUnionAll, limit }: Question): string {
  const withs = named.length ? `WITH ${named.map(({ name, question }) => `${name} AS (${sqlOf(question)})`).join(', ')} ` : '';
  return `${withs}${parts.map(sqlOfPart).join(isUnionAll ? ' UNION ALL ' : ' UNION ')}${limit === undefined ? '' : ` LIMIT ${limit}`}`;
}

function sqlOfPart({ distinct, items, from, where, groups, having }: Part): string {
  return [
    `SELECT ${distinct ? 'DISTINCT ' : ''}${items.map(({ term, alias }) => `${sqlOfTerm(term)} AS ${alias}`).join(', ')}`,
    ` FROM ${sqlOfFrom(from)}`,
    where ? ` WHERE ${sqlOfTerm(where)}` : '',
    groups.length ? ` GROUP BY ${groups.map(sqlOfTerm).join(', ')}` : '',
    having ? ` HAVING ${sqlOfTerm(having)}` : '',
  ].join('');
}

function sqlOfFrom(from: From): string {
  switch (from.kind) {
    case 'join':
      return `${sqlOfFrom(from.left)} ${from.join} ${sqlOfFrom(from.right)}${from.on ? ` ON ${sqlOfTerm(from.on)}` : ''}`;
    case 'question':
      return `(${sqlOf(from.question)}) ${from.alias}`;
    default:
      return `${from.name} ${from.alias}`;
  }
}

export function sqlOfTerm(term: Term): string {
  switch (term.kind) {
    case 'column':
      return `${term.of}.${term.name}`;
    case 'text':
      return `'${term.value}'`;
    case 'number':
      return String(term.value);
    case 'operator': {
      const [one, other] = term.terms.map(sqlOfTerm);
      if (term.operator === 'NOT') return `(NOT (${one}))`;
      return other === undefined ? `(${one} ${term.operator})` : `(${one} ${term.operator} ${other})`;
    }
    case 'function':
      return `${term.name}(${term.terms.map(sqlOfTerm).join(', ')})`;
    case 'case':
      return `CASE WHEN ${sqlOfTerm(term.when)} THEN ${sqlOfTerm(term.then)} ELSE ${sqlOfTerm(term.otherwise)} END`;
    case 'aggregate':
    case 'window': {
      const call = `${term.name}(${term.distinct ? 'DISTINCT ' : ''}${term.term ? sqlOfTerm(term.term) : '*'})`;
      return term.kind === 'window' ? `${call} OVER (${term.partition ? `PARTITION BY ${sqlOfTerm(term.partition)}` : ''})` : call;
    }
    case 'scalar':
      return `(${sqlOf(term.question)})`;
    case 'exists':
      return `EXISTS (${sqlOf(term.question)})`;
    case 'in':
      return `(${sqlOfTerm(term.term)} IN (${term.question ? sqlOf(term.question) : term.values!.map(sqlOfTerm).join(', ')}))`;
  }
}

/** The ways in which a query may try to get at something. */
export function waysIn(question: Question): Set<string> {
  const ways = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { kind, operator, join, distinct, having, named, parts, isUnionAll, groups } = node as Record<string, unknown>;
    if (kind === 'join') ways.add(join === ',' ? 'join by a comma' : String(join).toLowerCase());
    if (kind === 'operator') ways.add(['=', '<', '>', '<>', 'LIKE', 'IS NULL', 'IS NOT NULL'].includes(String(operator)) ? 'comparison' : ['AND', 'OR', 'NOT'].includes(String(operator)) ? 'condition' : 'arithmetic');
    if (['function', 'case', 'window', 'scalar', 'exists', 'in', 'aggregate'].includes(String(kind))) ways.add(kind === 'scalar' ? 'scalar subquery' : String(kind));
    if (kind === 'question') ways.add('subquery in from');
    if (kind === 'with') ways.add('common table expression');
    if (distinct === true && groups) ways.add('select distinct');
    if (having) ways.add('having');
    if (Array.isArray(named) && Array.isArray(parts) && parts.length > 1) ways.add(isUnionAll ? 'union all' : 'union');
    Object.values(node).forEach(visit);
  };
  visit(question);
  return ways;
}
