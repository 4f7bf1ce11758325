import type { Warning } from '../foundation/warnings';

/** What IAM takes of inline policies in one role, white space aside. */
const MOST_CHARACTERS = 10_240;

/** About as much as a reference becomes at deployment: an id, an account, an ARN. */
const REFERENCE_CHARACTERS = 60;

/** Warns of inline policies of one role, as the template has them, that probably are too much together. */
export function warnAboutPolicySize(documents: unknown[]): Warning[] {
  const characters = documents.map(lengthOf).reduce((sum, each) => sum + each, 0);
  return characters > MOST_CHARACTERS ? [{
    id: 'cdk-cleanrooms:policiesTooLong',
    message: `the policies of the function have some ${characters} characters together, of which IAM takes ${MOST_CHARACTERS} in one role: `
      + 'move some of what runs or is looked up at deployment to another stack, which has a function of its own',
  }] : [];
}

/** How long a part of a template becomes as JSON, about. */
function lengthOf(part: unknown): number {
  if (typeof part !== 'object' || part === null) return JSON.stringify(part).length;
  if (Array.isArray(part)) return part.reduce((sum: number, each) => sum + lengthOf(each) + 1, 1);
  const entries = Object.entries(part);
  const [[key, value] = ['', undefined]] = entries;
  if (key === 'Fn::Join') return lengthOf((value as unknown[])[1]);
  if (key === 'Ref' || key.startsWith('Fn::')) return REFERENCE_CHARACTERS;
  return entries.reduce((sum, [name, each]) => sum + name.length + 4 + lengthOf(each), 1);
}
