/*
 * How long to wait before a call is tried again. The SDK waits up to 20 seconds: where the resources of a stack share the service's rate limit, it
 * has nothing to do for some of that time, and the last of them come late.
 */
import type { StandardRetryBackoffStrategy } from '@smithy/types';

const LONGEST_MILLISECONDS = 8_000;

/** Pauses that double, up to a longest one, each of random length. */
export class Backoff implements StandardRetryBackoffStrategy {
  private firstMilliseconds = 0;

  /** The SDK sets the longest of the first pauses before it asks for a pause: that after a throttled call is longer than others. */
  public setDelayBase(milliseconds: number): void {
    this.firstMilliseconds = milliseconds;
  }

  public computeNextBackoffDelay(retries: number): number {
    return Math.floor(Math.random() * Math.min(this.firstMilliseconds * 2 ** retries, LONGEST_MILLISECONDS));
  }
}
