import * as fc from 'fast-check';
import { attempts, condition, favourite, typed } from './attempts';
import type { Column } from './attempts';
import type { From, Part, Question, Term } from './question';

/*
 * Queries that aggregation and list rules allow, and such that differ from one of these in one thing.
 */

const IDS: Term = { kind: 'operator', operator: '=', terms: [{ kind: 'column', of: 'a', name: 'id' }, { kind: 'column', of: 'b', name: 'id' }] };

const FROM: fc.Arbitrary<{ readonly relation: From; readonly scope: readonly Column[] }> = fc.constantFrom(...[
  { tables: ['sales'] }, { tables: ['views'] }, { tables: ['sales', 'views'] }, { tables: ['views', 'sales'] }, { tables: ['sales', 'sales'] }, { tables: ['views', 'views'] },
].map(({ tables }) => {
  const [one, other] = tables.map((name, index): From => ({ kind: 'table', name, alias: 'ab'[index] }));
  const scope = tables.flatMap((name, index) => [...name === 'views' ? ['ad'] : [], 'id', 'city', 'amount', 'visits']
    .map((column): Column => ({ of: 'ab'[index], name: column, type: ['amount', 'visits'].includes(column) ? 'number' : 'text' })));
  return { scope, relation: other ? { kind: 'join', join: 'INNER JOIN', left: one, right: other, on: IDS } satisfies From : one };
}));

/** One thing that is different, or nothing. */
type Difference = { readonly part?: Partial<Part>; readonly limit?: number; readonly item?: Term; readonly group?: Term };

function difference(relation: From, scope: readonly Column[]): fc.Arbitrary<Difference> {
  const term = typed(scope, 1, []).map((each) => each.term);
  const joins = relation.kind === 'join' ? [
    fc.constantFrom('LEFT JOIN', 'CROSS JOIN', ',').map((join): Difference => ({ part: { from: { ...relation, join: join as 'LEFT JOIN', on: join === 'LEFT JOIN' ? relation.on : undefined } } })),
    condition(scope, 0, []).map((on): Difference => ({ part: { from: { ...relation, on } } })),
  ] : [];
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant<Difference>({}) },
    { weight: 2, arbitrary: term.map((item): Difference => ({ item })) },
    { weight: 1, arbitrary: term.filter(({ kind }) => !['text', 'number'].includes(kind)).map((group): Difference => ({ group })) },
    { weight: 2, arbitrary: condition(scope, 1, []).map((where): Difference => ({ part: { where } })) },
    { weight: 1, arbitrary: fc.constantFrom<Difference>({ part: { distinct: true } }, { part: { distinct: false } }, { limit: 2 }) },
    ...joins.map((arbitrary) => ({ weight: 1, arbitrary })),
  );
}

function sums(scope: readonly Column[]): Term[] {
  const call = (name: string, distinct: boolean, { of, name: column }: Column): Term => ({ kind: 'aggregate', name, distinct, term: { kind: 'column', of, name: column } });
  return scope.flatMap((column) => {
    const calls: Record<string, Term[]> = {
      id: [call('COUNT', true, column)], amount: [call('SUM', false, column), call('AVG', false, column)], visits: [call('COUNT', false, column)],
    };
    return calls[column.name] ?? [];
  });
}

function having(scope: readonly Column[]): fc.Arbitrary<Term> {
  return fc.constantFrom(...sums(scope)).map((sum): Term => ({ kind: 'operator', operator: '>', terms: [sum, { kind: 'number', value: 3 }] }));
}

/** Questions for one type of rule: half of them are allowed, or nearly so; the others are anything. */
export function attemptsAt(kind: 'aggregation' | 'list'): fc.Arbitrary<Question> {
  const isList = kind === 'list';
  const nearly = FROM.chain(({ relation, scope }) => fc.record({
    keys: fc.uniqueArray(favourite(scope), { minLength: isList ? 1 : 0, maxLength: 2, selector: ({ term }) => JSON.stringify(term) }),
    totals: fc.shuffledSubarray(sums(scope), { minLength: 1, maxLength: 2 }),
    where: fc.option(condition(scope.filter(({ name }) => ['city', 'ad'].includes(name)), 0, []), { nil: undefined }),
    filter: fc.option(having(scope), { nil: undefined, freq: 4 }),
    different: difference(relation, scope),
  }).map(({ keys, totals, where, filter, different }): Question => {
    const groups = keys.map(({ term }) => term);
    const items = [...groups, ...isList ? [] : totals, ...different.item ? [different.item] : []];
    const part: Part = {
      distinct: isList,
      from: relation,
      where,
      items: items.map((term, index) => ({ term, alias: `c${index}` })),
      groups: isList ? [] : [...groups, ...different.group ? [different.group] : []],
      having: isList ? undefined : filter,
      ...different.part,
    };
    return { named: [], parts: [part], isUnionAll: true, limit: different.limit };
  }));
  return fc.oneof({ weight: 3, arbitrary: nearly }, { weight: 2, arbitrary: attempts() });
}
