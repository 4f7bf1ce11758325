import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { resolveForDisplay } from './resolve-for-display';

/** What probably is a mistake, though the service accepts it. The id is part of the public contract: users acknowledge it. */
export interface Warning {
  readonly id: `cdk-cleanrooms:${string}`;
  readonly message: string;
}

/** Adds a warning for each piece of advice. */
export function warn(scope: IConstruct, advice: Warning[]): void {
  for (const { id, message } of advice) {
    Annotations.of(scope).addWarningV2(id, resolveForDisplay(message));
  }
}
