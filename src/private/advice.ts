import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { readable } from './readable';

/** What probably is a mistake, though the service accepts it. The id is part of the public contract: users acknowledge it. */
export interface Advice {
  readonly id: `cdk-cleanrooms:${string}`;
  readonly message: string;
}

/** Adds a warning for each piece of advice. */
export function advise(scope: IConstruct, advice: Advice[]): void {
  for (const { id, message } of advice) {
    Annotations.of(scope).addWarningV2(id, readable(message));
  }
}
