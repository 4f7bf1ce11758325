import type { GuardedType } from './guarded-type';

/** An intermediate table. The SDK has no operation yet that reads it, so that only a change in the program is seen. */
export const intermediateTable: GuardedType = {
  displayName: 'intermediate table',
  importedBy: 'IntermediateTableIdentifier and MembershipIdentifier',
  remedies: {},
  remedy: "create a second table with another name, or set 'allowReplacement' and rename this one",
  createdWith: async () => undefined,
  comparable: (wanted) => wanted,
  findExisting: async () => undefined,
};
