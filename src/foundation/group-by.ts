/** Groups values by what they have in common. Those that have nothing of the kind are left out. */
export function groupBy<Key, Value>(values: readonly Value[], keyOfValue: (value: Value) => Key | undefined): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOfValue(value);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
