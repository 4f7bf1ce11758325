import { Token } from 'aws-cdk-lib';
import { isKnown } from './tokens';
import { code } from './validation-faults';
import type { ValidationFault } from './validation-faults';

/*
 * What a user gives can become part of an ARN in a policy, where `*` and `?` match the names of others, and `${...}` is a variable. So a name is
 * checked before it gets there. What CloudFormation fills in is not known yet and passes, but a wildcard in the text around it does not.
 */

/** Wildcards and variables of policies. The placeholder of a token begins like a variable. */
const WILDCARD = /[*?]|\$\{(?!Token\[)/;

/** Returns whether a text, which can have tokens in it, would match more than itself in a policy. */
export function hasWildcard(text: string): boolean {
  return WILDCARD.test(text);
}

/** Returns whether a text fits a pattern. What is not known at synthesis does, unless it has wildcards. */
export function fits(text: string, pattern: RegExp): boolean {
  return isKnown(text) ? pattern.test(text) : !hasWildcard(text);
}

/** Returns whether a text has more characters than it may have. The placeholder of a token says nothing of them. */
export function isLongerThan(characters: number, text: string): boolean {
  return !Token.isUnresolved(text) && text.length > characters;
}

/** Checks that an ARN, which a policy names, is that of one resource. */
export function checkExactArn(property: string, arn: string | undefined): ValidationFault[] {
  return arn === undefined || !hasWildcard(arn) ? [] : [{
    code: code`WildcardInArn`,
    message: `'${property}' must be one resource, got the ARN '${arn}': in a policy, a wildcard or a variable would match others: use the exact name or ARN of the resource`,
  }];
}

/** Checks an account or a Region that becomes part of an ARN in a policy. */
export function checkExactPlace(property: string, place: string | undefined): ValidationFault[] {
  return place === undefined || fits(place, /^[a-z0-9-]+$/) ? [] : [{
    code: code`PlaceMalformed`,
    message: `'${property}' must be in one account and one Region, got '${place}': in a policy, a wildcard would match others: use its account or its Region`,
  }];
}
