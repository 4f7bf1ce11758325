import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { resolveForDisplay } from './resolve-for-display';

/** A probable mistake. Its id is part of the public contract, because users acknowledge it. */
export interface Warning {
  readonly id: `cdk-cleanrooms:${string}`;
  readonly message: string;
}

/** Adds warnings to a construct. */
export function warn(scope: IConstruct, warnings: Warning[]): void {
  for (const { id, message } of warnings) {
    Annotations.of(scope).addWarningV2(id, resolveForDisplay(message));
  }
}
