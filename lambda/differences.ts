/*
 * How two values of a property differ, in words for a message.
 */
import { areEqual } from './canonical';
import { costsIn } from './costs';

const MAXIMUM_VALUE_CHARACTERS = 200;

/** How much of what is the same stands before the first difference of two long values. */
const CONTEXT_CHARACTERS = 50;

/** The names of a payment configuration: of a member and of the creator. */
const PAYMENT_NAMES = ['PaymentConfiguration', 'payment'];

/** Describes how the value of a property differs: `'members': added 222222222222 'Publisher'`. */
export function describeDifference(name: string, before: unknown, after: unknown): string {
  return difference(`'${name}'`, before, after);
}

function difference(name: string, before: unknown, after: unknown): string {
  if (Array.isArray(before) && Array.isArray(after)) {
    return `${name}: ${listDifferences(before, after).join(', ') || 'the same values in another order'}`;
  }
  if (isObject(before) && isObject(after)) return `${name}: ${objectDifferences(before, after).join(', ')}`;
  return `${name} from ${shown(before, after)} to ${shown(after, before)}`;
}

/** The members of both lists are matched by their account, if they have one, and otherwise by their whole value. */
function listDifferences(before: readonly unknown[], after: readonly unknown[]): string[] {
  const added = after.filter((value) => !before.some((other) => isSameMember(value, other)));
  const removed = before.filter((value) => !after.some((other) => isSameMember(value, other)));
  const changed = after.flatMap((value) => {
    const other = before.find((candidate) => isSameMember(value, candidate));
    return isObject(value) && isObject(other) && !areEqual(value, other) ? [`changed ${shown(value, other)} (${objectDifferences(other, value).join(', ')})`] : [];
  });
  return [
    ...added.map((value, index) => `added ${shown(value, removed[index])}`),
    ...removed.map((value, index) => `removed ${shown(value, added[index])}`),
    ...changed,
  ];
}

function objectDifferences(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.filter((key) => !areEqual(before[key], after[key])).map((key) => PAYMENT_NAMES.includes(key)
    ? paymentDifference(key, before[key], after[key]) : difference(key, before[key], after[key]));
}

/** Says which costs a member pays for, unless it pays for the same ones: then the forms differ. */
function paymentDifference(name: string, before: unknown, after: unknown): string {
  const [costsBefore, costsAfter] = [costsIn(before), costsIn(after)];
  return areEqual(costsBefore, costsAfter) ? difference(name, before ?? {}, after ?? {}) : difference('PaysFor', costsBefore, costsAfter);
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

/** Shows a value. Of a long one, it shows the part in which it differs from the other one. */
function shown(value: unknown, other: unknown): string {
  const account = accountOf(value);
  if (account !== undefined) {
    const { DisplayName, displayName = DisplayName } = value as Readonly<Record<string, unknown>>;
    return displayName === undefined ? String(account) : `${String(account)} '${String(displayName)}'`;
  }
  const whole = asText(value);
  if (whole.length <= MAXIMUM_VALUE_CHARACTERS) return whole;
  const differsAt = firstDifference(whole, asText(other));
  const start = differsAt < MAXIMUM_VALUE_CHARACTERS - CONTEXT_CHARACTERS ? 0 : differsAt - CONTEXT_CHARACTERS;
  const end = start + MAXIMUM_VALUE_CHARACTERS;
  return `${start > 0 ? '...' : ''}${whole.slice(start, end)}${end < whole.length ? '...' : ''}`;
}

function asText(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The index of the first character in which the texts differ. */
function firstDifference(one: string, other: string): number {
  let index = 0;
  while (index < one.length && one[index] === other[index]) index++;
  return index;
}
