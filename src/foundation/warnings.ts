import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { resolveForDisplay } from './resolve-for-display';

/** A probable mistake. Its id is part of the public contract, because users acknowledge it. */
export interface Warning {
  readonly id: `cdk-cleanrooms:${string}`;
  readonly message: string;
}

/** Adds warnings to a construct, except those that were acknowledged, which the cloud assembly has a note of. */
export function warn(scope: IConstruct, warnings: Warning[]): void {
  for (const { id, message } of warnings) {
    if (isAcknowledged(scope, [id])) recordAcknowledged(scope, id);
    else Annotations.of(scope).addWarningV2(id, resolveForDisplay(message));
  }
}

/** The type of the entry in the metadata of a construct that has the id of a warning which the construct would have. */
export const ACKNOWLEDGED_METADATA_TYPE = 'cdk-cleanrooms:acknowledged';

function recordAcknowledged({ node }: IConstruct, id: string): void {
  const isRecorded = node.metadata.some(({ type, data }) => type === ACKNOWLEDGED_METADATA_TYPE && data === id);
  if (!isRecorded) node.addMetadata(ACKNOWLEDGED_METADATA_TYPE, id);
}

/** On an app, the warnings that were acknowledged, by the path of the construct. */
const ACKNOWLEDGED = Symbol.for('@aws-cdk/core.Acknowledgements');

type WithAcknowledged = IConstruct & { readonly [ACKNOWLEDGED]?: { readonly acks?: ReadonlyMap<string, ReadonlySet<string>> } };

/**
 * Whether a warning was acknowledged, under one of its ids, on a construct or on one of the scopes around it. Older versions of aws-cdk-lib,
 * such as 2.263.0, heed only the scopes where the warning is added afterwards, as those that are found at synthesis are.
 */
export function isAcknowledged({ node }: IConstruct, ids: readonly string[]): boolean {
  const acknowledged = (node.root as WithAcknowledged)[ACKNOWLEDGED]?.acks;
  return !!acknowledged && node.scopes.some((scope) => ids.some((id) => acknowledged.get(scope.node.path)?.has(id)));
}
