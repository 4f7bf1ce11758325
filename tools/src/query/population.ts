import { Spent } from './budgets';
import type { Answer, Inherited, Question } from './question';
import { PAGES, about } from './refusal';
import type { Refusal } from './refusal';
import type { Population, SharedTable } from './room';
import { ADDITIONAL_ANALYSES } from './rules';
import type { AdditionalAnalyses, CustomRule } from './rules';
import type { SampleData } from './sample-rows';
import type { Rows } from '../engine/engine';
import { UsageError } from '../usage-error';

/*
 * Intermediate tables are filled by a query of their owner, which is checked as any other but for what the service defers: who may receive results and
 * which columns may come out is inherited from the tables underneath, and checked when the table is queried.
 */

/** Tables that can be queried, with the rows of those that were filled. */
export interface FilledTables {
  readonly tables: readonly SharedTable[];
  readonly data: SampleData;
  readonly refusals: readonly Refusal[];
  readonly notes: readonly string[];
}

type Ask = (question: Question) => Promise<Answer>;

/** Fills the intermediate tables among some tables, each by a question that `ask` answers. */
export async function fillTables(tables: readonly SharedTable[], question: Question, ask: Ask): Promise<FilledTables> {
  const filled = new Map<SharedTable, SharedTable>();
  const results = new Map<string, Rows>();
  const refusals: Refusal[] = [];
  const notes: string[] = [];
  for (const table of tables) {
    if (!table.population || table.notReady !== undefined) continue;
    const answer = await populate(table, table.population, question, ask);
    refusals.push(...answer.refusals.map((refusal) => ({ ...refusal, message: `'${table.name}' is not filled: ${refusal.message}`, sql: refusal.sql ?? answer.sql })));
    notes.push(...answer.notes.map((note) => `to fill '${table.name}': ${note}`));
    if (!answer.result || !answer.inherited) continue;
    results.set(table.name, { ...answer.result, columns: answer.result.columns.map((column) => column.toLowerCase()) });
    filled.set(table, tableWith(answer.result, table, table.population, answer.inherited));
  }
  return { tables: tables.map((table) => filled.get(table) ?? table), data: withResults(question.data, results), refusals, notes };
}

/** Asks the question that fills a table, as its owner. The first time, it spends what any question spends. */
async function populate(table: SharedTable, { sql, template }: Population, question: Question, ask: Ask): Promise<Answer> {
  const { filling = [], spent } = question;
  if (filling.includes(table.name)) {
    const circle: Refusal = { rule: 'intermediate table: its query', page: PAGES.INTERMEDIATE, sure: 'exact', ...about(table), message: 'its query reads it' };
    return { sql: sql ?? '', refusals: [circle], notes: [] };
  }
  const populated = `${table.owner.accountId}/${table.name}/populated`;
  const isFirst = spent.of(populated) === 0;
  const answer = await ask({
    ...question, asker: table.owner.accountId, sql, template, spent: isFirst ? spent : new Spent(), filling: [...filling, table.name],
  }).catch((error: Error) => {
    throw error instanceof UsageError ? new UsageError(`'${table.name}' cannot be filled: ${error.message}`) : error;
  });
  if (!answer.result) return answer;
  if (isFirst) spent.add(populated, 1);
  return { ...answer, notes: [...isFirst ? answer.notes : [], ...notesOn(answer.inherited!)] };
}

/** The names that columns of tables in Clean Rooms can have. */
const COLUMN = /^[a-z0-9_](([a-z0-9_ ]+-)*([a-z0-9_ ]+))?$/;

/** Checks that the columns of a result can be those of an intermediate table. */
export function checkColumnNames(columns: readonly { readonly name: string }[]): Refusal[] {
  const names = columns.map(({ name }) => name.toLowerCase());
  const refusal = (message: string): Refusal => ({ rule: 'intermediate table: its query', page: PAGES.INTERMEDIATE, sure: 'approximate', message });
  return [
    ...columns.filter((_, index) => !COLUMN.test(names[index])).map(({ name }) => refusal(`the column '${name}' of an intermediate table needs a name: ${name} AS ...`)),
    ...columns.filter((_, index) => names.indexOf(names[index]) !== index).map(({ name }) => refusal(`an intermediate table cannot have several columns '${name}'`)),
  ];
}

function notesOn({ tables }: Inherited): string[] {
  const others = tables.filter(({ rule }) => rule?.type === 'AGGREGATION' || rule?.type === 'LIST');
  return others.map(({ name, rule }) => `'${name}' has a rule of the type ${rule!.type}, of which the documentation does not say whether it lets an intermediate table be filled`);
}

/** The table with the columns of its result, under its own rule and, where tables of several members are in it, what it inherits from them. */
function tableWith({ columns }: Rows, table: SharedTable, population: Population, inherited: Inherited): SharedTable {
  const bases = inherited.tables.flatMap((base) => [...base.bases ?? [], base]);
  const rule = table.rule as CustomRule;
  const receivers = commonReceivers(inherited.tables);
  const own = population.allowedResultReceivers ?? receivers;
  const filled = { ...table, columns: columns.map((name) => ({ name: name.toLowerCase() })), bases, population: undefined };
  // Who brings all the data decides on it alone.
  if (bases.every(({ owner }) => owner.accountId === table.owner.accountId)) return { ...filled, allowedResultReceivers: own };
  const looser = loosenedBy(table, population, inherited.tables);
  return {
    ...filled,
    rule: { ...rule, disallowedOutputColumns: [...new Set([...rule.disallowedOutputColumns, ...inherited.disallowedColumns])] },
    allowedResultReceivers: own.filter((account) => receivers.includes(account)),
    notReady: looser.length ? `its rule is looser than those of the tables it is filled from: ${looser.join('; ')}` : undefined,
  };
}

/** The receivers that all tables allow. ID mapping tables say nothing of them. */
function commonReceivers(tables: readonly SharedTable[]): string[] {
  const [first = [], ...others] = tables.filter(({ rule }) => rule?.type !== 'ID_MAPPING_TABLE').map(({ allowedResultReceivers }) => allowedResultReceivers);
  return first.filter((account) => others.every((receivers) => receivers.includes(account)));
}

/** What the rule of an intermediate table allows and the tables underneath do not, so that the service lets nobody query it. */
function loosenedBy({ rule }: SharedTable, { allowedResultReceivers, additionalAnalyses }: Population, bases: readonly SharedTable[]): string[] {
  const { disallowedOutputColumns } = rule as CustomRule;
  const receivers = commonReceivers(bases);
  const strangers = (allowedResultReceivers ?? []).filter((account) => !receivers.includes(account));
  const disallowed = bases.flatMap((base) => base.rule?.type === 'CUSTOM' ? base.rule.disallowedOutputColumns : []);
  const shown = disallowed.filter((column) => !disallowedOutputColumns.includes(column));
  const strictest = bases.map((base) => base.additionalAnalyses ?? 'NOT_ALLOWED')
    .reduce((before, each) => strictnessOf(each) > strictnessOf(before) ? each : before, additionalAnalyses);
  return [
    ...strangers.length ? [`allowedResultReceivers has ${strangers.join(', ')}`] : [],
    ...shown.length ? [`disallowedOutputColumns lacks ${[...new Set(shown)].join(', ')}`] : [],
    ...strictest === additionalAnalyses ? [] : [`additionalAnalyses is ${additionalAnalyses}, and must be ${strictest}`],
  ];
}

function strictnessOf(value: AdditionalAnalyses): number {
  return ADDITIONAL_ANALYSES.indexOf(value);
}

/** Rows of some tables beside those that data has. */
function withResults(data: SampleData, results: ReadonlyMap<string, Rows>): SampleData {
  return async (tables, room) => [
    ...await data(tables.filter(({ name }) => !results.has(name)), room),
    ...tables.flatMap(({ name, columns }) => results.has(name) ? [{ name, columns, rows: { result: results.get(name)! } }] : []),
  ];
}
