import * as fc from 'fast-check';
import type { From, Part, Question, Term, Type } from './question';

/*
 * Queries of somebody who wants to know more than is allowed: allowed ones, and such with a column, an expression or a construct in the wrong place.
 */

/** A column that a query can name. */
export interface Column {
  readonly of: string;
  readonly name: string;
  readonly type: Type;
}

const COLUMNS: Readonly<Record<string, readonly { readonly name: string; readonly type: Type }[]>> = {
  sales: [{ name: 'id', type: 'text' }, { name: 'city', type: 'text' }, { name: 'amount', type: 'number' }, { name: 'visits', type: 'number' }],
  views: [{ name: 'id', type: 'text' }, { name: 'city', type: 'text' }, { name: 'ad', type: 'text' }, { name: 'amount', type: 'number' }, { name: 'visits', type: 'number' }],
};

/** Queries; with more in them the deeper they may be. */
export function attempts(depth = 2): fc.Arbitrary<Question> {
  return question(depth, []);
}

/** A common table expression that a query can name. */
export type Named = { readonly name: string; readonly columns: readonly Omit<Column, 'of'>[] };

function question(depth: number, outer: readonly Named[]): fc.Arbitrary<Question> {
  const alone = fc.record({
    named: fc.constant([]),
    parts: part(depth, outer).map((only) => [only]),
    isUnionAll: fc.constant(true),
    limit: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined, freq: 12 }),
  });
  if (depth === 0) return alone;
  const withNamed = question(depth - 1, outer).chain((inner) => {
    const name = `x${depth}`;
    return part(depth - 1, [...outer, { name, columns: columnsOf(inner) }], name)
      .map((only): Question => ({ named: [{ name, question: inner }], parts: [only], isUnionAll: true }));
  });
  const unions = fc.tuple(part(depth - 1, outer), part(depth - 1, outer), fc.boolean())
    .filter(([one, other]) => one.items.length === other.items.length && typesOf(one).join() === typesOf(other).join())
    .map(([one, other, isUnionAll]): Question => ({ named: [], parts: [one, other], isUnionAll }));
  return fc.oneof({ weight: 10, arbitrary: alone }, { weight: 3, arbitrary: withNamed }, { weight: 1, arbitrary: unions });
}

function columnsOf({ parts: [first] }: Question): Omit<Column, 'of'>[] {
  return first.items.map(({ alias }, index) => ({ name: alias, type: typesOf(first)[index] }));
}

const TYPES = new WeakMap<Part, readonly Type[]>();

function typesOf(each: Part): readonly Type[] {
  return TYPES.get(each)!;
}

function part(depth: number, named: readonly Named[], must?: string): fc.Arbitrary<Part> {
  return from(depth, named, must).chain(({ relation: rows, scope }) => fc.record({
    keys: fc.array(mostly(favourite(scope), typed(scope, depth, named)), { maxLength: 2 }),
    sums: fc.array(mostly(sum(scope), aggregate(scope, depth, named)), { minLength: 1, maxLength: 2 }),
    more: fc.option(fc.oneof(typed(scope, depth, named), window(scope)), { nil: undefined, freq: 5 }),
    shape: fc.constantFrom('groups', 'groups', 'groups', 'groups', 'list', 'rows'),
    where: fc.option(condition(scope, depth, named), { nil: undefined, freq: 2 }),
    having: fc.option(aggregate(scope, 0, named).map((each): Term => ({ kind: 'operator', operator: '>', terms: [each.type === 'number' ? each.term : COUNT, { kind: 'number', value: 1 }] })), { nil: undefined, freq: 8 }),
    dropsKey: fc.boolean(),
  }).map(({ keys, sums, more, shape, where, having, dropsKey }): Part => {
    const groups = shape === 'groups';
    const shown = groups ? [...dropsKey ? keys.slice(1) : keys, ...sums, ...more ? [more] : []] : [...keys, ...more ? [more] : []];
    const items = shown.length ? shown : [{ term: COUNT, type: 'number' as Type }];
    const made: Part = {
      distinct: shape === 'list',
      items: items.map(({ term }, index) => ({ term, alias: `c${index}` })),
      from: rows,
      where,
      groups: groups ? keys.map(({ term }) => term).filter(({ kind }) => kind !== 'text' && kind !== 'number') : [],
      having: groups ? having : undefined,
    };
    TYPES.set(made, items.map(({ type }) => type));
    return made;
  }));
}

function mostly<T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 8, arbitrary: usual }, { weight: 1, arbitrary: other });
}

const COUNT: Term = { kind: 'aggregate', name: 'COUNT', distinct: false };

/** An expression with its type. */
export interface Typed {
  readonly term: Term;
  readonly type: Type;
}

interface Rows {
  readonly relation: From;
  readonly scope: readonly Column[];
}

function from(depth: number, named: readonly Named[], must?: string): fc.Arbitrary<Rows> {
  const join = fc.tuple(relation('a', depth, named, must), relation('b', depth, named)).chain(([left, right]) => {
    const scope = [...left.scope, ...right.scope];
    const ids = [left, right].map((each) => each.scope.find(({ name, type }) => name === 'id' || type === 'text') ?? each.scope[0]);
    const usual: Term = { kind: 'operator', operator: '=', terms: ids.map(columnTerm) };
    const on = fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: condition(scope, 0, named) },
      { weight: 1, arbitrary: condition(scope, 0, named).map((other): Term => ({ kind: 'operator', operator: 'AND', terms: [usual, other] })) });
    const isComparable = ids[0].type === ids[1].type;
    return fc.tuple(fc.constantFrom('INNER JOIN', 'INNER JOIN', 'INNER JOIN', 'INNER JOIN', 'LEFT JOIN', 'CROSS JOIN', ','), on).map(([kind, condition_]): Rows => {
      const joined = isComparable ? kind as 'INNER JOIN' : 'CROSS JOIN';
      return { scope, relation: { kind: 'join', join: joined, left: left.relation, right: right.relation, on: ['INNER JOIN', 'LEFT JOIN'].includes(joined) ? condition_ : undefined } };
    });
  });
  return fc.oneof({ weight: 4, arbitrary: relation('a', depth, named, must) }, { weight: 3, arbitrary: join });
}

function relation(alias: string, depth: number, named: readonly Named[], must?: string): fc.Arbitrary<Rows> {
  const of = (columns: readonly Omit<Column, 'of'>[]) => columns.map((column) => ({ ...column, of: alias }));
  const table = fc.constantFrom('sales', 'views').map((name): Rows => ({ relation: { kind: 'table', name, alias }, scope: of(COLUMNS[name]) }));
  const withs = named.map((each) => fc.constant<Rows>({ relation: { kind: 'with', name: each.name, alias }, scope: of(each.columns) }));
  const last = withs[withs.length - 1];
  if (must && last) return last;
  const inner = depth ? [{ weight: 1, arbitrary: question(depth - 1, named).map((each): Rows => ({ relation: { kind: 'question', question: each, alias }, scope: of(columnsOf(each)) })) }] : [];
  return fc.oneof({ weight: 6, arbitrary: table }, ...withs.map((arbitrary) => ({ weight: 2, arbitrary })), ...inner);
}

function columnTerm({ of, name }: Column): Term {
  return { kind: 'column', of, name };
}

/** The columns that rules allow most often. */
export function favourite(scope: readonly Column[]): fc.Arbitrary<Typed> {
  const liked = scope.filter(({ name }) => ['city', 'ad'].includes(name));
  return fc.constantFrom(...liked.length ? liked : scope).map((column) => ({ term: columnTerm(column), type: column.type }));
}

function sum(scope: readonly Column[]): fc.Arbitrary<Typed> {
  const call = (name: string, distinct: boolean, column: Column): Typed => ({ term: { kind: 'aggregate', name, distinct, term: columnTerm(column) }, type: 'number' });
  const usual = scope.flatMap((column) => column.name === 'id' ? [call('COUNT', true, column)] : column.name === 'amount' ? [call('SUM', false, column), call('AVG', false, column)] : []);
  return fc.constantFrom<Typed>(...usual, { term: COUNT, type: 'number' });
}

/** Any value, of whatever column. */
export function typed(scope: readonly Column[], depth: number, named: readonly Named[]): fc.Arbitrary<Typed> {
  const column = fc.constantFrom(...scope).map((each): Typed => ({ term: columnTerm(each), type: each.type }));
  const value = fc.oneof(column, fc.constantFrom<Typed>({ term: { kind: 'text', value: 'Rome' }, type: 'text' }, { term: { kind: 'number', value: 2 }, type: 'number' }));
  const ofFunction = column.map((each): Typed => each.type === 'text' ? { term: { kind: 'function', name: 'UPPER', terms: [each.term] }, type: 'text' }
    : { term: { kind: 'operator', operator: '+', terms: [each.term, { kind: 'number', value: 1 }] }, type: 'number' });
  const ofCase = fc.tuple(condition(scope, 0, named), column).map(([when, each]): Typed => ({
    term: { kind: 'case', when, then: each.term, otherwise: each.type === 'text' ? { kind: 'text', value: 'none' } : { kind: 'number', value: 0 } }, type: each.type,
  }));
  const ofCoalesce = fc.tuple(column, value).filter(([one, other]) => one.type === other.type)
    .map(([one, other]): Typed => ({ term: { kind: 'function', name: 'COALESCE', terms: [one.term, other.term] }, type: one.type }));
  const ofQuestion = depth ? [scalar(named)] : [];
  return fc.oneof(
    { weight: 5, arbitrary: value }, { weight: 2, arbitrary: ofFunction }, { weight: 2, arbitrary: ofCase },
    ...[ofCoalesce, ...ofQuestion].map((arbitrary) => ({ weight: 1, arbitrary })),
  );
}

/** A query for one value. */
function scalar(named: readonly Named[]): fc.Arbitrary<Typed> {
  return relation('s', 0, named).chain(({ relation: rows, scope }) => fc.tuple(fc.constantFrom('MAX', 'COUNT', 'MIN'), fc.constantFrom(...scope), fc.option(condition(scope, 0, []), { nil: undefined }))
    .map(([name, column, where]): Typed => {
      const only: Part = { distinct: false, items: [{ term: { kind: 'aggregate', name, distinct: false, term: columnTerm(column) }, alias: 'c0' }], from: rows, where, groups: [] };
      return { term: { kind: 'scalar', question: { named: [], parts: [only], isUnionAll: true } }, type: name === 'COUNT' ? 'number' : column.type };
    }));
}

function aggregate(scope: readonly Column[], depth: number, named: readonly Named[]): fc.Arbitrary<Typed> {
  return fc.tuple(fc.constantFrom('COUNT', 'SUM', 'AVG', 'MIN', 'MAX'), fc.boolean(), typed(scope, depth, named)).map(([name, distinct, { term, type }]): Typed => {
    const isOfNumber = type === 'number' || !['SUM', 'AVG'].includes(name);
    const called = isOfNumber ? name : 'COUNT';
    return { term: { kind: 'aggregate', name: called, distinct: distinct && ['COUNT', 'SUM'].includes(called), term }, type: ['MIN', 'MAX'].includes(called) ? type : 'number' };
  });
}

function window(scope: readonly Column[]): fc.Arbitrary<Typed> {
  return fc.tuple(fc.constantFrom(...scope), fc.constantFrom(...scope), fc.constantFrom('COUNT', 'MAX')).map(([column, partition, name]): Typed => ({
    term: { kind: 'window', name, distinct: false, term: columnTerm(column), partition: columnTerm(partition) }, type: name === 'COUNT' ? 'number' : column.type,
  }));
}

export function condition(scope: readonly Column[], depth: number, named: readonly Named[]): fc.Arbitrary<Term> {
  const liked = scope.filter(({ name }) => ['city', 'ad'].includes(name));
  const column = mostly(fc.constantFrom(...liked.length ? liked : scope), fc.constantFrom(...scope));
  const withLiteral = fc.tuple(column, fc.constantFrom('=', '<>', '<', '>')).map(([each, operator]): Term => ({
    kind: 'operator', operator, terms: [columnTerm(each), each.type === 'text' ? { kind: 'text', value: each.name === 'id' ? 'person-1' : 'Rome' } : { kind: 'number', value: 3 }],
  }));
  const withColumn = fc.tuple(column, column).filter(([one, other]) => one.type === other.type)
    .map(([one, other]): Term => ({ kind: 'operator', operator: '=', terms: [columnTerm(one), columnTerm(other)] }));
  const texts = scope.filter(({ type }) => type === 'text');
  const like = texts.length ? [fc.constantFrom(...texts).map((each): Term => ({ kind: 'operator', operator: 'LIKE', terms: [columnTerm(each), { kind: 'text', value: '%o%' }] }))] : [];
  const isNull = column.map((each): Term => ({ kind: 'operator', operator: 'IS NOT NULL', terms: [columnTerm(each)] }));
  const inList = column.filter(({ type }) => type === 'text').map((each): Term => ({ kind: 'in', term: columnTerm(each), values: [{ kind: 'text', value: 'Rome' }, { kind: 'text', value: 'person-2' }] }));
  const simple = fc.oneof(withLiteral, withColumn, isNull, ...like, ...texts.length ? [inList] : []);
  const both = fc.tuple(simple, simple, fc.constantFrom('AND', 'OR')).map(([one, other, operator]): Term => ({ kind: 'operator', operator, terms: [one, other] }));
  const not = simple.map((each): Term => ({ kind: 'operator', operator: 'NOT', terms: [each] }));
  const ofQuestion = depth ? [inQuestion(scope, named), scalar(named).map(({ term }): Term => ({ kind: 'exists', question: (term as { readonly question: Question }).question }))] : [];
  return fc.oneof(
    { weight: 8, arbitrary: simple }, { weight: 2, arbitrary: both }, ...[not, ...ofQuestion].map((arbitrary) => ({ weight: 1, arbitrary })),
  );
}

function inQuestion(scope: readonly Column[], named: readonly Named[]): fc.Arbitrary<Term> {
  return relation('s', 0, named).chain(({ relation: rows, scope: inner }) => fc.tuple(fc.constantFrom(...scope), fc.constantFrom(...inner))
    .filter(([one, other]) => one.type === other.type)
    .map(([one, other]): Term => ({
      kind: 'in', term: columnTerm(one), question: { named: [], parts: [{ distinct: false, items: [{ term: columnTerm(other), alias: 'c0' }], from: rows, groups: [] }], isUnionAll: true },
    })));
}
