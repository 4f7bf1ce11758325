import type { CleanRooms } from '../../lambda/client';

/**
 * A function that crashes right after a call of the API: the call is made, but never returns to the handler. It wraps the
 * real client, which does everything else.
 */
export class CrashingFunction {
  public readonly crash: Promise<'crashed'>;
  private crashNow!: (value: 'crashed') => void;
  private calls = 0;

  constructor(private readonly lastCall: number) {
    this.crash = new Promise((resolve) => (this.crashNow = resolve));
  }

  public readonly through = (cleanRooms: CleanRooms): CleanRooms => new Proxy(cleanRooms, {
    get: (target, property: keyof CleanRooms) => {
      if (property === 'send') return async (command: Parameters<CleanRooms['send']>[0]) => this.send(target, command);
      if (property === 'lastChance' || property === 'whilePermissionsSettle') return () => this.through(target[property]());
      const member: unknown = target[property];
      return typeof member === 'function' ? member.bind(target) as unknown : member;
    },
  });

  private async send(cleanRooms: CleanRooms, command: Parameters<CleanRooms['send']>[0]): Promise<unknown> {
    const call = ++this.calls;
    const outcome = await cleanRooms.send(command).then((output) => () => output, (error: unknown) => () => { throw error; });
    if (call < this.lastCall) return outcome();
    this.crashNow('crashed');
    return new Promise(() => {});
  }
}
