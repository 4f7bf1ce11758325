import { Duration } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { code, fail } from '../foundation/validation-faults';

/** The maximum within the timeout of the function, which is 15 minutes. */
const LONGEST_WAIT = Duration.minutes(14);

/** Returns the maximum number of seconds that a custom resource waits. */
export function waitTimeoutSeconds(scope: IConstruct, timeout: Duration): number {
  if (timeout.isUnresolved()) return timeout.toSeconds();
  const seconds = timeout.toSeconds({ integral: false });
  return Number.isInteger(seconds) && seconds <= LONGEST_WAIT.toSeconds() ? seconds : fail(scope, code`WaitTooLong`,
    `'timeout' must be whole seconds and at most ${LONGEST_WAIT.toMinutes()} minutes, got ${timeout.toHumanString()}`);
}
