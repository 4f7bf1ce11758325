import type { Fact, Subject } from './fact';
import type { QuestionKey } from './questions';
import type { Text } from './text';

/*
 * A review: what the page says, as plain data. HTML, Markdown, JSON and the difference of two versions are made from it, so that they all say
 * the same.
 */

/** The review of a program. */
export interface Review {
  readonly rooms: readonly RoomReview[];
  /** Why there is no room, or which of them this program does not know. */
  readonly notes: readonly Statement[];
}

/** The review of one clean room. */
export interface RoomReview {
  /** What is the same in every version: the stage and the name of the collaboration. */
  readonly key: string;
  readonly name: string;
  /** The stage, where it is not the app. */
  readonly stage?: string;
  readonly description: Text;
  readonly picture: Picture;
  readonly sections: readonly Section[];
}

/** The answer to a question. */
export interface Section {
  readonly question: QuestionKey;
  readonly blocks: readonly Block[];
}

export type Block = Statement | Table | Listing;

/** What an answer is. */
export type Certainty =
  | 'known'
  /** This program does not say it. */
  | 'unknown'
  /** Known, and what a reviewer looks at first. */
  | 'attention';

/** Where an answer comes from: paths of constructs. An answer about AWS itself has a link in its text. */
interface Sourced {
  readonly sources: readonly string[];
  readonly certainty: Certainty;
  /** What it says, for the difference of two versions. */
  readonly facts: readonly Fact[];
}

/** A sentence or two. */
export interface Statement extends Sourced {
  readonly kind: 'statement';
  readonly text: Text;
}

/** A table. Its rows say where each of them comes from. */
export interface Table {
  readonly kind: 'table';
  readonly caption: Text;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** Whether its cells are marks: yes, no and short words. */
  readonly marks?: boolean;
}

/** A row. Its first cell is its header. */
export interface Row extends Sourced {
  readonly cells: readonly Cell[];
}

export type Cell = Text;

/** A text of several lines, such as SQL. */
export interface Listing extends Sourced {
  readonly kind: 'listing';
  readonly caption: Text;
  readonly language: 'sql' | 'python';
  readonly text: string;
}

/** Members with what they bring, the analyses that run on it, and who receives results. */
export interface Picture {
  readonly title: string;
  readonly description: Text;
  readonly members: readonly PictureMember[];
  readonly askers: readonly PictureNode[];
  readonly receivers: readonly PictureNode[];
  /** From members to askers and from askers to receivers, by their ids. */
  readonly flows: readonly { readonly from: string; readonly to: string }[];
}

export interface PictureNode {
  readonly id: string;
  readonly title: Text;
  readonly lines: readonly Text[];
}

export interface PictureMember extends PictureNode {
  /** Whether its part is not in this program. */
  readonly isUnknown: boolean;
}

/** An answer. */
export function statement(text: Text, sources: readonly string[], more: Partial<Pick<Statement, 'certainty' | 'facts'>> = {}): Statement {
  return { kind: 'statement', text, sources: distinct(sources), certainty: 'known', facts: [], ...more };
}

/** An answer that this program does not have. */
export function unknown(text: Text, sources: readonly string[] = [], facts: readonly Fact[] = []): Statement {
  return statement(text, sources, { certainty: 'unknown', facts });
}

/** A row of a table. */
export function row(cells: readonly Cell[], sources: readonly string[], more: Partial<Pick<Row, 'certainty' | 'facts'>> = {}): Row {
  return { cells, sources: distinct(sources), certainty: 'known', facts: [], ...more };
}

/** A table, or nothing where it has no rows. */
export function table(caption: Text, columns: readonly string[], rows: readonly Row[], more: Pick<Table, 'marks'> = {}): Table[] {
  return rows.length ? [{ kind: 'table', caption, columns, rows, ...more }] : [];
}

/** An answer, with the question that it is one to. */
export interface PlacedAnswer {
  readonly question: QuestionKey;
  readonly answer: Statement | Listing | Row;
}

/** All answers of a room, row by row. */
export function answersOf({ sections }: RoomReview): PlacedAnswer[] {
  return sections.flatMap(({ question, blocks }) => blocks.flatMap((block) =>
    (block.kind === 'table' ? block.rows : [block]).map((answer) => ({ question, answer }))));
}

/** The facts of a room, with what each of them is about. */
export function factsOf(room: RoomReview): Fact[] {
  return answersOf(room).flatMap(({ answer }) => answer.facts);
}

/** What the facts of a room are about, each once. */
export function subjectsOf(room: RoomReview): Subject[] {
  return distinct(factsOf(room).map(({ subject }) => subject));
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
