import { covers, isLooserValue, valueInWords } from './comparison';
import { UNKNOWN, isUnknown } from './fact';
import type { Fact, FactValue, Subject, Trust } from './fact';
import { answersOf, factsOf, subjectsOf } from './review';
import type { Review, RoomReview } from './review';
import { list, say, words } from './text';
import type { Text } from './text';

/*
 * What changed from one version of a program to the next: fact by fact, with what loosens protection first. What cannot be said not to loosen
 * it counts as if it did.
 */

/** A difference. */
export interface Difference {
  readonly isLooser: boolean;
  /** The clean room, where a program has several. */
  readonly room: string;
  readonly subject: Text;
  readonly about: Text;
  readonly text: Text;
  readonly before: FactValue;
  readonly now: FactValue;
  /** Where the program says so now; where it said so before, if it does no more. */
  readonly sources: readonly string[];
}

/** The differences of two reviews, those that loosen protection first. */
export function differencesOf(now: Review, before: Review): Difference[] {
  const differences = [
    ...now.rooms.flatMap((room) => {
      const old = before.rooms.find(({ key }) => key === room.key);
      return old ? inRoom(room, old) : [wholeRoom(room, true)];
    }),
    ...before.rooms.filter((room) => !now.rooms.some(({ key }) => key === room.key)).map((room) => wholeRoom(room, false)),
  ];
  return [...differences.filter(({ isLooser }) => isLooser), ...differences.filter(({ isLooser }) => !isLooser)];
}

function wholeRoom({ key, sections }: RoomReview, isNew: boolean): Difference {
  const sources = sections[0].blocks.flatMap((block) => block.kind === 'table' ? block.rows[0].sources : block.sources).slice(0, 1);
  return {
    isLooser: isNew,
    room: key,
    subject: say`room ${key}`,
    about: words(''),
    before: !isNew,
    now: isNew,
    sources,
    text: isNew ? say`Clean room ${key} is new: nothing of it has been reviewed against an earlier version.` : say`Clean room ${key} is no longer in this program.`,
  };
}

/** The facts about a subject, with their sources. */
interface Described {
  readonly subject: Subject;
  readonly facts: ReadonlyMap<string, Fact>;
  readonly sources: ReadonlyMap<string, readonly string[]>;
}

function inRoom(room: RoomReview, before: RoomReview): Difference[] {
  const [described, old] = [room, before].map(describe);
  const pairs = described.map((each) => ({ now: each, before: old.find(({ subject }) => areSame(subject, each.subject)) }));
  const gone = old.filter((each) => !pairs.some((pair) => pair.before === each));
  return [
    ...pairs.flatMap(({ now, before: earlier }) => earlier ? ofSubject(room.key, now, earlier) : [comesOrGoes(room.key, now, true)]),
    ...gone.map((each) => comesOrGoes(room.key, each, false)),
  ];
}

function areSame(one: Subject, other: Subject): boolean {
  return one.keys.some((key) => other.keys.includes(key));
}

function describe(room: RoomReview): Described[] {
  const sourceOf = new Map(answersOf(room).flatMap(({ answer }) => answer.facts.map((each) => [each, answer.sources] as const)));
  const facts = factsOf(room);
  return subjectsOf(room).map((subject) => {
    const own = facts.filter((each) => each.subject === subject);
    const sources = new Map(own.map((each) => [each.key, sourceOf.get(each) ?? []]));
    return { subject, facts: new Map(own.map((each) => [each.key, each])), sources };
  });
}

/** Something that was not there before, or is there no more. */
function comesOrGoes(room: string, { subject, facts, sources }: Described, isNew: boolean): Difference {
  const says = [...facts.values()].filter(({ value }) => !(Array.isArray(value) && value.length === 0) && value !== false && value !== undefined);
  const shown = says.filter(({ looser }) => looser !== 'NEVER' && looser !== 'WIDER').slice(0, 6);
  return {
    isLooser: isNew && subject.isLooserWhenNew,
    room,
    subject: subject.label,
    about: words(''),
    before: !isNew,
    now: isNew,
    sources: [...new Set([...sources.values()].flat())].slice(0, 2),
    text: isNew ? say`${capital(subject.label)} is new.${shown.flatMap((each) => say` ${capital(each.about)}: ${valueInWords(each.value)}.`)}`
      : say`${capital(subject.label)} is no longer there.`,
  };
}

function ofSubject(room: string, now: Described, before: Described): Difference[] {
  const keys = [...new Set([...now.facts.keys(), ...before.facts.keys()])];
  return keys.flatMap((key) => {
    const [fact, old] = [now.facts.get(key), before.facts.get(key)];
    const either = (fact ?? old)!;
    const [value, earlier] = [valueOf(now, either), valueOf(before, either)];
    if (areEqual(value, earlier)) return [];
    return [{
      isLooser: isLooserValue(either.looser, value, earlier),
      room,
      subject: now.subject.label,
      about: either.about,
      before: earlier,
      now: value,
      sources: now.sources.get(key) ?? before.sources.get(key) ?? [],
      text: changeInWords(now.subject.label, either.about, value, earlier),
    }];
  });
}

/** The value of a fact, also of one that is left out. */
function valueOf({ facts }: Described, { key, looser }: Fact): FactValue {
  const fact = facts.get(key);
  if (fact) return fact.value;
  if ([...facts.values()].some(({ value }) => isUnknown(value) && value.hidesOthers)) return UNKNOWN;
  if (looser === 'YES' || looser === 'NO') return false;
  return looser === 'MORE' || looser === 'FEWER' || looser === 'WIDER' ? [] : undefined;
}

function areEqual(one: FactValue, other: FactValue): boolean {
  return (isUnknown(one) && isUnknown(other)) || JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: FactValue): unknown {
  return Array.isArray(value) ? value.map((member) => JSON.stringify(member)).sort() : value ?? null;
}

function changeInWords(subject: Text, about: Text, now: FactValue, before: FactValue): Text {
  const start = say`${capital(subject)}: ${about}`;
  if (isTexts(now) && isTexts(before)) {
    const more = now.filter((value) => !before.includes(value));
    const less = before.filter((value) => !now.includes(value));
    const parts = [...more.length ? [say`has ${list(more)} in addition`] : [], ...less.length ? [say`has ${list(less)} no more`] : []];
    return say`${start} ${list(parts)}.`;
  }
  if (isTrusts(now) && isTrusts(before)) {
    const more = now.filter((trust) => !before.some((old) => covers(old, trust)));
    return more.length ? say`${start} is wider. In addition: ${valueInWords(more)}.` : say`${start} is no wider: ${valueInWords(now)}.`;
  }
  return say`${start} is now ${valueInWords(now)}. It was ${valueInWords(before)}.`;
}

function isTexts(value: FactValue): value is readonly string[] {
  return Array.isArray(value) && value.every((member) => typeof member === 'string');
}

function isTrusts(value: FactValue): value is readonly Trust[] {
  return Array.isArray(value) && value.every((member) => typeof member === 'object');
}

function capital(text: Text): Text {
  const [first, ...rest] = text;
  return typeof first === 'string' ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest] : text;
}
