import { isKnown } from '../../foundation/tokens';
import type { Warning } from '../../foundation/warnings';
import { areKnown } from '../member';
import type { Member } from '../member';

/**
 * Accounts that something names as members of a collaboration. A warning, because the collaboration can have been changed outside of
 * this app. `members` is `undefined` where they are not known.
 */
export function warnAboutAccounts(property: string, accountIds: readonly string[], members?: readonly Member[]): Warning[] {
  if (!areKnown(members)) return [];
  const known = members.map(({ accountId }) => accountId);
  return [...new Set(accountIds)].filter((accountId) => isKnown(accountId) && !known.includes(accountId)).map((accountId) => ({
    id: 'cdk-cleanrooms:accountNotMember',
    message: `'${property}' has ${accountId}, which is not a member of the collaboration: ${known.join(', ')}`,
  }));
}

/** A vote on changes that no request of the program asks for, though the program has the collaboration's creator. */
export function warnAboutUnrequestedChanges(): Warning[] {
  return [{
    id: 'cdk-cleanrooms:changesNotRequested',
    message: "'changes' are those of no CollaborationChangeRequest of the collaboration in this app: the approval waits for a request of exactly "
      + 'these changes, and fails without one',
  }];
}
