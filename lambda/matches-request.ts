import { areEqual } from './canonical';

/**
 * Whether what the service describes matches what was requested: it has every value that was requested. It may have more,
 * such as defaults that the service filled in.
 */
export function matchesRequest(described: unknown, requested: unknown): boolean {
  if (requested === undefined) return true;
  if (Array.isArray(requested)) {
    return Array.isArray(described) && described.length === requested.length
      && requested.every((member, index) => matchesRequest(described[index], member));
  }
  if (typeof requested === 'object' && requested !== null) {
    if (typeof described !== 'object' || described === null) return Object.values(requested).every((member) => member === undefined);
    return Object.entries(requested).every(([name, member]) => matchesRequest((described as Record<string, unknown>)[name], member));
  }
  return areEqual(described, requested);
}
