import { isKnown } from './tokens';

/** Returns the values that are in a list more than once. Tokens are not compared. */
export function repeated(values: readonly string[]): string[] {
  const known = values.filter(isKnown);
  return [...new Set(known.filter((value, index) => known.indexOf(value) !== index))];
}

/** Returns the values that are not among the others, each once; none if the others are not known. */
export function missing(values: readonly string[], others?: readonly string[]): string[] {
  return others?.every(isKnown) ? [...new Set(values)].filter((value) => isKnown(value) && !others.includes(value)) : [];
}
