import type { Spent } from './budgets';
import type { Refusal } from './refusal';
import type { SharedTable } from './room';
import type { SampleData } from './sample-rows';
import type { Rows } from '../engine/engine';

/** What is asked in a room. */
export interface Question {
  readonly asker: string;
  /** The accounts that receive the result; by default, who asks if it can receive results, otherwise all who can. */
  readonly receivers?: readonly string[];
  /** A query, or a template with the values of its parameters. */
  readonly sql?: string;
  readonly template?: { readonly name: string; readonly parameters: ReadonlyMap<string, string> };
  readonly data: SampleData;
  readonly seed: number;
  readonly spent: Spent;
  readonly now: Date;
  /** The intermediate tables that are filled, of which the result fills the last: who may receive it, and which columns, is checked when that is queried. */
  readonly filling?: readonly string[];
}

/** What comes of a question: rows, or why there are none. */
export interface Answer {
  /** The SQL that places in refusals are of. */
  readonly sql: string;
  readonly refusals: readonly Refusal[];
  readonly result?: Rows;
  /** What an intermediate table that the result fills takes over from the tables underneath. */
  readonly inherited?: Inherited;
  /** What the developer should know of the answer, and nobody else. */
  readonly notes: readonly string[];
}

/** What an intermediate table takes over from the tables that its query reads. */
export interface Inherited {
  readonly tables: readonly SharedTable[];
  /** The columns of the result that are made of disallowed output columns. */
  readonly disallowedColumns: readonly string[];
}
