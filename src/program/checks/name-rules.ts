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
  readonly knownNames: KnownNames;
  /** Whether the program has all that there can be of the kind. */
  readonly isComplete: boolean;
}

/** What is wrong with a name: an error where the program has all that there can be, otherwise a warning, of a probable spelling mistake. */
export interface NameFinding {
  readonly faults: ValidationFault[];
  readonly warnings: Warning[];
}

/** Looks a name up among those that the program has. */
export function checkName({ property, name, what, knownNames, isComplete }: NameInput): NameFinding {
  const nothing = { faults: [], warnings: [] };
  if (knownNames.has(name)) return nothing;
  const similar = knownNames.similarTo(name);
  if (similar === undefined && !isComplete) return nothing;

  const message = `'${property}' has '${name}', but this app has no ${what} of that name in the collaboration`
    + (similar === undefined ? `: ${knownNames.all.join(', ') || 'it has none'}` : `: '${similar}' is probably meant`);
  return isComplete ? { faults: [{ code: code`NameUnknown`, message }], warnings: [] } : { faults: [], warnings: [{ id: 'cdk-cleanrooms:nameUnknown', message }] };
}

/** Tables in the text of a query or in a list of a template: found by their look in the text, so that this is never more than a warning. */
export function warnAboutTables(input: NameInput): Warning[] {
  const { faults, warnings } = checkName(input);
  return [...faults, ...warnings].map(({ message }) => ({ id: 'cdk-cleanrooms:tableUnknown', message }));
}

/** A member that both the collaboration and a change request bring in, or two change requests. */
export function warnAboutAddedMember(accountId: string): Warning[] {
  return [{
    id: 'cdk-cleanrooms:memberAddedTwice',
    message: `the changes add ${accountId}, which is a member of the collaboration already, by its 'members' or another change request: `
      + "leave 'members' as the collaboration was made, and add each member once",
  }];
}
