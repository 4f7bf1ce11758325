import type { Difference } from '../difference';
import { UNKNOWN, isUnknown } from '../fact';
import type { Fact, FactValue } from '../fact';
import { Questions } from '../questions';
import type { Block, Review, Row, Statement } from '../review';
import { plainText } from '../text';

/*
 * A review, or a difference, for machines. Its format has a version, which changes when something is taken away or gets another meaning.
 */

const VERSION = 1;

export function reviewJson({ rooms, notes }: Review, fingerprint: string): string {
  return asJson({
    version: VERSION,
    fingerprint,
    notes: notes.map(answer),
    rooms: rooms.map(({ name, stage, sections }) => ({
      name,
      stage,
      questions: sections.map(({ question, blocks }) => {
        const { id, question: text } = Questions[question];
        return { id, question: text, answers: blocks.map(blockJson) };
      }),
    })),
  });
}

export function differencesJson(differences: readonly Difference[]): string {
  return asJson({
    version: VERSION,
    looser: differences.filter(({ isLooser }) => isLooser).length,
    differences: differences.map(({ isLooser, room, subject, about, text, before, now, sources }) => ({
      looser: isLooser,
      room,
      subject: plainText(subject),
      about: plainText(about),
      text: plainText(text),
      before: valueJson(before),
      now: valueJson(now),
      sources,
    })),
  });
}

function blockJson(block: Block): unknown {
  switch (block.kind) {
    case 'statement': return { kind: block.kind, ...answer(block) };
    case 'listing': return { kind: block.kind, caption: plainText(block.caption), text: block.text, ...common(block) };
    case 'table': return {
      kind: block.kind,
      caption: plainText(block.caption),
      columns: block.columns,
      rows: block.rows.map((each) => ({ cells: each.cells.map(plainText), ...common(each) })),
    };
  }
}

function answer(each: Statement) {
  return { text: plainText(each.text), ...common(each) };
}

function common({ sources, certainty, facts }: Pick<Row, 'sources' | 'certainty' | 'facts'>) {
  return { certainty, sources, facts: facts.map(factJson) };
}

function factJson({ subject, about, value }: Fact) {
  return { subject: plainText(subject.label), about: plainText(about), value: valueJson(value) };
}

/** A value: `null` is no limit, and what is not known says so. */
function valueJson(value: FactValue): unknown {
  return value === undefined ? null : isUnknown(value) ? UNKNOWN : value;
}

/** JSON in which no character acts on a terminal. */
function asJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(/[\p{C}\u2028\u2029]/gu, (character) => character === '\n' ? character
    : character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''));
}
