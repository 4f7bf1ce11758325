import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { resolveForDisplay } from './resolve-for-display';

/** A probable mistake. Its id is part of the public contract, because users acknowledge it. */
export interface Warning {
  readonly id: `cdk-cleanrooms:${string}`;
  readonly message: string;
}

/** Adds warnings to a construct, except those that were acknowledged. */
export function warn(scope: IConstruct, warnings: Warning[]): void {
  for (const { id, message } of warnings) {
    if (!isAcknowledged(scope, id)) Annotations.of(scope).addWarningV2(id, resolveForDisplay(message));
  }
}

/** On an app, the warnings that were acknowledged, by the path of the construct. */
const ACKNOWLEDGED = Symbol.for('@aws-cdk/core.Acknowledgements');

type WithAcknowledged = IConstruct & { readonly [ACKNOWLEDGED]?: { readonly acks?: ReadonlyMap<string, ReadonlySet<string>> } };

/**
 * Whether a warning was acknowledged on the construct itself before it was added, as those that are found at synthesis are. Older versions of
 * aws-cdk-lib, such as 2.263.0, heed only what was acknowledged on the scopes around it.
 */
function isAcknowledged({ node }: IConstruct, id: string): boolean {
  return (node.root as WithAcknowledged)[ACKNOWLEDGED]?.acks?.get(node.path)?.has(id) ?? false;
}
