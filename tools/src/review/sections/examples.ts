import { absent } from './absent';
import type { LoadedStage } from '../../assembly/program-tree';
import { roomIn } from '../../query/program-room';
import { questionsOfTables } from '../../query/questions';
import type { AskedQuestion, TableQuestions } from '../../query/questions';
import { UsageError } from '../../usage-error';
import { roomsOf } from '../reading/room';
import type { ReviewedRoom } from '../reading/room';
import { row, statement, table, unknown } from '../review';
import type { Block, Row } from '../review';
import { count, list, say, sentences, words } from '../text';
import type { Text } from '../text';

/** The questions that were asked of each table of each room, by the keys of collaborations and the names of tables. */
export type Examples = ReadonlyMap<unknown, ReadonlyMap<string, TableQuestions>>;

/** Asks questions of the tables of all rooms, over generated rows. */
export async function examplesOf(stages: readonly LoadedStage[]): Promise<Examples> {
  const found = roomsOf(stages).map(async ({ stage, collaboration }) => [collaboration.key, await examplesIn(stage, collaboration)] as const);
  return new Map(await Promise.all(found));
}

async function examplesIn(stage: LoadedStage, collaboration: ReviewedRoom['collaboration']): Promise<ReadonlyMap<string, TableQuestions>> {
  try {
    const questions = await questionsOfTables(roomIn(stage, collaboration));
    return new Map([...questions].map(([{ name }, asked]) => [name, asked]));
  } catch (error) {
    if (error instanceof UsageError) return new Map(); // a rule that cannot be read, of which other sections tell
    throw error;
  }
}

/** Questions that tables answer, and questions that they refuse. */
export function examplesSection(room: ReviewedRoom, examples: Examples | undefined): Block[] {
  const tables = examples?.get(room.collaboration.key);
  if (!tables) return [unknown(words('No questions were tried.'), [room.path])];
  if (!tables.size) return [absent(room, 'This program has no table in the room.')];
  const pathOf = (name: string) => room.tables.find((each) => each.name === name)?.path ?? room.path;
  return [
    ...table(words('Questions that were tried on generated rows'), ['Table', 'Question', 'Answer'], [...tables].flatMap(([name, { answered, refused }]) => [
      ...answered.map((question) => exampleRow(name, question, answerOf(question), pathOf(name))),
      ...refused.map((question) => exampleRow(name, question, reasonsOf(question), pathOf(name))),
    ])),
    ...[...tables].flatMap(([name, { answered, none }]) => {
      if (none !== undefined) return [statement([...say`${name} was asked nothing: `, { prose: none }, '.'], [pathOf(name)])];
      return answered.length ? [] : [statement(say`Of the questions that were tried, ${name} answers none.`, [pathOf(name)])];
    }),
  ];
}

function exampleRow(name: string, { sql, template }: AskedQuestion, answer: Text, path: string): Row {
  return row([say`${name}`, template === undefined ? say`${sql}` : say`analysis template ${template}`, answer], [path]);
}

function answerOf({ result, notes }: AskedQuestion): Text {
  const { columns = [], rows = [] } = result ?? {};
  return sentences(say`Answered: ${words(count(rows.length, 'row'))} with ${list(columns)}.`, ...notes.map((note): Text => [{ prose: note }, '.']));
}

function reasonsOf({ refusals: [first, ...others] }: AskedQuestion): Text {
  const more = others.length ? words(`, and for ${count(others.length, 'other reason')}`) : [];
  return [...words('Refused: '), { prose: first.message }, ...more, '.'];
}
