import { isImporting } from '../../foundation/importing';
import type { CollaborationModel } from '../../program/collaboration-model';
import type { ProgramModel } from '../../program/model';

/** A member who can receive results, and whether its membership has a default location for them; `undefined` if that is not known. */
export interface ResultPlace {
  readonly accountId: string;
  readonly hasDefault?: boolean;
}

/** Returns the members who can receive results, with what the program knows of their default locations; `undefined` if the members are not known. */
export function resultPlacesOf(
  model: ProgramModel, collaboration: CollaborationModel | undefined, property: 'DefaultResultConfiguration' | 'DefaultJobResultConfiguration',
): ResultPlace[] | undefined {
  const members = collaboration?.members();
  if (!collaboration || !members?.every(({ accountId, abilities }) => accountId !== undefined && abilities)) return undefined;
  const memberships = model.membershipsOf(collaboration);
  return members.filter(({ abilities }) => abilities!.includes('CAN_RECEIVE_RESULTS')).map(({ accountId }) => {
    const membership = memberships.find(({ account, cfn }) => account === accountId && model.isCertain(account, collaboration, cfn));
    // In an import, a membership is synthesized without a location that needs a new role.
    const isKnown = membership && !isImporting(membership.cfn);
    return { accountId: accountId!, hasDefault: isKnown ? membership.property(property) !== undefined : undefined };
  });
}
