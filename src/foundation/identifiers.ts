import { fits } from './exact-names';
import { isKnown } from './tokens';
import { code } from './validation-faults';
import type { ValidationFault } from './validation-faults';

const ACCOUNT_ID = /^[0-9]{12}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Checks the id of an AWS account. */
export function checkAccountId(property: string, accountId: string | undefined): ValidationFault[] {
  const isFine = accountId === undefined || fits(accountId, ACCOUNT_ID);
  return isFine ? [] : [{ code: code`AccountIdMalformed`, message: `'${property}' must be an AWS account, 12 digits, got '${accountId}'` }];
}

/** Checks the ids of AWS accounts. A list that is a token passes. */
export function checkAccountIds(property: string, accountIds: readonly string[] = []): ValidationFault[] {
  return accountIds.flatMap((accountId) => checkAccountId(property, accountId));
}

/** Checks an id that Clean Rooms assigned. In a policy, a wildcard would match what belongs to others. */
export function checkIdentifier(property: string, identifier: string | undefined): ValidationFault[] {
  const isFine = identifier === undefined || fits(identifier, UUID);
  return isFine ? [] : [{ code: code`IdentifierMalformed`, message: `'${property}' must be an id assigned by Clean Rooms, a UUID, got '${identifier}'` }];
}

/**
 * Checks that an ARN has one of the given forms, such as `arn:aws:cleanrooms:<region>:<account>:membership/<id>`. In a form, angle
 * brackets stand for one part; with `*` after them, the part can be a wildcard.
 */
export function checkArn(property: string, arn: string, ...forms: string[]): ValidationFault[] {
  if (forms.some((form) => fits(arn, patternOf(form)) || (form.includes('>*') && !isKnown(arn)))) return [];
  return [{ code: code`ArnMalformed`, message: `'${property}' must be of the form ${forms.join(' or ').replaceAll('>*', '>')}, got '${arn}'` }];
}

function patternOf(form: string): RegExp {
  const pattern = form
    .replaceAll('<account>*', '([0-9]{12}|\\*)')
    .replaceAll('<account>', '[0-9]{12}')
    .replace(/<[^>]+>\*/g, '[\\w.*-]+')
    .replace(/<[^>]+>/g, '[\\w.-]+');
  return new RegExp(`^${pattern}$`);
}
