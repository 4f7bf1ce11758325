import { createHash } from 'node:crypto';

/**
 * Returns the same text for values that mean the same. The order of keys makes no difference, nor does a key that is absent
 * or undefined; a scalar equals the string that CloudFormation makes of it; the order of a list counts.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined).sort(([one], [other]) => one < other ? -1 : 1);
    return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
  }
  return value === undefined ? '' : JSON.stringify(String(value));
}

/** Whether two values mean the same. */
export function areEqual(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

/** Returns the same hash for values that mean the same. */
export function hashOf(value: unknown, characters: number): string {
  return createHash('sha256').update(canonical(value)).digest('hex').slice(0, characters);
}
