import { groupBy } from './group-by';

/** Names that others are looked up among. What is asked for often is found once. */
export class KnownNames {
  private readonly exact: ReadonlySet<string>;
  private inLowerCase?: ReadonlySet<string>;
  private byDigits?: ReadonlyMap<string, readonly Candidate[]>;
  private readonly similar = new Map<string, string | undefined>();

  constructor(
    /** All names, in the order in which they are preferred. */
    public readonly all: readonly string[],
  ) {
    this.exact = new Set(all);
  }

  /** Returns whether a name is among them. */
  public has(name: string): boolean {
    return this.exact.has(name);
  }

  /** Returns whether a name is among them in any case of letters. */
  public hasInAnyCase(name: string): boolean {
    this.inLowerCase ??= new Set(this.all.map((each) => each.toLowerCase()));
    return this.inLowerCase.has(name.toLowerCase());
  }

  /** Returns the first other name that a misspelled name probably stands for: it differs by case, punctuation, or one or two letters. */
  public similarTo(name: string): string | undefined {
    if (!this.similar.has(name)) this.similar.set(name, this.findSimilar(name));
    return this.similar.get(name);
  }

  private findSimilar(name: string): string | undefined {
    this.byDigits ??= groupBy(this.all.map((each) => ({ name: each, letters: lettersOf(each) })), ({ letters }) => digitsOf(letters));
    const letters = lettersOf(name);
    return this.byDigits.get(digitsOf(letters))?.find((other) => other.name !== name && areSimilar({ name, letters }, other))?.name;
  }
}

interface Candidate {
  readonly name: string;
  readonly letters: string;
}

const MIN_LENGTH = 4;
const MAX_DISTANCE = 2;

/** Returns the letters and digits of a name, in lower case. */
function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Returns the digits of a name. Numbered names, such as those of versions, differ on purpose. */
function digitsOf(name: string): string {
  return name.replace(/\D/g, '');
}

/** Returns the short words of a name of several words. Names with different ones, such as those of Regions, differ on purpose. */
function shortWordsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u);
  return words.length > 1 ? words.filter(({ length }) => length < MIN_LENGTH).join(' ').toLowerCase() : '';
}

function areSimilar(one: Candidate, other: Candidate): boolean {
  if (one.letters === other.letters) return true;
  return Math.min(one.letters.length, other.letters.length) > MIN_LENGTH && shortWordsOf(one.name) === shortWordsOf(other.name)
    && isWithinDistance(one.letters, other.letters, MAX_DISTANCE);
}

/**
 * Returns whether at most some letters must be changed, added or removed to get from one text to the other (the Levenshtein distance). Only
 * as much of the texts is compared as can differ by so little.
 */
function isWithinDistance(one: string, other: string, most: number): boolean {
  if (Math.abs(one.length - other.length) > most) return false;
  const shifts = Array.from({ length: 2 * most + 1 }, (_, index) => index - most);
  let row = shifts.map((shift) => shift < 0 ? Infinity : shift);
  for (let i = 1; i <= one.length; i++) {
    const next: number[] = [];
    shifts.forEach((shift, index) => {
      const j = i + shift;
      const changed = row[index] + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(j < 0 || j > other.length ? Infinity : Math.min(changed, (row[index + 1] ?? Infinity) + 1, (next[index - 1] ?? Infinity) + 1));
    });
    if (next.every((distance) => distance > most)) return false;
    row = next;
  }
  return row[other.length - one.length + most] <= most;
}
