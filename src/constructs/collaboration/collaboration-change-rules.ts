import { Token } from 'aws-cdk-lib';
import { checkAccountId } from '../../foundation/identifiers';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import { FIXED_ABILITIES } from '../../program/member';
import type { RequestedChange } from '../../program/member';

const CHANGES = { least: 1, most: 10 };
const DISPLAY_NAME_CHARACTERS = 100;

/** Checks what the service enforces on a change request. */
export function checkCollaborationChanges(changes: readonly RequestedChange[]): ValidationFault[] {
  const faults: ValidationFault[] = [];
  if (changes.length < CHANGES.least || changes.length > CHANGES.most) {
    faults.push({ code: code`ChangesCount`, message: `'changes' must have ${CHANGES.least} to ${CHANGES.most} changes, got ${changes.length}` });
  }
  for (const { Member: member } of changes) {
    if (!member) continue;
    faults.push(...checkAccountId('accountId', member.AccountId), ...checkDisplayName(member.DisplayName));
    const fixed = (member.Abilities ?? []).filter((ability) => FIXED_ABILITIES.includes(ability));
    if (fixed.length) {
      faults.push({
        code: code`AbilityFixed`,
        message: `'abilities' of a change must not have ${fixed.join(' and ')}, got it for ${member.AccountId}: which member can query and run jobs `
          + 'cannot be changed, and these abilities are kept without being named',
      });
    }
  }
  return faults;
}

/** Checks that the changes of a request are not given as something of the definition of a collaboration. */
export function checkUnmarked(changes: readonly { readonly _properties: RequestedChange; readonly _isMarked: boolean }[]): ValidationFault[] {
  return changes.filter(({ _isMarked: isMarked }) => isMarked).map(({ _properties: { Member: member } }) => ({
    code: code`MarkInChangeRequest`,
    message: `the member ${member?.AccountId} of a change must not have 'since', 'changes' or 'leaves': add a marked member to the Collaboration, which `
      + 'requests it itself, or omit the marks',
  }));
}

/** Checks the account of a member to remove. */
export function checkMemberRemoval(accountId: string, creatorAccountId: string): ValidationFault[] {
  if (Token.isUnresolved(accountId) || accountId !== creatorAccountId) return checkAccountId('accountId', accountId);
  return [{
    code: code`CreatorRemoved`,
    message: `'accountId' must not be ${accountId}, the account of the stack: the creator of a collaboration can only leave it by deleting it`,
  }];
}

function checkDisplayName(displayName: string | undefined): ValidationFault[] {
  const isFine = displayName === undefined || Token.isUnresolved(displayName)
    || displayName.trim() !== '' && displayName.length <= DISPLAY_NAME_CHARACTERS;
  return isFine ? [] : [{
    code: code`DisplayNameLength`,
    message: `'displayName' must have 1 to ${DISPLAY_NAME_CHARACTERS} characters and not be blank, got '${displayName}'`,
  }];
}
