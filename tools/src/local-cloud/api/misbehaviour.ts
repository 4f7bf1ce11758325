import { ServiceException } from './exceptions';

/** What can go wrong between a client and the service. */
export interface Misbehaviour {
  /** The operation, or `*` for all of them. */
  readonly operation: string;
  /** Which of the operation's calls, counted from now; the first is 1. */
  readonly call: number | readonly number[] | 'every';
  /**
   * `reset` breaks the connection before anything is done, `loseAnswer` after everything is done.
   */
  readonly how: 'throttle' | 'error500' | 'reset' | 'delay' | 'loseAnswer';
  readonly delayMs?: number;
}

interface Rate {
  readonly callsPerSecond: number;
  tokens: number;
  filledAt: number;
}

/** Makes the server misbehave on the calls that it was told to. */
export class Misbehaviours {
  private readonly told: { readonly misbehaviour: Misbehaviour; calls: number }[] = [];
  private rate?: Rate;

  public add(misbehaviour: Misbehaviour): void {
    this.told.push({ misbehaviour, calls: 0 });
  }

  /** Lets only so many calls through each second, with bursts of as many. */
  public limit(callsPerSecond: number): void {
    this.rate = { callsPerSecond, tokens: callsPerSecond, filledAt: Date.now() };
  }

  public clear(): void {
    this.told.length = 0;
    this.rate = undefined;
  }

  /** What is to go wrong with this call of an operation. */
  public next(operation: string): Misbehaviour[] {
    const concerned = this.told.filter(({ misbehaviour }) => misbehaviour.operation === operation || misbehaviour.operation === '*');
    for (const each of concerned) each.calls += 1;
    const due = concerned.filter(({ misbehaviour, calls }) => isDue(misbehaviour, calls)).map(({ misbehaviour }) => misbehaviour);
    return this.overRate() ? [...due, { operation, call: 'every', how: 'throttle' }] : due;
  }

  private overRate(): boolean {
    if (!this.rate) return false;
    const now = Date.now();
    const { callsPerSecond, tokens, filledAt } = this.rate;
    this.rate.tokens = Math.min(callsPerSecond, tokens + (now - filledAt) / 1000 * callsPerSecond);
    this.rate.filledAt = now;
    if (this.rate.tokens < 1) return true;
    this.rate.tokens -= 1;
    return false;
  }
}

function isDue({ call }: Misbehaviour, calls: number): boolean {
  return call === 'every' || (typeof call === 'number' ? call === calls : call.includes(calls));
}

/** The exception that a misbehaviour answers with, where it answers at all. */
export function exceptionOf({ how }: Misbehaviour): ServiceException | undefined {
  switch (how) {
    case 'throttle': return new ServiceException('ThrottlingException', 'Rate exceeded');
    case 'error500': return new ServiceException('InternalServerException', 'Unexpected error during processing of request');
    default: return undefined;
  }
}
