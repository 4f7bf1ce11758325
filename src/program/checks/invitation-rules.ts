import type { Warning } from '../../foundation/warnings';

/** Warns about an invitation that several collaborations of this app have the creator, Region and name of. */
export function warnAboutAmbiguousInvitation(paths: readonly string[]): Warning[] {
  return paths.length < 2 ? [] : [{
    id: 'cdk-cleanrooms:invitationAmbiguous',
    message: `this app has several collaborations of this creator, Region and name: ${paths.map((path) => `'${path}'`).join(', ')}. It is not known `
      + "which of them is found, so that members and payments are not known here: give them different names, or set 'memberAccountIds' here and "
      + "'paymentResponsibilities' of the membership",
  }];
}

/** A collaboration with its creator and Region. */
export interface CreatedCollaboration {
  readonly path: string;
  readonly creatorAccountId: string;
  readonly region: string;
}

/** Warns about an invitation that is none to a collaboration of the same name to which the account of the stack is invited. */
export function warnAboutOtherCollaboration(
  invitation: Omit<CreatedCollaboration, 'path'>, { path, creatorAccountId, region }: CreatedCollaboration,
): Warning[] {
  const differences = [
    ...creatorAccountId === invitation.creatorAccountId ? [] : [`'creatorAccountId' is ${invitation.creatorAccountId}, and its creator ${creatorAccountId}`],
    ...region === invitation.region ? [] : [`the stack is in ${invitation.region}, and it is in ${region}`],
  ];
  return [{
    id: 'cdk-cleanrooms:invitationToOtherCollaboration',
    message: `this app has '${path}', a collaboration of this name to which the account of the stack is invited, but ${differences.join('; ')}`,
  }];
}

/** Warns about an invitation to a collaboration of another Stage, from which nothing is derived here. */
export function warnAboutOtherStage(path: string): Warning[] {
  return [{
    id: 'cdk-cleanrooms:collaborationOfOtherStage',
    message: `the collaboration is '${path}' in another Stage of this app, so that its members and payments are not known here: define both in the same `
      + "Stage, or set 'memberAccountIds' here and 'paymentResponsibilities' of the membership",
  }];
}
