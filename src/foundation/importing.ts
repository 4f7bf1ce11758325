import { Lazy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The context key with which a program is synthesized for `cdk import`: `true`, or the id of the collaboration that is joined by invitation. */
const CONTEXT_KEY = 'cdk-cleanrooms:importing';

/**
 * Returns whether the program is synthesized for `cdk import`. The change set of an import holds nothing but what it imports, so that what is
 * imported must not depend on custom resources or on new roles.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources.html
 */
export function isImporting(scope: IConstruct): boolean {
  const value: unknown = scope.node.tryGetContext(CONTEXT_KEY);
  return value !== undefined && value !== false && value !== 'false';
}

/**
 * Returns what stands for an attribute that a custom resource would have: the id of the collaboration, if the context gives it; otherwise a text
 * that is of no use but differs from all others. It is a token, so that no rule takes it for a malformed value.
 */
export function importedValue(scope: IConstruct, attribute: string): string {
  const given: unknown = scope.node.tryGetContext(CONTEXT_KEY);
  const isGiven = attribute === 'CollaborationIdentifier' && given !== true && given !== 'true';
  return Lazy.string({ produce: () => isGiven ? String(given) : `not known in an import: ${attribute} of ${scope.node.path}` });
}
