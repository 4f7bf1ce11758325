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

/** Returns what stands for a value that a custom resource would find: the given id, if the context has one. */
export function importedValue(scope: IConstruct): string {
  const value = String(scope.node.tryGetContext(CONTEXT_KEY));
  return value === 'true' ? 'not-known-in-an-import' : value;
}
