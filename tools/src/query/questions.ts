import { ask } from './ask';
import { Spent } from './budgets';
import type { Answer } from './question';
import { candidatesFor } from './question-candidates';
import type { Candidate } from './question-candidates';
import type { Refusal } from './refusal';
import type { Room, SharedTable } from './room';
import { generatedRows } from './sample-rows';
import { DuckDbEngine, isReadable } from '../engine/duckdb';
import type { Engine, Rows } from '../engine/engine';

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
  const readable = room.tables.filter(canBeRead);
  const engine = await DuckDbEngine.load(await generatedRows(SEED, SIZE)(readable, room));
  try {
    const found = new Map<SharedTable, TableQuestions>();
    for (const table of tables) {
      const none = asker === undefined ? 'no member can query' : table.notReady ?? (canBeRead(table) ? undefined : 'its columns are not known');
      found.set(table, none === undefined ? await askAbout(table, asker, room, engine) : { answered: [], refused: [], none });
    }
    return found;
  } finally {
    engine.close();
  }
}

function canBeRead({ notReady, columns }: SharedTable): boolean {
  return notReady === undefined && columns.some(({ type }) => isReadable(type));
}

/** Asks the questions that a table may be asked, one by one, until there are enough of those that it answers, and of those that it refuses. */
async function askAbout(table: SharedTable, asker: string, room: Room, engine: Engine): Promise<TableQuestions> {
  const answered: AskedQuestion[] = [];
  const withoutRows: AskedQuestion[] = [];
  const refused: AskedQuestion[] = [];
  for (const candidate of candidatesFor(table, asker, room)) {
    if (answered.length === MOST && differentIn(refused).length === MOST) break;
    if (candidate.expected === 'answer' && answered.length === MOST) continue;
    const question = await asked(candidate, asker, room, engine);
    if (question?.result && answered.length < MOST) (question.result.rows.length ? answered : withoutRows).push(question);
    // What cannot be checked here says nothing of the table.
    if (question?.refusals.length && ruleOf(question) !== 'query: what can be checked') refused.push(question);
  }
  return { answered: [...answered, ...withoutRows].slice(0, MOST), refused: [...new Set([...differentIn(refused), ...refused])].slice(0, MOST) };
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
