import type { KnownNames } from '../../foundation/similar-names';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';

/** A name that something of a collaboration is looked up or referred to by, and what the program knows of the kind. */
export interface NameInput {
  /** Where the name stands, such as `'analysisTemplateName'`. */
  readonly property: string;
  readonly name: string;
  /** What it is the name of, such as `analysis template`. */
  readonly what: string;
  /** Where the program knows names of the kind, such as `in the collaboration`. */
  readonly where: string;
  readonly known: NamesOfKind;
}

/** The names that the program knows of a kind. */
export interface NamesOfKind {
  readonly names: KnownNames;
  /** Whether the program has all members of the collaboration, and knows all names of the kind that they have in it. */
  readonly areAll: boolean;
}

/**
 * Refuses the name in a lookup that does not wait, where a known name is spelled almost like it, and the program has all members and knows all
 * their names. Otherwise, a name that is not known is only warned of, because a member can have made something of that name in another app. A
 * lookup of something that is made elsewhere under a similar name has its `timeout` to say so.
 */
export function checkLookedUpName(input: NameInput, waits: boolean): ValidationFault[] {
  const { known: { names, areAll }, name } = input;
  if (waits || !areAll || names.has(name) || names.similarTo(name) === undefined) return [];
  return [{ code: code`NameUnknown`, message: `${unknownName(input)}; if it is made elsewhere, set 'timeout', with which the lookup waits for it` }];
}

/** Warns about a name that is not known: where all names are known, or where it probably is a spelling mistake. */
export function warnAboutName(input: NameInput, id: 'nameUnknown' | 'tableUnknown' = 'nameUnknown'): Warning[] {
  const { known: { names, areAll }, name } = input;
  if (names.has(name) || (!areAll && names.similarTo(name) === undefined)) return [];
  return [{ id: `cdk-cleanrooms:${id}`, message: unknownName(input) }];
}

function unknownName({ property, name, what, where, known: { names } }: NameInput): string {
  const similar = names.similarTo(name);
  return `'${property}' has '${name}', but this app has no ${what} of that name ${where}`
    + (similar === undefined ? `: ${[...new Set(names.all)].join(', ') || 'it has none'}` : `: '${similar}' is probably meant`);
}

/** A member that both the collaboration and a change request bring in, or two change requests. */
export function warnAboutAddedMember(accountId: string): Warning[] {
  return [{
    id: 'cdk-cleanrooms:memberAddedTwice',
    message: `the changes add ${accountId}, which is a member of the collaboration already, by its 'members' or another change request: `
      + "leave 'members' as the collaboration was made, and add each member once",
  }];
}

/** Partners find a collaboration by its name. The name is checked where two on purpose are not said to be. */
export function checkNameIsUnique(name: string | undefined, namesakes: readonly string[]): ValidationFault[] {
  return namesakes.length > 0 ? [{
    code: code`CollaborationNameTwice`,
    message: `'collaborationName' is '${name}', as that of ${namesakes.map((path) => `'${path}'`).join(', ')} in the same account and Region, and partners find a `
      + "collaboration by its name: give each another name, or set 'allowDuplicateName'",
  }] : [];
}
