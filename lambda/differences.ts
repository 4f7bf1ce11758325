/*
 * How two values of a property differ, in words for a message.
 */
import { areEqual } from './canonical';

const MAXIMUM_VALUE_CHARACTERS = 200;

/** Describes how the value of a property differs: `'members': added 222222222222 'Publisher'`. */
export function describeDifference(name: string, before: unknown, after: unknown): string {
  return difference(`'${name}'`, before, after);
}

function difference(name: string, before: unknown, after: unknown): string {
  if (Array.isArray(before) && Array.isArray(after)) {
    return `${name}: ${listDifferences(before, after).join(', ') || 'the same values in another order'}`;
  }
  if (isObject(before) && isObject(after)) return `${name}: ${objectDifferences(before, after).join(', ')}`;
  return `${name} from ${shown(before)} to ${shown(after)}`;
}

/** The members of both lists are matched by their account, if they have one, and otherwise by their whole value. */
function listDifferences(before: readonly unknown[], after: readonly unknown[]): string[] {
  const added = after.filter((value) => !before.some((other) => isSameMember(value, other)));
  const removed = before.filter((value) => !after.some((other) => isSameMember(value, other)));
  const changed = after.flatMap((value) => {
    const other = before.find((candidate) => isSameMember(value, candidate));
    return isObject(value) && isObject(other) && !areEqual(value, other) ? [`changed ${shown(value)} (${objectDifferences(other, value).join(', ')})`] : [];
  });
  return [...added.map((value) => `added ${shown(value)}`), ...removed.map((value) => `removed ${shown(value)}`), ...changed];
}

function objectDifferences(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.filter((key) => !areEqual(before[key], after[key])).map((key) => difference(key, before[key], after[key]));
}

function isSameMember(one: unknown, other: unknown): boolean {
  const account = accountOf(one);
  return account === undefined ? areEqual(one, other) : account === accountOf(other);
}

function accountOf(value: unknown): unknown {
  return isObject(value) ? value.AccountId ?? value.accountId : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  const account = accountOf(value);
  if (account !== undefined) {
    const { DisplayName, displayName = DisplayName } = value as Readonly<Record<string, unknown>>;
    return displayName === undefined ? String(account) : `${String(account)} '${String(displayName)}'`;
  }
  const whole = value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);
  return whole.length <= MAXIMUM_VALUE_CHARACTERS ? whole : `${whole.slice(0, MAXIMUM_VALUE_CHARACTERS)}...`;
}
