import type { From, Part, Question, Term } from './question';

/*
 * A naive evaluator, independent of the tool: it loops over rows, and records behind each value the columns of tables that it was made of, and
 * behind each row the identities of each occurrence of a table.
 */

export type Scalar = string | number | boolean | null;

/** A value with the columns that it was made of, such as `views.amount`. */
interface Traced {
  readonly value: Scalar;
  readonly columns: ReadonlySet<string>;
}

/** A row with the identities behind it, by the occurrence of their table. */
export interface TracedRow {
  readonly values: readonly Traced[];
  readonly identities: Identities;
}

type Identities = ReadonlyMap<string, ReadonlySet<string>>;

/** A row of FROM: the columns by alias and name. */
interface Env {
  readonly columns: ReadonlyMap<string, Traced>;
  readonly identities: Identities;
}

export type Tables = Readonly<Record<string, readonly Readonly<Record<string, Scalar>>[]>>;

/** Thrown for a query whose joins have too many rows to loop over. */
export class TooLarge extends Error {}

const LARGEST = 4_000;

/** Evaluates a query. An occurrence is called as the table, and by how it is reached. */
export function evaluate(question: Question, tables: Tables): TracedRow[] {
  return rowsOf(question, { tables, named: new Map(), path: '' });
}

interface Context {
  readonly tables: Tables;
  readonly named: ReadonlyMap<string, { readonly question: Question; readonly named: Context['named'] }>;
  readonly path: string;
}

function rowsOf(question: Question, context: Context): TracedRow[] {
  const named = withNamed(question, context.named);
  const rows = question.parts.flatMap((part, index) => rowsOfPart(part, { ...context, named, path: `${context.path}/${index}` }));
  const all = question.parts.length > 1 && !question.isUnionAll ? distinctRows(rows) : rows;
  return all.slice(0, question.limit);
}

function rowsOfPart(part: Part, context: Context): TracedRow[] {
  const envs = envsOf(part.from, context).filter((env) => !part.where || term(part.where, [env], [env], context).value === true);
  const isGrouped = part.groups.length > 0 || [...part.items.map((item) => item.term), ...part.having ? [part.having] : []].some(hasAggregate);
  const groups = isGrouped ? grouped(envs, part, context) : envs.map((env) => [env]);
  const kept = groups.filter((group) => !part.having || term(part.having, group, envs, context).value === true);
  const all = isGrouped ? kept.flatMap(([first]) => first ?? []) : envs; // a window looks at the groups that are left, each of which is one row
  const rows = kept.map((group): TracedRow => ({
    values: part.items.map((item) => term(item.term, group, all, context)),
    identities: union([nobodyIn(part.from, context), ...group.map(({ identities }) => identities)]),
  }));
  return part.distinct ? distinctRows(rows) : rows;
}

function grouped(envs: readonly Env[], { groups }: Part, context: Context): Env[][] {
  if (!groups.length) return [[...envs]];
  const byKey = new Map<string, Env[]>();
  for (const env of envs) {
    const key = JSON.stringify(groups.map((group) => term(group, [env], envs, context).value));
    byKey.set(key, [...byKey.get(key) ?? [], env]);
  }
  return [...byKey.values()];
}

function distinctRows(rows: readonly TracedRow[]): TracedRow[] {
  const byKey = new Map<string, TracedRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.values.map(({ value }) => value));
    byKey.set(key, [...byKey.get(key) ?? [], row]);
  }
  return [...byKey.values()].map((same) => ({ values: same[0].values, identities: union(same.map(({ identities }) => identities)) }));
}

function union(all: readonly Identities[]): Identities {
  const merged = new Map<string, Set<string>>();
  for (const identities of all) {
    for (const [occurrence, people] of identities) merged.set(occurrence, new Set([...merged.get(occurrence) ?? [], ...people]));
  }
  return merged;
}

function envsOf(from: From, context: Context): Env[] {
  if (from.kind !== 'join') return envsOfRelation(from, context);
  const [left, right] = [envsOf(from.left, context), envsOf(from.right, context)];
  if (left.length * right.length > LARGEST) throw new TooLarge();
  const nothing = emptyEnv(from.right, right, context);
  return left.flatMap((one) => {
    const pairs = right.map((other) => paired(one, other)).filter((env) => !from.on || term(from.on, [env], [env], context).value === true);
    return pairs.length || from.join !== 'LEFT JOIN' ? pairs : [paired(one, nothing)];
  });
}

function paired(one: Env, other: Env): Env {
  return { columns: new Map([...one.columns, ...other.columns]), identities: union([one.identities, other.identities]) };
}

/** What a LEFT JOIN has in place of a row that is not there. */
function emptyEnv(from: From, envs: readonly Env[], context: Context): Env {
  const some = envs[0] ?? envsOf(withoutFilters(from), context)[0];
  return {
    columns: new Map([...some?.columns ?? []].map(([name, { columns }]) => [name, { value: null, columns }])),
    identities: nobodyIn(from, context),
  };
}

/** The occurrences of tables that rows are of, without anybody: a group can have no rows. */
function nobodyIn(from: From, context: Context): Identities {
  if (from.kind === 'join') return union([nobodyIn(from.left, context), nobodyIn(from.right, context)]);
  const path = `${context.path}/${from.alias}`;
  if (from.kind === 'table') return new Map([[`${from.name}${path}`, new Set<string>()]]);
  const { question, named } = from.kind === 'with' ? context.named.get(from.name)! : { question: from.question, named: context.named };
  const known = withNamed(question, named);
  return union(question.parts.map((part, index) => nobodyIn(part.from, { ...context, named: known, path: `${path}/${index}` })));
}

function withNamed(question: Question, named: Context['named']): Context['named'] {
  return question.named.reduce((before, each) => new Map([...before, [each.name, { question: each.question, named: before }]]), named);
}

function withoutFilters(from: From): From {
  return from.kind === 'question' ? { ...from, question: { ...from.question, limit: undefined, parts: from.question.parts.map((part) => ({ ...part, where: undefined, having: undefined })) } } : from;
}

function envsOfRelation(from: Exclude<From, { kind: 'join' }>, context: Context): Env[] {
  const path = `${context.path}/${from.alias}`;
  if (from.kind === 'table') {
    return context.tables[from.name].map((row) => ({
      columns: new Map(Object.entries(row).map(([name, value]) => [`${from.alias}.${name}`, { value, columns: new Set([`${from.name}.${name}`]) }])),
      identities: new Map([[`${from.name}${path}`, new Set(row.id === null ? [] : [String(row.id)])]]),
    }));
  }
  const { question, named } = from.kind === 'with' ? context.named.get(from.name)! : { question: from.question, named: context.named };
  const names = question.parts[0].items.map(({ alias }) => alias);
  return rowsOf(question, { ...context, named, path }).map(({ values, identities }) => ({
    columns: new Map(values.map((value, index) => [`${from.alias}.${names[index]}`, value])), identities,
  }));
}

function hasAggregate(each: Term): boolean {
  if (each.kind === 'aggregate') return true;
  return each.kind !== 'scalar' && each.kind !== 'exists' && Object.values(each).flat().some((part) => typeof part === 'object' && part !== null && 'kind' in part && hasAggregate(part as Term));
}

/** Evaluates an expression for a group of rows, of which columns are those of the first; windows look at all rows. */
function term(each: Term, group: readonly Env[], all: readonly Env[], context: Context): Traced {
  const below = (part: Term) => term(part, group, all, context);
  const traced = (value: Scalar, ...parts: readonly Traced[]): Traced => ({ value, columns: new Set(parts.flatMap(({ columns }) => [...columns])) });
  switch (each.kind) {
    case 'column':
      return group[0]?.columns.get(`${each.of}.${each.name}`) ?? traced(null);
    case 'text':
    case 'number':
      return traced(each.value);
    case 'operator': {
      const parts = each.terms.map(below);
      return traced(operate(each.operator, parts.map(({ value }) => value)), ...parts);
    }
    case 'function': {
      const parts = each.terms.map(below);
      const [first] = parts.map(({ value }) => value);
      return traced(each.name === 'UPPER' ? first === null ? null : String(first).toUpperCase() : parts.find(({ value }) => value !== null)?.value ?? null, ...parts);
    }
    case 'case': {
      const [when, then, otherwise] = [each.when, each.then, each.otherwise].map(below);
      return traced(when.value === true ? then.value : otherwise.value, when, then, otherwise);
    }
    case 'aggregate':
      return aggregate(each.name, each.distinct, each.term ? group.map((env) => term(each.term!, [env], all, context)) : undefined, group.length);
    case 'window': {
      const of = (env: Env) => each.partition ? term(each.partition, [env], all, context) : traced(null);
      const own = of(group[0]);
      const peers = all.filter((env) => of(env).value === own.value);
      const values = each.term && peers.map((env) => term(each.term!, [env], all, context));
      const result = aggregate(each.name, each.distinct, values, peers.length);
      return traced(result.value, result, own);
    }
    case 'scalar': {
      const rows = rowsOf(each.question, { ...context, path: `${context.path}/scalar` });
      return rows[0]?.values[0] ?? traced(null);
    }
    case 'exists':
      return traced(rowsOf(each.question, { ...context, path: `${context.path}/exists` }).length > 0);
    case 'in': {
      const own = below(each.term);
      const others = each.question ? rowsOf(each.question, { ...context, path: `${context.path}/in` }).map(({ values }) => values[0]) : each.values!.map(below);
      const found = others.some(({ value }) => value !== null && value === own.value);
      const isUnknown = others.length > 0 && (own.value === null || (!found && others.some(({ value }) => value === null)));
      return traced(isUnknown ? null : found, own, ...others);
    }
  }
}

function aggregate(name: string, distinct: boolean, traced: readonly Traced[] | undefined, rows: number): Traced {
  if (!traced) return { value: rows, columns: new Set() };
  const columns = new Set(traced.flatMap((each) => [...each.columns]));
  const present = traced.map(({ value }) => value).filter((value) => value !== null);
  const values = distinct ? [...new Set(present)] : present;
  const numbers = values as number[];
  const sum = () => numbers.reduce((before, value) => before + value, 0);
  const result: Record<string, () => Scalar> = {
    COUNT: () => values.length,
    SUM: () => values.length ? sum() : null,
    AVG: () => values.length ? sum() / values.length : null,
    MIN: () => values.length ? values.reduce((one, other) => one! < other! ? one : other) : null,
    MAX: () => values.length ? values.reduce((one, other) => one! > other! ? one : other) : null,
  };
  return { value: result[name](), columns };
}

function operate(operator: string, [one, other]: readonly Scalar[]): Scalar {
  switch (operator) {
    case 'IS NULL':
      return one === null;
    case 'IS NOT NULL':
      return one !== null;
    case 'NOT':
      return one === null ? null : !one;
    case 'AND':
      return one === false || other === false ? false : one === null || other === null ? null : true;
    case 'OR':
      return one === true || other === true ? true : one === null || other === null ? null : false;
  }
  if (one === null || other === null) return null;
  switch (operator) {
    case '=':
      return one === other;
    case '<>':
      return one !== other;
    case '<':
      return one < other;
    case '>':
      return one > other;
    case 'LIKE':
      return new RegExp(`^${String(other).replace(/%/g, '.*').replace(/_/g, '.')}$`, 's').test(String(one));
    case '+':
      return Number(one) + Number(other);
    case '-':
      return Number(one) - Number(other);
    default:
      return Number(one) * Number(other);
  }
}
