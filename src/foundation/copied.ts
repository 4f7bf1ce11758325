/**
 * Returns a deep copy of lists and plain objects, so that later changes of the original do not affect who keeps it. Constructs and other
 * objects are not copied.
 */
export function copied<T>(value: T): T {
  if (Array.isArray(value)) return value.map((member: unknown) => copied(member)) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, copied(member)])) as T;
}
