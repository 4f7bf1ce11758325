import { Duration } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { MOST_SECONDS_OF_WAIT } from './contract/waiting';
import { code, fail } from '../foundation/validation-faults';

/** CloudFormation waits for a custom resource for at most an hour. */
const LONGEST_WAIT = Duration.hours(1);

/**
 * Returns the maximum number of seconds that a custom resource waits. CloudFormation needs the answer within its hour, so that a wait of the
 * whole hour ends a minute before.
 */
export function waitTimeoutSeconds(scope: IConstruct, timeout: Duration, longest = LONGEST_WAIT): number {
  if (timeout.isUnresolved()) return timeout.toSeconds();
  const seconds = timeout.toSeconds({ integral: false });
  return Number.isInteger(seconds) && seconds <= longest.toSeconds() ? Math.min(seconds, MOST_SECONDS_OF_WAIT) : fail(scope, code`WaitTooLong`,
    `'timeout' must be whole seconds and at most ${longest.toMinutes()} minutes, got ${timeout.toHumanString()}`);
}
