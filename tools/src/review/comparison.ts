import { isUnknown } from './fact';
import type { FactValue, Looser, Trust } from './fact';
import { list, say, words } from './text';
import type { Text } from './text';

/*
 * When a value protects less than another one.
 */

/** Whether a value that differs from the one before protects less, or cannot be said not to. `undefined` is no limit. */
export function isLooserValue(looser: Looser, now: FactValue, before: FactValue): boolean {
  if (looser === 'NEVER') return false;
  if (isUnknown(now)) return true;
  if (isUnknown(before)) return !isTightest(looser, now);
  switch (looser) {
    case 'ANY': return true;
    case 'YES': return now === true;
    case 'NO': return now === false;
    case 'HIGHER': return before !== undefined && (now === undefined || now > before);
    case 'LOWER': return before !== undefined && (now === undefined || now < before);
    case 'MORE': return before !== undefined && (now === undefined || texts(now).some((value) => !texts(before).includes(value)));
    case 'FEWER': return texts(before).some((value) => !texts(now).includes(value));
    case 'WIDER': return (now as readonly Trust[]).some((trust) => !(before as readonly Trust[]).some((old) => covers(old, trust)));
  }
}

/** Whether nothing protects more than a value. */
function isTightest(looser: Looser, value: FactValue): boolean {
  switch (looser) {
    case 'YES': return value === false;
    case 'NO': return value === true;
    case 'MORE':
    case 'WIDER': return Array.isArray(value) && value.length === 0;
    default: return false;
  }
}

/** Whether a trust lets in everybody whom another one does. */
export function covers(trust: Trust, other: Trust): boolean {
  if (trust.principal !== other.principal && trust.principal !== '*') return false;
  return Object.entries(trust.conditions).every(([key, values]) => other.conditions[key]?.every((value) => values.includes(value)));
}

function texts(value: FactValue): readonly string[] {
  return Array.isArray(value) ? value as readonly string[] : [];
}

/** A value in words. */
export function valueInWords(value: FactValue): Text {
  if (value === undefined) return words('not limited');
  if (value === true || value === false) return words(value ? 'yes' : 'no');
  if (typeof value === 'number') return words(String(value));
  if (typeof value === 'string') return say`${value}`;
  if (isUnknown(value)) return words('not known');
  if (value.length === 0) return words('empty');
  return list((value as readonly (string | Trust)[]).map((member) => typeof member === 'string' ? member : trustInWords(member)));
}

function trustInWords({ principal, conditions }: Trust): Text {
  const when = Object.entries(conditions).map(([key, values]) => say`${key} is ${list(values, 'or')}`);
  return when.length ? say`${principal} where ${list(when)}` : say`${principal} without any condition`;
}
