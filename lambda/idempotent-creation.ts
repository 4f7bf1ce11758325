/*
 * Creating one thing for each request, with an API that has no idempotency tokens.
 *
 * Lambda may deliver an event twice, in turn or at the same time; a response of the API may get lost; and CloudFormation
 * may stop waiting for an answer while the function is still at work. So each delivery looks for everything that its
 * request has created, keeps the oldest and ends the others. All deliveries choose the same one, and return it.
 */
import { type CleanRooms, StillWaiting } from './client';
import { ApiError, DeploymentError, messageOf } from './errors';
import { poll } from './poll';

/** The age up to which another delivery of the same event can have created something: CloudFormation's wait, and a little more. */
export const MAXIMUM_DELIVERY_MILLISECONDS = 17 * 60_000;

/** The service may tell times in whole seconds. */
export const TIMES_ARE_ROUNDED_MILLISECONDS = 1_000;

/** How long after a call without a response its effect can become visible. */
const LATE_EFFECT_SECONDS = 10;
/** How long a Delete looks for what an abandoned Create may still be about to create. */
const ABANDONED_CREATE_SECONDS = 60;

/** Something that a request created: an object, a run of a query, a change request. */
export interface Created {
  readonly id: string;
  /** Its ARN, for messages. @default - messages name it by its id */
  readonly arn?: string;
  readonly createdAt: Date;
  /** Whether it has taken effect for good, which makes it the one to keep even if others are older. @default false */
  readonly isInEffect?: boolean;
}

/** What the algorithm needs to know of the things that it creates. */
export interface CreationOperations<Thing extends Created> {
  /** What is created, for messages, such as `protected query`. */
  readonly displayName: string;
  /** What may be left of it after a failure, for messages, such as `be running`. */
  readonly mayStill: string;
  create(cleanRooms: CleanRooms): Promise<Thing>;
  /**
   * Returns everything that the request created and that can still be kept or ended, or undefined if its parent is gone.
   *
   * @param created What this delivery created: it need not be examined, and may be left out.
   */
  find(cleanRooms: CleanRooms, created?: Thing): Promise<Thing[] | undefined>;
  /** Deletes or cancels it. Succeeds if that is done already. */
  end(cleanRooms: CleanRooms, thing: Thing): Promise<void>;
}

/** The creation of one thing for one request. */
export class IdempotentCreation<Thing extends Created> {
  constructor(private readonly cleanRooms: CleanRooms, private readonly operations: CreationOperations<Thing>) {}

  /** Creates the thing, and returns the one to keep: it or what another delivery has created. A failure leaves nothing. */
  public async create(): Promise<Thing> {
    let created: Thing;
    try {
      created = await this.operations.create(this.cleanRooms);
    } catch (failure) {
      const existing = await this.findAfter(failure);
      if (existing) return existing;
      throw failure;
    }

    try {
      return await this.keepOldest(this.cleanRooms, created) ?? created;
    } catch (failure) {
      throw await this.undo(created, failure);
    }
  }

  /** Returns what the request has created already, the oldest of several; otherwise creates the thing. */
  public async findOrCreate(): Promise<Thing> {
    return await this.keepOldest(this.cleanRooms) ?? this.create();
  }

  /**
   * Ends what was created before a failure, because CloudFormation sends no Delete after a failed Create. Returns the error
   * to throw, which says what is left if that fails, too. A wait that goes on is no failure.
   */
  public async undo(created: Thing, failure: unknown): Promise<unknown> {
    if (failure instanceof StillWaiting) return failure;
    const { displayName, mayStill } = this.operations;
    try {
      await this.operations.end(this.cleanRooms.lastChance(), created);
      return failure;
    } catch (second) {
      const name = created.arn ?? created.id;
      return new DeploymentError(`${messageOf(failure)}. The ${displayName} ${name} may still ${mayStill} (${messageOf(second)})`);
    }
  }

  /**
   * Ends what a Create made whose answer CloudFormation did not get. CloudFormation stops waiting for a Create when another
   * resource fails, so that the Create may still be at work: this looks for some time.
   */
  public async endAbandoned(): Promise<void> {
    await this.endAll(ABANDONED_CREATE_SECONDS);
  }

  /**
   * Ends what a failed update created that is being rolled back. An error does not fail the rollback, because the resource
   * that it returns to is as it should be.
   */
  public async endFailedUpdate(): Promise<void> {
    try {
      await this.endAll(0);
    } catch (failure) {
      this.logLeftover(' of the failed update', failure);
    }
  }

  /**
   * Looks for what was created although the call failed. A call that was refused has no effect to wait for, but another
   * delivery, or an attempt whose response got lost, may have come first.
   */
  private async findAfter(failure: unknown): Promise<Thing | undefined> {
    const cleanRooms = this.cleanRooms.lastChance();
    const seconds = failure instanceof ApiError && failure.isRefusal ? 0 : LATE_EFFECT_SECONDS;
    try {
      return await poll(cleanRooms, seconds, async () => this.keepOldest(cleanRooms), (kept) => kept !== undefined);
    } catch (second) {
      this.logLeftover('', second);
      return undefined;
    }
  }

  private async keepOldest(cleanRooms: CleanRooms, created?: Thing): Promise<Thing | undefined> {
    const found = (await this.operations.find(cleanRooms, created) ?? []).filter(({ id }) => id !== created?.id);
    const [kept, ...others] = [...created ? [created] : [], ...found].sort(inOrderOfPreference);
    for (const other of others) await this.operations.end(cleanRooms, other);
    return kept;
  }

  private async endAll(seconds: number): Promise<void> {
    const look = async () => this.operations.find(this.cleanRooms);
    const found = await poll(this.cleanRooms, seconds, look, (things) => things === undefined || things.length > 0);
    for (const thing of found ?? []) await this.operations.end(this.cleanRooms, thing);
  }

  private logLeftover(origin: string, failure: unknown): void {
    const { displayName, mayStill } = this.operations;
    this.cleanRooms.log(`a ${displayName}${origin} may still ${mayStill}: ${messageOf(failure)}`);
  }
}

/** Sorts the oldest first; things of the same time in an order that is the same for all deliveries. */
export function oldestFirst(one: Created, other: Created): number {
  return one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : 1);
}

function inOrderOfPreference(one: Created, other: Created): number {
  return Number(other.isInEffect ?? false) - Number(one.isInEffect ?? false) || oldestFirst(one, other);
}
