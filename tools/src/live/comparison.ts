import { Token } from 'aws-cdk-lib';

/*
 * Compares what the template of a resource says with what AWS has, property by property. What a template leaves to the deployment is not known
 * here, and no difference.
 */

/** A place where AWS has something else than the program. */
export interface Difference {
  /** Where it is, from the property on: `AnalysisRules.Policy.V1.List.ListColumns`. */
  readonly place: string;
  /** What the program says and what AWS has, as a message says it. */
  readonly text: string;
}

/** What else is compared than what the template says. */
export interface ComparisonOptions {
  /** Whether what the template leaves out is a difference where AWS has it. Otherwise it may be a default of the service. */
  readonly inFull?: boolean;
}

/** The differences between a value of a template and the same value as AWS has it. */
export function differencesOf(place: string, program: unknown, live: unknown, options: ComparisonOptions = {}): Difference[] {
  if (Token.isUnresolved(program) || (isNeutral(program) && isNeutral(live))) return [];
  if (Array.isArray(program) || (program === undefined && Array.isArray(live))) {
    return inLists(place, program ?? [], Array.isArray(live) ? live : [], options);
  }
  if (isObject(program) && isObject(live)) {
    const keys = [...new Set([...Object.keys(program), ...options.inFull ? Object.keys(live) : []])];
    return keys.flatMap((key) => differencesOf(`${place}.${key}`, program[key], live[key], options));
  }
  if (!isObject(program) && !isObject(live) && textOf(place, program) === textOf(place, live)) return [];
  return hasToken(program) && isObject(program) && isObject(live) ? [] : [{ place, text: `is ${shown(live)} in AWS, and ${shown(program)} in the program` }];
}

/** A value as text. The case of the names of columns makes no difference. */
function textOf(place: string, value: unknown): string {
  return place.includes('Column') ? String(value).toLowerCase() : String(value);
}

/** Values that stand for nothing, which the service may leave out. */
const NEUTRAL: readonly unknown[] = [undefined, null, '', false, 'false', 'DISABLED', 'NOT_ALLOWED'];

/** Whether a rule or a configuration is the same without a value. */
function isNeutral(value: unknown): boolean {
  if (Array.isArray(value)) return !value.length;
  return NEUTRAL.includes(value) || (isObject(value) && !Object.keys(value).length);
}

/** Lists have no order in Clean Rooms. Each member of the program's that is a token may be any one of AWS. */
function inLists(place: string, program: readonly unknown[], live: readonly unknown[], options: ComparisonOptions): Difference[] {
  const left = [...live];
  const takeFirst = (matches: (value: unknown) => boolean): boolean => {
    const index = left.findIndex(matches);
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  };
  const certain = program.filter((member) => !Token.isUnresolved(member));
  // Those that are known in full take theirs first, before those that could be several.
  const missing = [...certain].sort((one, other) => Number(hasToken(one)) - Number(hasToken(other)))
    .filter((member) => !takeFirst((value) => !differencesOf(place, member, value, options).length));
  const [onlyMissing, ...othersMissing] = missing;
  const unknown = program.length - certain.length;
  const added = left.length > unknown ? left : [];
  // One that was changed is told by what is different in it.
  if (isObject(onlyMissing) && !othersMissing.length && added.length === 1 && !unknown) return differencesOf(place, onlyMissing, added[0], options);
  if (!missing.length && !added.length) return [];
  const parts = [
    ...added.length ? [`has ${shownList(added)} in AWS${unknown ? ', of which the program knows at most ' + unknown + ' at deployment' : ' only'}`] : [],
    ...missing.length ? [`has ${shownList(missing)} in the program only`] : [],
  ];
  return [{ place, text: parts.join(', and ') }];
}

/** Whether a part of a value is known at deployment only. */
export function hasToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasToken);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const LONGEST = 200;

/** A value as messages have it. */
export function shown(value: unknown): string {
  if (value === undefined) return 'not there';
  const text = typeof value === 'string' ? `'${value}'` : JSON.stringify(value, (_, part: unknown) => Token.isUnresolved(part) ? '(known at deployment)' : part);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function shownList(values: readonly unknown[]): string {
  return values.map(shown).join(', ');
}

/** A value of the API in the form of a template: the names of its members begin with a capital. */
export function inTemplateForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inTemplateForm);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.charAt(0).toUpperCase() + key.slice(1), inTemplateForm(member)]));
}

/** A text of the program that is known before the deployment. */
export function known(text: string | undefined): string | undefined {
  return Token.isUnresolved(text) ? undefined : text;
}
