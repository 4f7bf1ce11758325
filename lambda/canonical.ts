/**
 * One text for values that mean the same: the order of keys, and a key that is absent or undefined, make no difference;
 * a scalar equals the string that CloudFormation makes of it; the order of a list counts.
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

export function areEqual(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}
