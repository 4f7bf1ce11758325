import { isKnown } from './tokens';
import { code } from './validation-faults';
import type { ValidationFault } from './validation-faults';

const ACCOUNT_ID = /^[0-9]{12}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An AWS account. */
export function checkAccountId(property: string, accountId: string | undefined): ValidationFault[] {
  const isFine = accountId === undefined || !isKnown(accountId) || ACCOUNT_ID.test(accountId);
  return isFine ? [] : [{ code: code`AccountIdMalformed`, message: `'${property}' must be an AWS account, 12 digits, got '${accountId}'` }];
}

/** AWS accounts, where the list is known. */
export function checkAccountIds(property: string, accountIds: readonly string[] = []): ValidationFault[] {
  return accountIds.flatMap((accountId) => checkAccountId(property, accountId));
}

/** The id of something in Clean Rooms. A policy that names it would be open to others, were it a wildcard. */
export function checkIdentifier(property: string, identifier: string | undefined): ValidationFault[] {
  const isFine = identifier === undefined || !isKnown(identifier) || UUID.test(identifier);
  return isFine ? [] : [{ code: code`IdentifierMalformed`, message: `'${property}' must be the id that Clean Rooms gave, a UUID, got '${identifier}'` }];
}

/**
 * An ARN of one of the given forms, such as `arn:aws:cleanrooms:<region>:<account>:membership/<id>`. In a form, what stands in angle
 * brackets is one part; `*` after them says that the part can be a wildcard.
 */
export function checkArn(property: string, arn: string, ...forms: string[]): ValidationFault[] {
  if (!isKnown(arn) || forms.some((form) => patternOf(form).test(arn))) return [];
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
