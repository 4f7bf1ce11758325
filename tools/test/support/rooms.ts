import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ask } from '../../src/query/ask';
import { Spent } from '../../src/query/budgets';
import type { Answer, Question } from '../../src/query/question';
import type { Room, SharedTable, Template } from '../../src/query/room';
import type { AggregationRule, CustomRule, ListRule, QueriedRule, TableRule } from '../../src/query/rules';
import { rowsInFolder } from '../../src/query/sample-rows';

/** Who asks and receives the results, and who shares its data with it. */
export const BRAND = '111111111111';
export const MEDIA = '222222222222';

/** A table, and its rows as CSV. */
export interface TestTable extends SharedTable {
  readonly csv: string;
}

/** A table of a member with a rule. Its columns have the types that the program says. */
export function tableOf(
  name: string, accountId: string, rule: QueriedRule, columns: Record<string, string>, csv: string, more: Partial<SharedTable> = {},
): TestTable {
  return {
    name,
    owner: { accountId, displayName: accountId === BRAND ? 'Brand' : 'Media' },
    columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })),
    otherColumns: [],
    rule,
    allowedResultReceivers: [BRAND],
    accessBudgets: [],
    allowsTemplate: () => false,
    csv,
    ...more,
  };
}

/** The room of some tables, in which the brand asks. */
export function roomOf(tables: readonly SharedTable[], templates: readonly Template[] = []): Room {
  return {
    name: 'room',
    members: [
      { accountId: BRAND, displayName: 'Brand', abilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] },
      { accountId: MEDIA, displayName: 'Media', abilities: [] },
    ],
    tables,
    templates,
  };
}

/** Asks in a room over the rows of its tables. */
export function askIn(tables: readonly TestTable[], sql: string, more: Partial<Question> = {}, templates: readonly Template[] = []): Promise<Answer> {
  const data = mkdtempSync(join(tmpdir(), 'rows-'));
  tables.forEach(({ name, csv }) => writeFileSync(join(data, `${name}.csv`), csv));
  return ask(roomOf(tables, templates), { asker: BRAND, sql, data: rowsInFolder(data), seed: 1, spent: new Spent(), now: new Date('2026-11-28T12:00:00Z'), ...more });
}

/** The parts of rules for which a query is refused. */
export async function rulesAgainst(tables: readonly TestTable[], sql: string, more: Partial<Question> = {}): Promise<string[]> {
  return [...new Set((await askIn(tables, sql, more)).refusals.map(({ rule }) => rule))].sort();
}

/** The rows of the answer. */
export async function rowsOf(tables: readonly TestTable[], sql: string, more: Partial<Question> = {}): Promise<unknown[][]> {
  const { result, refusals } = await askIn(tables, sql, more);
  expect(refusals.map(({ message }) => message)).toEqual([]);
  return result!.rows.map((row) => [...row]);
}

export function aggregationRule(more: Partial<AggregationRule> = {}): AggregationRule {
  return {
    type: 'AGGREGATION',
    joinColumns: ['id'],
    allowedJoinOperators: ['AND'],
    aggregateColumns: new Map([['COUNT_DISTINCT', ['id']], ['SUM', ['amount']], ['AVG', ['amount']], ['COUNT', ['amount']]]),
    isJoinRequired: false,
    dimensionColumns: ['city'],
    scalarFunctions: [],
    outputConstraints: [{ column: 'id', minimum: 2 }],
    ...more,
  };
}

export function listRule(more: Partial<ListRule> = {}): ListRule {
  return { type: 'LIST', joinColumns: ['id'], allowedJoinOperators: ['AND'], listColumns: ['city', 'amount'], ...more };
}

export function customRule(more: Partial<CustomRule> = {}): CustomRule {
  return { type: 'CUSTOM', allowedAnalyses: ['ANY_QUERY'], allowedAnalysisProviders: [BRAND], disallowedOutputColumns: [], ...more };
}

const COLUMNS = { id: 'string', city: 'string', amount: 'decimal(10,2)', visits: 'int' };

/** Rows of six people in three cities: two in Rome and Oslo, three in Bern, of whom one is also in Rome, and one nobody knows. */
const ROWS = 'id,city,amount,visits\np1,Rome,10.00,1\np2,Rome,20.00,2\np2,Rome,5.00,3\np3,Oslo,7.50,4\np4,Bern,1.00,5\np5,Bern,2.00,6\np1,Bern,4.00,7\np6,Lima,9.00,8\n';

/** The sales of the brand and the views of the media, with the same columns. */
export function salesAndViews(rule: TableRule, more: Partial<SharedTable> = {}, mediaRule: TableRule = rule): TestTable[] {
  return [
    tableOf('sales', BRAND, rule, COLUMNS, ROWS),
    tableOf('views', MEDIA, mediaRule, { ...COLUMNS, ad: 'string' }, 'id,city,amount,visits,ad\np1,Rome,1.00,1,a\np2,Rome,1.00,1,a\np3,Oslo,1.00,1,b\np9,Oslo,1.00,1,b\n', more),
  ];
}
