import { Lazy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checkIdentifier } from './identifiers';
import { code, fail } from './validation-faults';

/** The context key with which a program is synthesized for `cdk import`: `true`, or the id of the collaboration or membership that is looked up. */
const CONTEXT_KEY = 'cdk-cleanrooms:importing';

/**
 * Returns whether the program is synthesized for `cdk import`. The change set of an import holds nothing but what it imports, so that what is
 * imported must not depend on custom resources or on new roles.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources.html
 */
export function isImporting(scope: IConstruct): boolean {
  const value: unknown = scope.node.tryGetContext(CONTEXT_KEY);
  if (value === undefined || value === false || value === 'false') return false;
  if (value === true || value === 'true' || typeof value === 'string' && checkIdentifier(CONTEXT_KEY, value).length === 0) return true;
  return fail(scope, code`ImportingMalformed`,
    `the context value '${CONTEXT_KEY}' must be true, false, or the id of what is looked up, a UUID, got ${JSON.stringify(value)}`);
}

/** What lookups find, of which the context can give the id. */
const LOOKED_UP = ['CollaborationIdentifier', 'MembershipIdentifier'];

const STAND_IN = 'not known in an import: ';

/** Whether a rendered value has something in it that stands for an attribute of a custom resource. */
export function hasStandIn(rendered: unknown): boolean {
  return JSON.stringify(rendered)?.includes(STAND_IN) ?? false;
}

/**
 * Returns what stands for an attribute that a custom resource would have: the id of what is looked up, if the context gives it; otherwise a text
 * that is of no use but differs from all others. It is a token, so that no rule takes it for a malformed value.
 */
export function importedValue(scope: IConstruct, attribute: string): string {
  const given: unknown = scope.node.tryGetContext(CONTEXT_KEY);
  const isGiven = LOOKED_UP.includes(attribute) && given !== true && given !== 'true';
  return Lazy.string({ produce: () => isGiven ? String(given) : `${STAND_IN}${attribute} of ${scope.node.path}` });
}
