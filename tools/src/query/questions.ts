import { ask } from './ask';
import { Spent } from './budgets';
import { fillTables } from './population';
import type { Answer } from './question';
import { candidatesFor } from './question-candidates';
import type { Candidate } from './question-candidates';
import type { Refusal } from './refusal';
import type { Room, SharedTable } from './room';
import { generatedRows } from './sample-rows';
import type { SampleData } from './sample-rows';
import { DuckDbEngine, isReadable } from '../engine/duckdb';
import type { Engine, Rows } from '../engine/engine';
import { UsageError } from '../usage-error';

/*
 * For each table, questions that it answers and questions that it refuses, as examples for whoever reviews a clean room. They are made of what the
 * rule says, and each was asked in the engine, over generated rows: none is shown that did not end so.
 */

/** A question that was asked, with what came of it: rows, or the reasons of a refusal. */
export interface AskedQuestion {
  readonly asker: string;
  /** The SQL, or the text of the template that was run. */
  readonly sql: string;
  readonly template?: string;
  readonly result?: Rows;
  /** What the developer should know of the answer, such as how many rows were left out. */
  readonly notes: readonly string[];
  readonly refusals: readonly Refusal[];
}

/** The questions on a table. */
export interface TableQuestions {
  readonly answered: readonly AskedQuestion[];
  readonly refused: readonly AskedQuestion[];
  /** Why there is none. */
  readonly none?: string;
}

const MOST = 3;
const SEED = 1;
const SIZE = { rows: 1_000, people: 300 };

/** Questions on one table of a room. */
export async function questionsOf(room: Room, table: SharedTable): Promise<TableQuestions> {
  return (await questionsOfTables(room, [table])).get(table)!;
}

/** Questions on tables of a room, by table. */
export async function questionsOfTables(room: Room, tables: readonly SharedTable[] = room.tables): Promise<ReadonlyMap<SharedTable, TableQuestions>> {
  const askers = room.members.filter(({ abilities }) => abilities?.includes('CAN_QUERY')).flatMap(({ accountId }) => accountId ?? []);
  const [asker] = askers;
  const filled = await filledRoom(room, asker);
  const engine = await DuckDbEngine.load(await filled.data(filled.room.tables.filter(canBeRead), room));
  try {
    const found = new Map(tables.map((table): [SharedTable, TableQuestions] => [table, { answered: [], refused: [] }]));
    const waiting = [...tables];
    const shown = new Map<string, Shown>();
    // While the engine works on one question, the next one is checked.
    const lanes = Array.from({ length: LANES }, async () => {
      const own = await engine.beside();
      for (let table = waiting.shift(); table; table = waiting.shift()) {
        found.set(table, await questionsOn(filled.tableOf(table), filled.whyNot(table), asker, filled.room, own, shown));
      }
      own.close();
    });
    await Promise.all(lanes);
    return found;
  } finally {
    engine.close();
  }
}

/** How many questions are asked at once. */
const LANES = 3;

interface FilledRoom {
  readonly room: Room;
  readonly data: SampleData;
  /** A table as it is when it is filled. */
  tableOf(table: SharedTable): SharedTable;
  /** Why an intermediate table is not filled. */
  whyNot(table: SharedTable): string | undefined;
}

/** The room with its intermediate tables filled, as far as they can be. */
async function filledRoom(room: Room, asker: string): Promise<FilledRoom> {
  let data = generatedRows(SEED, SIZE);
  const filled = new Map<SharedTable, SharedTable>();
  const problems = new Map<SharedTable, string>();
  for (const table of room.tables.filter(({ population }) => population)) {
    const question = { asker, data, seed: SEED, spent: new Spent(), now: new Date(0) };
    try {
      const { tables: [made], data: withRows, refusals: [refusal] } = await fillTables([table], question, async (each) => ask(room, each));
      if (refusal) {problems.set(table, refusal.message);} else {
        filled.set(table, made);
        data = withRows;
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.set(table, error.message);
    }
  }
  const tableOf = (table: SharedTable) => filled.get(table) ?? table;
  return { room: { ...room, tables: room.tables.map(tableOf) }, data, tableOf, whyNot: (table) => problems.get(table) };
}

async function questionsOn(
  table: SharedTable, problem: string | undefined, asker: string | undefined, room: Room, engine: Engine, shown: Map<string, Shown>,
): Promise<TableQuestions> {
  const readable = canBeRead(table) ? undefined : 'its columns are not known';
  const none = asker === undefined ? 'no member can query' : table.notReady ?? problem ?? readable;
  if (none !== undefined) return { answered: [], refused: [], none };
  const candidates = candidatesFor(table, asker!, room);
  const shape = shapeOf(table, asker!);
  const asOthers = await askAsOthers(candidates, shown.get(shape), asker!, room, engine);
  if (asOthers) return asOthers;
  const { questions, ...show } = await askAbout(candidates, asker!, room, engine);
  shown.set(shape, show);
  return questions;
}

/** Which of the candidates for a table are shown, and how each ended. */
interface Shown {
  readonly answered: readonly Ended[];
  readonly refused: readonly Ended[];
}

interface Ended {
  readonly index: number;
  readonly end: string;
}

/** How a question ended: with rows or without, or by a rule. */
function endOf(question: AskedQuestion): string {
  return question.result ? `${question.result.rows.length > 0}` : ruleOf(question);
}

/** What candidates depend on but the names of tables. */
function shapeOf({ name: _, allowsTemplate: __, bases: ___, owner, rule, ...others }: SharedTable, asker: string): string {
  const plain = rule?.type === 'AGGREGATION' ? { ...rule, aggregateColumns: [...rule.aggregateColumns] } : rule;
  return JSON.stringify([owner.accountId === asker, plain, others]);
}

/** Asks the questions that are shown of a table like it. Returns nothing if not all of them end as they did there. */
async function askAsOthers(
  candidates: readonly Candidate[], shown: Shown | undefined, asker: string, room: Room, engine: Engine,
): Promise<TableQuestions | undefined> {
  if (!shown) return undefined;
  const askAll = async (ended: readonly Ended[]): Promise<AskedQuestion[]> => {
    const all: AskedQuestion[] = [];
    for (const { index, end } of ended) {
      const question = candidates[index] && await asked(candidates[index], asker, room, engine);
      if (question && endOf(question) === end) all.push(question);
    }
    return all;
  };
  const [answered, refused] = [await askAll(shown.answered), await askAll(shown.refused)];
  return answered.length === shown.answered.length && refused.length === shown.refused.length ? { answered, refused } : undefined;
}

function canBeRead({ notReady, columns }: SharedTable): boolean {
  return notReady === undefined && columns.some(({ type }) => isReadable(type));
}

/** Asks the candidates for a table, one by one, until there are enough of those that it answers, and of those that it refuses. */
async function askAbout(
  candidates: readonly Candidate[], asker: string, room: Room, engine: Engine,
): Promise<Shown & { readonly questions: TableQuestions }> {
  const answered: AskedQuestion[] = [];
  const withoutRows: AskedQuestion[] = [];
  const refused: AskedQuestion[] = [];
  const indexes = new Map<AskedQuestion, number>();
  for (const [index, candidate] of candidates.entries()) {
    if (answered.length === MOST && differentIn(refused).length === MOST) break;
    if (candidate.expected === 'answer' && answered.length === MOST) continue;
    const question = await asked(candidate, asker, room, engine);
    if (!question) continue;
    indexes.set(question, index);
    if (question.result && answered.length < MOST) (question.result.rows.length ? answered : withoutRows).push(question);
    if (isTelling(question)) refused.push(question);
  }
  const questions = {
    answered: [...answered, ...withoutRows].slice(0, MOST),
    refused: [...new Set([...differentIn(refused), ...refused])].slice(0, MOST),
  };
  const ended = (some: readonly AskedQuestion[]) => some.map((question) => ({ index: indexes.get(question)!, end: endOf(question) }));
  return { questions, answered: ended(questions.answered), refused: ended(questions.refused) };
}

/** Whether a question is refused by a rule: what cannot be checked here says nothing of the table. */
function isTelling(question: AskedQuestion): boolean {
  return question.refusals.length > 0 && ruleOf(question) !== 'query: what can be checked';
}

/** Refused questions, one for each rule. */
function differentIn(refused: readonly AskedQuestion[]): AskedQuestion[] {
  const rules = refused.map(ruleOf);
  return refused.filter((question, index) => rules.indexOf(ruleOf(question)) === index);
}

async function asked({ sql, template }: Candidate, asker: string, room: Room, engine: Engine): Promise<AskedQuestion | undefined> {
  const shared: Engine = {
    dialect: engine.dialect,
    columnsOf: (name) => engine.columnsOf(name),
    treeOf: async (text) => engine.treeOf(text),
    run: async (text) => engine.run(text),
    close: () => undefined,
  };
  const answer = await ask(room, {
    asker,
    sql,
    template: template && { name: template.name, parameters: template.parameters },
    data: generatedRows(SEED, SIZE),
    seed: SEED,
    spent: new Spent(),
    now: new Date(0),
  }, async () => shared).catch((): Answer | undefined => undefined); // the query is no good: a name in it is taken twice, or a value does not fit
  const { result } = answer ?? {};
  // None of the queries has an order, and engines return rows in any.
  const sorted = result && { ...result, rows: [...result.rows].sort((one, other) => JSON.stringify(one) < JSON.stringify(other) ? -1 : 1) };
  return answer && { asker, sql: answer.sql, template: template?.name, result: sorted, notes: answer.notes, refusals: answer.refusals };
}

function ruleOf({ refusals }: AskedQuestion): string {
  return refusals[0].rule;
}
