import type { Template } from './room';
import { branchesOf } from '../sql/tree';
import type { Expression, Literal, Query } from '../sql/tree';
import { UsageError } from '../usage-error';

/** The types of parameters that are no text. */
const NUMBERS = /^(TINYINT|SMALLINT|INT|INTEGER|BIGINT|FLOAT|REAL|DOUBLE|DOUBLE PRECISION|DECIMAL|NUMERIC|LONG|BYTE|SHORT)\b/i;

/** The values of the parameters of a template, each a literal of the declared type. Throws an error if one is missing, not declared, or of another type. */
export function literalsOf(template: Template | undefined, given: ReadonlyMap<string, string>): ReadonlyMap<string, Literal> {
  const declared = template?.parameters ?? [];
  for (const name of given.keys()) {
    if (!declared.some((parameter) => parameter.name === name)) {
      throw new UsageError(`there is no parameter '${name}': ${declared.map((parameter) => parameter.name).join(', ') || 'there is none'}`);
    }
  }
  return new Map(declared.map(({ name, type, defaultValue }) => {
    const value = given.get(name) ?? defaultValue;
    if (value === undefined) throw new UsageError(`the parameter '${name}' needs a value: --parameter ${name}=<${type}>`);
    return [name, literalOf(name, type, value)];
  }));
}

function literalOf(name: string, type: string, value: string): Literal {
  const mustBe = (pattern: RegExp, form: string) => {
    if (!pattern.test(value)) throw new UsageError(`the parameter '${name}' is of the type ${type}, ${form}, got '${value}'`);
  };
  if (NUMBERS.test(type)) {
    mustBe(/^-?\d+(\.\d+)?$/, 'a number');
    return { kind: 'literal', type: 'number', value };
  }
  switch (type.toUpperCase()) {
    case 'BOOLEAN':
      mustBe(/^(true|false)$/i, 'true or false');
      return { kind: 'literal', type: 'boolean', value: value.toLowerCase() };
    case 'DATE':
      mustBe(/^\d{4}-\d\d-\d\d$/, 'a date such as 2026-01-31');
      return { kind: 'literal', type: 'date', value };
    case 'TIMESTAMP':
      mustBe(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'a time such as 2026-01-31 12:00:00');
      return { kind: 'literal', type: 'timestamp', value };
    default:
      return { kind: 'literal', type: 'string', value };
  }
}

/** The query with literals in place of its parameters. */
export function withLiterals(query: Query, literals: ReadonlyMap<string, Literal>): Query {
  return replaced(query, literals) as Query;
}

function replaced(node: unknown, literals: ReadonlyMap<string, Literal>): unknown {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((each) => replaced(each, literals));
  const { kind, name, place } = node as Expression & { readonly name?: string };
  if (kind === 'parameter') {
    const literal = literals.get(name!);
    if (!literal) throw new UsageError(`the query has a parameter ':${name}' that is not declared: parameters are of analysis templates`);
    return { ...literal, place };
  }
  return Object.fromEntries(Object.entries(node).map(([key, member]) => [key, replaced(member, literals)]));
}

/** The names of the tables that a query reads, less those of its common table expressions. */
export function tablesNamed(query: Query): string[] {
  const names = new Set<string>();
  const read = (node: unknown, ctes: readonly string[]): void => {
    if (typeof node !== 'object' || node === null) return;
    if (isQuery(node)) {
      const known = node.ctes.reduce<readonly string[]>((before, cte) => {
        read(cte.query, before);
        return [...before, cte.name];
      }, ctes);
      [branchesOf(node), node.orderBy].forEach((part) => read(part, known));
      return;
    }
    const { kind, name } = node as { readonly kind?: string; readonly name?: string };
    if (kind === 'named' && !ctes.includes(name!)) names.add(name!);
    Object.values(node).forEach((member) => read(member, ctes));
  };
  read(query, []);
  return [...names];
}

function isQuery(node: object): node is Query {
  return 'ctes' in node && 'body' in node;
}
