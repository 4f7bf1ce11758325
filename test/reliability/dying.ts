import type { CleanRooms } from '../../lambda/client';

/**
 * The function that dies right after a call of the API: the call is made, and whatever waits for it waits for ever.
 * It stands between the handler and the real client, which does all else.
 */
export class DyingFunction {
  public readonly death: Promise<'died'>;
  private die!: (value: 'died') => void;
  private calls = 0;

  constructor(private readonly lastCall: number) {
    this.death = new Promise((resolve) => (this.die = resolve));
  }

  public readonly through = (cleanRooms: CleanRooms): CleanRooms => new Proxy(cleanRooms, {
    get: (target, property: keyof CleanRooms) => {
      if (property === 'send') return async (command: Parameters<CleanRooms['send']>[0]) => this.send(target, command);
      if (property === 'lastChance' || property === 'whilePermissionsSettle') return () => this.through(target[property]());
      return target[property].bind(target);
    },
  });

  private async send(cleanRooms: CleanRooms, command: Parameters<CleanRooms['send']>[0]): Promise<unknown> {
    const call = ++this.calls;
    const outcome = await cleanRooms.send(command).then((output) => () => output, (error: unknown) => () => { throw error; });
    if (call < this.lastCall) return outcome();
    this.die('died');
    return new Promise(() => {});
  }
}
