import type { Text } from './text';
import { plainText } from './text';

/*
 * What answers say, in a form that can be compared: which columns, how many people, yes or no. Two versions of a program are compared fact by
 * fact, never word by word.
 */

/** What facts are about: the room, a member, a table, a template. */
export interface Subject {
  /** What is the same in both versions: one of these, the first of which counts most. A construct can be renamed, and a name can change. */
  readonly keys: readonly string[];
  readonly label: Text;
  /** Whether a new one loosens protection: data or people that were not there before. */
  readonly isLooserWhenNew: boolean;
}

/** What of a value loosens the protection of the people in the data. A value that is left out, `undefined`, is no limit at all. */
export type Looser =
  /** A list in which anything more does. */
  | 'MORE'
  /** A list in which anything less does. */
  | 'FEWER'
  | 'HIGHER'
  | 'LOWER'
  | 'YES'
  | 'NO'
  /** Every change has to be looked at again: the text of a template, the place of results. */
  | 'ANY'
  /** Trusts, of which each that none of before includes does. */
  | 'WIDER'
  | 'NEVER';

/** Whom a role trusts, and under which conditions: each lists the values that meet it. */
export interface Trust {
  readonly principal: string;
  readonly conditions: Readonly<Record<string, readonly string[]>>;
}

/** A value that this program does not say. */
export interface Unknown {
  readonly unknown: true;
  /** Whether facts of the same subject that are left out are not known either. */
  readonly hidesOthers?: true;
}

export const UNKNOWN: Unknown = { unknown: true };

/** In place of the type of a rule, which says what else there is to know of it. */
export const UNKNOWN_WITH_OTHERS: Unknown = { unknown: true, hidesOthers: true };

export type FactValue = readonly string[] | readonly Trust[] | number | boolean | string | undefined | Unknown;

/** Something that holds of a subject. */
export interface Fact {
  readonly subject: Subject;
  /** What it is among the facts of the subject. */
  readonly key: string;
  /** The same in words, to read before "is". */
  readonly about: Text;
  readonly value: FactValue;
  readonly looser: Looser;
  /** What a number counts, such as `people`. */
  readonly unit?: string;
}

export function fact(subject: Subject, about: Text, value: FactValue, looser: Looser, more: Partial<Pick<Fact, 'unit' | 'key'>> = {}): Fact {
  return { subject, key: plainText(about), about, value, looser, ...more };
}

export function isUnknown(value: FactValue): value is Unknown {
  return typeof value === 'object' && 'unknown' in value;
}
