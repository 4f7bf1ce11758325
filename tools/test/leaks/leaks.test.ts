import * as fc from 'fast-check';
import { attempts } from './attempts';
import { TooLarge, evaluate } from './naive';
import type { Scalar, Tables, TracedRow } from './naive';
import { attemptsAt } from './nearly-allowed';
import { sqlOf, waysIn } from './question';
import type { Question } from './question';
import type { Answer } from '../../src/query/question';
import type { TableRule } from '../../src/query/rules';
import { BRAND, MEDIA, aggregationRule, askIn, customRule, listRule, tableOf } from '../support/rooms';
import type { TestTable } from '../support/rooms';

/*
 * The search for leaks: queries are generated, and whatever is answered must be what an independent evaluator says may come out. The number of
 * attempts for each kind of rule comes from LEAK_ATTEMPTS; `npx projen test:leaks` makes more of them, and prints what became of them.
 */

const ATTEMPTS = Number(process.env.LEAK_ATTEMPTS ?? 100);

/** Rows of people in cities, some of which are small; somebody is not known, somewhere is not known. */
function rowsOf(seed: number, length: number, more: (index: number) => Record<string, Scalar>): Record<string, Scalar>[] {
  return Array.from({ length }, (_, index) => {
    const drawn = (index * 7 + seed * 13 + index * index * 3) % 101;
    return {
      id: drawn % 17 === 0 ? null : `person-${drawn % 11}`,
      city: drawn % 19 === 0 ? null : ['Rome', 'Rome', 'Oslo', 'Oslo', 'Bonn', 'Lima', 'Rome'][drawn % 7],
      amount: drawn % 13 === 0 ? null : drawn % 10,
      visits: 1 + drawn % 3,
      ...more(index),
    };
  });
}

const TABLES: Tables = {
  sales: rowsOf(1, 18, () => ({})),
  views: rowsOf(2, 22, (index) => ({ ad: ['spring', 'autumn', 'autumn', 'winter'][index % 4] })),
};

function csvOf(rows: readonly Readonly<Record<string, Scalar>>[]): string {
  return [Object.keys(rows[0]), ...rows.map((row) => Object.values(row))].map((row) => row.map((value) => value ?? '').join(',')).join('\n');
}

const COLUMNS = { id: 'string', city: 'string', amount: 'int', visits: 'int' };

function tablesWith(brandRule: TableRule, mediaRule: TableRule, views = TABLES.views) {
  return [
    tableOf('sales', BRAND, brandRule, COLUMNS, csvOf(TABLES.sales)),
    tableOf('views', MEDIA, mediaRule, { ...COLUMNS, ad: 'string' }, csvOf(views)),
  ];
}

/** What became of an attempt: an answer that shows what it may not, or not what it should, is a wrong one. */
type Outcome = 'refused' | 'answered' | 'wrong';

/** What became of attempts, by the way in which they tried. */
const STATISTICS = new Map<string, Record<Outcome | 'attempts' | 'withRows', number>>();

function count(kind: string, question: Question, outcome: Outcome, rows: number): void {
  for (const way of ['all', ...waysIn(question)]) {
    const key = `${kind}: ${way}`;
    const counts = STATISTICS.get(key) ?? { attempts: 0, refused: 0, answered: 0, wrong: 0, withRows: 0 };
    STATISTICS.set(key, { ...counts, attempts: counts.attempts + 1, [outcome]: counts[outcome] + 1, withRows: counts.withRows + (rows ? 1 : 0) });
  }
}

/** What an answer may show: the rows of the evaluator, of which those that stand for too few are left out. */
interface Allowed {
  /** The columns of tables that may not come out. */
  readonly hidden: readonly string[];
  mayShow(row: TracedRow, question: Question): boolean;
}

/** Asks a question in two steps: an intermediate table is filled with it, under a rule of its own, and everything in that is asked for. */
async function askThrough(tables: readonly TestTable[], sql: string, rule: TableRule): Promise<Answer> {
  const population = { sql, additionalAnalyses: 'NOT_ALLOWED' } as const;
  return askIn([...tables, tableOf('made', BRAND, rule, {}, '', { population, allowedResultReceivers: [] })], 'SELECT * FROM made');
}

async function search(
  kind: string, rules: readonly [brand: TableRule, media: TableRule], allowed: Allowed, through?: TableRule,
): Promise<void> {
  const tables = tablesWith(...rules);
  const questions = kind === 'aggregation' || kind === 'list' ? attemptsAt(kind) : attempts();
  await fc.assert(fc.asyncProperty(questions, async (question) => {
    const sql = sqlOf(question);
    const answer = await (through ? askThrough(tables, sql, through) : askIn(tables, sql)).catch((error: Error) => error);
    if (answer instanceof Error || !answer.result) return count(kind, question, 'refused', 0);

    // With a LIMIT anywhere, which rows there are is not determined.
    const isLimited = JSON.stringify(question).includes('"limit":');
    const expected = evaluated(isLimited ? withoutLimits(question) : question);
    fc.pre(expected !== undefined);
    const { rows } = answer.result;
    try {
      expectOnlyAllowed(rows, expected!, question, isLimited, allowed);
    } catch (error) {
      count(kind, question, 'wrong', rows.length);
      throw error;
    }
    return count(kind, question, 'answered', rows.length);
  }), { numRuns: ATTEMPTS, endOnFailure: true });
}

function expectOnlyAllowed(
  rows: readonly (readonly Scalar[])[], expected: readonly TracedRow[], question: Question, isLimited: boolean, { mayShow, hidden }: Allowed,
): void {
  for (const { values } of expected) {
    expect(values.flatMap(({ columns }) => [...columns]).filter((column) => hidden.includes(column))).toEqual([]);
  }
  const allowed = expected.filter((row) => mayShow(row, question)).map(({ values }) => textOf(values.map(({ value }) => value)));
  if (!isLimited) expect(rows.map(textOf).sort()).toEqual(allowed.sort());
}

/** What the evaluator says; `undefined` where it would take too long. */
function evaluated(question: Question): TracedRow[] | undefined {
  try {
    return evaluate(question, TABLES);
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

function withoutLimits(question: Question): Question {
  return JSON.parse(JSON.stringify(question, (key, value: unknown) => key === 'limit' ? undefined : value)) as Question;
}

function textOf(values: readonly Scalar[]): string {
  return JSON.stringify(values.map((value) => typeof value === 'number' ? Number(value.toFixed(6)) : value));
}

/** The identities of a row, for each occurrence of the given tables. */
function peopleBehind({ identities }: TracedRow, tables: readonly string[]): number[] {
  return [...identities].filter(([occurrence]) => tables.some((table) => occurrence.startsWith(`${table}/`))).map(([, people]) => people.size);
}

/** Whether it is a COUNT over one table, which has no threshold. */
function isExempt({ named, parts: [first, ...others] }: Question): boolean {
  return !named.length && !others.length && first.from.kind === 'table' && !first.groups.length && !first.having && !first.distinct
    && !JSON.stringify(first).includes('"question"') && first.items.every(({ term }) => term.kind === 'aggregate' && term.name === 'COUNT');
}

test('aggregation: each row stands for enough people of each table, no other row appears, and no join column', () => {
  const rule = aggregationRule({
    aggregateColumns: new Map([['COUNT_DISTINCT', ['id']], ['SUM', ['amount']], ['AVG', ['amount']], ['COUNT', ['visits']]]),
    dimensionColumns: ['city', 'ad'],
    scalarFunctions: ['UPPER', 'COALESCE'],
    outputConstraints: [{ column: 'id', minimum: 3 }],
  });
  return search('aggregation', [{ ...rule, dimensionColumns: ['city'] }, rule], {
    // A count of people is no list of them: its value has the column behind it, and is a number.
    hidden: [],
    mayShow: (row) => peopleBehind(row, ['sales', 'views']).every((people) => people >= 3),
  });
});

test('aggregation: no value that comes out is one of a join column', async () => {
  const rule = aggregationRule({ dimensionColumns: ['city'], outputConstraints: [{ column: 'id', minimum: 2 }] });
  const tables = tablesWith(rule, rule);
  await fc.assert(fc.asyncProperty(attemptsAt('aggregation'), async (question) => {
    const answer = await askIn(tables, sqlOf(question)).catch((error: Error) => error);
    const shown = answer instanceof Error ? '' : JSON.stringify(answer.result?.rows ?? []);
    expect(shown).not.toMatch(/person-/i);
  }), { numRuns: ATTEMPTS, endOnFailure: true });
});

test('list: nothing but listed columns of joined rows', () => {
  const rule = listRule({ listColumns: ['city', 'ad'] });
  return search('list', [rule, rule], {
    hidden: ['sales.id', 'views.id', 'sales.amount', 'views.amount', 'sales.visits', 'views.visits'],
    mayShow: (row) => new Set([...row.identities.keys()].map((occurrence) => occurrence.split('/')[0])).has('sales'),
  });
});

test('custom: no disallowed column comes out, whichever way', () => search('disallowed', [customRule(), customRule({ disallowedOutputColumns: ['amount', 'id'] })], {
  hidden: ['views.amount', 'views.id'],
  mayShow: () => true,
}));

test('custom: each row stands for enough people of each occurrence of a table with a threshold', () => search('threshold', [
  customRule(), customRule({ threshold: { identityColumn: 'id', minimum: 3, allowsExpressions: true, outputColumns: new Map() } }),
], {
  hidden: [],
  mayShow: (row, question) => isExempt(question) || peopleBehind(row, ['views']).every((people) => people >= 3),
}));

test('intermediate tables: no column comes out that is disallowed underneath, in two steps', () => {
  const rule = customRule({ disallowedOutputColumns: ['amount', 'id'] });
  return search('intermediate', [customRule(), rule], { hidden: ['views.amount', 'views.id'], mayShow: () => true }, rule);
});

/** A text that has a prefix in the renamed tables: whatever its case is, and in the same order as without. */
const PREFIX = 'zz';
const renamed = (value: Scalar) => typeof value === 'string' ? `${PREFIX}${value}` : value;
const named = (value: Scalar) => typeof value === 'string' && value.toLowerCase().startsWith(PREFIX) ? value.slice(PREFIX.length) : value;

/** Whether a text of the query can stand beside those of a column: to group by both is no comparison. */
function mixesTexts(question: Question): boolean {
  return /"name":"COALESCE"|"kind":"case"/.test(JSON.stringify(question));
}

test('custom: where columns may not be compared, an answer is the same whatever their values are called', async () => {
  const rule = customRule({ comparisonControls: { literalColumns: ['amount', 'visits'], columnColumns: ['id'] } });
  const tables = tablesWith(customRule(), rule);
  const others = tablesWith(customRule(), rule, TABLES.views.map((row) => ({ ...row, city: renamed(row.city), ad: renamed(row.ad) })));
  const questions = attempts().filter((question) => !mixesTexts(question) && !JSON.stringify(question).includes('"limit":'));
  await fc.assert(fc.asyncProperty(questions, async (question) => {
    const sql = sqlOf(question);
    const answer = await askIn(tables, sql).catch((error: Error) => error);
    if (answer instanceof Error || !answer.result) return count('comparison', question, 'refused', 0);
    const { rows } = answer.result;
    const other = (await askIn(others, sql)).result!.rows.map((row) => row.map(named));
    const isSame = JSON.stringify(other.map(textOf).sort()) === JSON.stringify(rows.map(textOf).sort());
    count('comparison', question, isSame ? 'answered' : 'wrong', rows.length);
    expect({ sql, isSame }).toEqual({ sql, isSame: true });
  }), { numRuns: ATTEMPTS, endOnFailure: true });
});

test('the attempts are of many kinds, some are answered with rows, and most are refused', () => {
  if (process.env.LEAK_ATTEMPTS) {
    const lines = [...STATISTICS].map(([key, each]) => [...key.split(': '), each.attempts, each.refused, each.answered, each.withRows, each.wrong].join(' | '));
    process.stdout.write(`${['rule | way | attempts | refused | answered | with rows | leaked or wrong', '--- | --- | --- | --- | --- | --- | ---', ...lines].join('\n')}\n`);
  }
  const kinds = ['aggregation', 'list', 'disallowed', 'threshold', 'intermediate', 'comparison'].map((kind) => STATISTICS.get(`${kind}: all`)!);
  for (const { attempts: all, refused, withRows } of kinds) {
    expect(all).toBe(ATTEMPTS);
    expect(refused).toBeGreaterThan(0);
    expect(withRows).toBeGreaterThan(0);
  }
});
