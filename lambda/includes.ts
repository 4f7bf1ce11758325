import { areEqual } from './canonical';

/**
 * Whether something that the service describes is what was asked for: it has each value that was asked for, and may have
 * more, such as what the service chose where nothing was said.
 */
export function includes(described: unknown, asked: unknown): boolean {
  if (asked === undefined) return true;
  if (Array.isArray(asked)) {
    return Array.isArray(described) && described.length === asked.length && asked.every((member, index) => includes(described[index], member));
  }
  if (typeof asked === 'object' && asked !== null) {
    if (typeof described !== 'object' || described === null) return Object.values(asked).every((member) => member === undefined);
    return Object.entries(asked).every(([name, member]) => includes((described as Record<string, unknown>)[name], member));
  }
  return areEqual(described, asked);
}
