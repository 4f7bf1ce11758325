/** Returns the first name among others that a misspelled name probably stands for: it differs by case, punctuation, or one or two letters. */
export function similarName(name: string, others: readonly string[]): string | undefined {
  return others.find((other) => other !== name && areSimilar(name, other));
}

function areSimilar(one: string, other: string): boolean {
  const [a, b] = [one, other].map((name) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  return a === b || (Math.min(a.length, b.length) > MIN_LENGTH && digitsOf(a) === digitsOf(b) && distance(a, b) <= MAX_DISTANCE);
}

const MIN_LENGTH = 4;
const MAX_DISTANCE = 2;

/** Returns the digits of a name. Numbered names, such as those of versions, differ on purpose. */
function digitsOf(name: string): string {
  return name.replace(/\D/g, '');
}

/** Returns how many letters must be changed, added or removed to get from one text to the other (the Levenshtein distance). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[other.length];
}
