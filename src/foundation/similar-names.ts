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

  /** Returns the first other name that a misspelled name probably stands for: it differs by case, punctuation, or a slip or two. */
  public similarTo(name: string): string | undefined {
    if (!this.similar.has(name)) this.similar.set(name, this.findSimilar(name));
    return this.similar.get(name);
  }

  private findSimilar(name: string): string | undefined {
    this.byDigits ??= groupBy(this.all.map(candidate), ({ letters }) => digitsOf(letters));
    const one = candidate(name);
    return this.byDigits.get(digitsOf(one.letters))?.find((other) => other.name !== name && areSimilar(one, other))?.name;
  }
}

interface Candidate {
  readonly name: string;
  /** Its words, in lower case: those of `web-visits` or `webVisits`. */
  readonly words: readonly string[];
  /** Its letters and digits, in lower case. */
  readonly letters: string;
}

function candidate(name: string): Candidate {
  const words = name.split(/[^\p{L}\p{N}]|(?<=\p{Ll})(?=\p{Lu})/u).filter((word) => word).map((word) => word.toLowerCase());
  return { name, words, letters: words.join('') };
}

/** Returns the digits of a name. Numbered names, such as those of versions, differ on purpose. */
function digitsOf(name: string): string {
  return name.replace(/\D/g, '');
}

/** How many slips there can be in a word: none in short ones, such as those of Regions, which differ on purpose. */
function slipsIn(one: string, other: string): number {
  const length = Math.max(one.length, other.length);
  return length < 5 ? 0 : length < 8 ? 1 : 2;
}

/** Names are compared word by word; where one has more words, without what separates them. A name with another word at an end is another name. */
function areSimilar(one: Candidate, other: Candidate): boolean {
  if (one.letters === other.letters) return true;
  const [fewer, more] = one.words.length < other.words.length ? [one.words, other.words] : [other.words, one.words];
  if (fewer.length === more.length) return fewer.every((word, index) => areWithinSlips(word, more[index]));
  const areAmong = (offset: number) => fewer.every((word, index) => word === more[index + offset]);
  return !areAmong(0) && !areAmong(more.length - fewer.length) && areWithinSlips(one.letters, other.letters);
}

/**
 * Returns whether a text differs from another by no more slips than there can be in it: letters that are changed, added or missing, and
 * neighbours that changed places. Only as much of the texts is compared as can differ by so little.
 */
function areWithinSlips(one: string, other: string): boolean {
  const most = slipsIn(one, other);
  if (Math.abs(one.length - other.length) > most) return false;
  const shifts = Array.from({ length: 2 * most + 1 }, (_, index) => index - most);
  let before: number[] = [];
  let row = shifts.map((shift) => shift < 0 ? Infinity : shift);
  for (let i = 1; i <= one.length; i++) {
    const next: number[] = [];
    shifts.forEach((shift, index) => {
      const j = i + shift;
      const changed = row[index] + (one[i - 1] === other[j - 1] ? 0 : 1);
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? (before[index] ?? Infinity) + 1 : Infinity;
      const [added, left] = [row[index + 1] ?? Infinity, next[index - 1] ?? Infinity];
      next.push(Math.min(changed, swapped, added + 1, left + 1));
    });
    if (Math.min(...next, ...row) > most) return false;
    [before, row] = [row, next];
  }
  return row[other.length - one.length + most] <= most;
}
