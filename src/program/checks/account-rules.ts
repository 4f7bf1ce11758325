import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import { absenceOf, areKnown } from '../member';
import type { Member } from '../member';

const ACCOUNT = /^\d{12}$/;

/**
 * Checks that what takes part in a collaboration is in the account of a member: nobody else finds the collaboration, or what is in it.
 * `members` is `undefined` where they are not known. For the accounts of members that the app removes there is a warning.
 */
export function checkStackAccount(accountId: string, members: readonly Member[] | undefined, removed: readonly string[]): ValidationFault[] {
  const isCertain = isKnown(accountId) && areKnown(members) && members.every((member) => ACCOUNT.test(member.accountId));
  if (!isCertain || removed.includes(accountId) || members.some((member) => member.accountId === accountId)) return [];
  return [{
    code: code`NotAMember`,
    message: `account ${accountId} of the stack is not among the members of the collaboration: ${accountsOf(members)} `
      + '(add a CollaborationChangeRequest that invites it; if the collaboration was changed outside of this app, import it '
      + "with the account among 'memberAccountIds')",
  }];
}

/** Warns about what takes part in a collaboration in the account of a member that the app removes. */
export function warnAboutStackAccount(accountId: string, removed: readonly string[]): Warning[] {
  return removed.includes(accountId) ? [{
    id: 'cdk-cleanrooms:stackOfRemovedMember',
    message: `the app removes account ${accountId} of the stack from the collaboration: what the stack looks up or waits for in it is not found any more`,
  }] : [];
}

/**
 * Accounts that something names as members of a collaboration. A warning, because the collaboration can have been changed outside of
 * this app. `members` is `undefined` where they are not known.
 */
export function warnAboutAccounts(
  property: string, accountIds: readonly string[], members: readonly Member[] | undefined, removed: readonly string[] = [],
): Warning[] {
  if (!areKnown(members)) return [];
  const known = new Set(members.map(({ accountId }) => accountId));
  return [...new Set(accountIds)].filter((accountId) => isKnown(accountId) && (!known.has(accountId) || removed.includes(accountId)))
    .map((accountId) => ({
      id: 'cdk-cleanrooms:accountNotMember',
      message: `'${property}' has ${accountId}, which ${absenceOf(accountId, removed)}: ${accountsOf(members.filter((member) => !removed.includes(member.accountId)))}`,
    }));
}

/** Warns about a member that change requests add, and that the app removes as well: a removed member cannot join again. */
export function warnAboutRemovedAddition(accountId: string): Warning[] {
  return [{
    id: 'cdk-cleanrooms:memberAddedAndRemoved',
    message: `the changes add ${accountId}, which the app removes from the collaboration: a removed member cannot join again, take out one of both`,
  }];
}

/** Warns about the removal of a member without whom nobody pays for something. `remaining` are the members that are left. */
export function warnAboutRemovedPayer(removed: Member | undefined, remaining: readonly Member[] | undefined): Warning[] {
  const mayPay = ({ paysFor, paymentIsChanged }: Member, cost: string) => !paysFor || paymentIsChanged || paysFor.includes(cost);
  const costs = removed?.paymentIsChanged ? [] : removed?.paysFor ?? [];
  return costs.filter((cost) => remaining && !remaining.some((member) => mayPay(member, cost))).map((cost) => ({
    id: 'cdk-cleanrooms:payerRemoved',
    message: `'accountId' is ${removed!.accountId}, the only candidate to pay for ${cost}: nobody can have it run after that, `
      + 'add another candidate with a CollaborationChangeRequest first',
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

function accountsOf(members: readonly Member[]): string {
  return members.map(({ accountId }) => accountId).join(', ');
}
