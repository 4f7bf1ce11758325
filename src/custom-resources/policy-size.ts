import type { Warning } from '../foundation/warnings';

/** The maximum total size of the inline policies of a role, without white space. */
const MOST_CHARACTERS = 10_240;

/** The approximate length of a reference at deployment: an id, an account, an ARN. */
const REFERENCE_CHARACTERS = 60;

/** Warns if the inline policies of a role, as in the template, probably exceed the limit together. */
export function warnAboutPolicySize(documents: unknown[]): Warning[] {
  const characters = documents.map(lengthOf).reduce((sum, each) => sum + each, 0);
  return characters > MOST_CHARACTERS ? [{
    id: 'cdk-cleanrooms:policiesTooLong',
    message: `the policies of the function have about ${characters} characters in total, but IAM accepts only ${MOST_CHARACTERS} in one role: `
      + 'move some queries, jobs or lookups to another stack, which has its own function',
  }] : [];
}

/** Returns the approximate length of a part of a template as JSON. */
function lengthOf(part: unknown): number {
  if (typeof part !== 'object' || part === null) return JSON.stringify(part).length;
  if (Array.isArray(part)) return part.reduce((sum: number, each) => sum + lengthOf(each) + 1, 1);
  const entries = Object.entries(part);
  const [[key, value] = ['', undefined]] = entries;
  if (key === 'Fn::Join') return lengthOf((value as unknown[])[1]);
  if (key === 'Ref' || key.startsWith('Fn::')) return REFERENCE_CHARACTERS;
  return entries.reduce((sum, [name, each]) => sum + name.length + 4 + lengthOf(each), 1);
}
