import { Duration } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { code, fail } from '../foundation/validation-faults';

/** What fits into the 15 minutes of the function that waits. */
const LONGEST_WAIT = Duration.minutes(14);

/** The seconds that a custom resource waits at most. */
export function waitTimeoutSeconds(scope: IConstruct, timeout: Duration): number {
  if (timeout.isUnresolved()) return timeout.toSeconds();
  const seconds = timeout.toSeconds({ integral: false });
  return Number.isInteger(seconds) && seconds <= LONGEST_WAIT.toSeconds() ? seconds : fail(scope, code`WaitTooLong`,
    `'timeout' must be whole seconds and at most ${LONGEST_WAIT.toMinutes()} minutes, got ${timeout.toHumanString()}`);
}
