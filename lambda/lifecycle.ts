/*
 * Create, update and delete, once for all objects that have a name, a parent and tags.
 *
 * What is compared with the wanted properties is the live object, never the event's OldResourceProperties: those of a
 * rollback are the values that were attempted, and whether they took effect is not known.
 *
 * CloudFormation and the Lambda service may deliver an event twice, in turn or at once, and an answer may get lost on
 * either side. So each path ends the same whether it is the first to run or not, by the tags that say which request made
 * an object (origin.ts).
 */
import { areEqual } from './canonical';
import { changeTags } from './change-tags';
import type { CleanRooms } from './client';
import { decode, decodeKnown, type Fields } from './decode';
import { ApiError, DeploymentError, isException } from './errors';
import type { Answer, CreateEvent, DeleteEvent, RawProperties, ResourceEvent, ResourceHandler, UpdateEvent } from './event';
import { isFromRequest, isFromResource, originTags, predecessorOf } from './origin';
import { readTags } from './read-tags';
import type { Tags } from '../src/custom-resources/contract';

/** How often a Delete looks for what a Create made that CloudFormation stopped waiting for, and how long after. */
const LATE_CREATE_LOOKS = 12;
const LATE_CREATE_PAUSE_MILLISECONDS = 5_000;
/** How long after one look at what a call without an answer did there is another one. */
const LATE_ANSWER_PAUSE_MILLISECONDS = 2_000;

/** Where an object is. */
export interface Found {
  readonly physicalId: string;
  readonly arn: string;
  readonly createdAt: Date;
}

/** An object as it is, in the words of the properties. */
export interface Live<Properties> extends Found {
  readonly properties: Omit<Properties, 'Tags'>;
  readonly attributes: object;
}

/** What a type of resource tells the lifecycle. */
export interface Operations<Properties extends { readonly Tags?: Tags }> {
  /** What it is, for messages. */
  readonly noun: string;
  readonly fields: Fields<Properties>;
  /** Properties that cannot change in place. */
  readonly createOnly: readonly (keyof Omit<Properties, 'Tags'>)[];
  /** Whether it is a physical id of this type, and not one that CloudFormation made up. */
  isPhysicalId(physicalId: string): boolean;
  create(cleanRooms: CleanRooms, properties: Properties, tags: Tags): Promise<Live<Properties>>;
  /** The object, or undefined when it is gone. */
  read(cleanRooms: CleanRooms, physicalId: string): Promise<Live<Properties> | undefined>;
  /** Those with the name, in the parent, of the properties, whoever made them; none when the parent is gone. */
  find(cleanRooms: CleanRooms, properties: Properties): Promise<Found[]>;
  /** Changes in place what is not create-only. */
  update(cleanRooms: CleanRooms, physicalId: string, properties: Properties): Promise<Live<Properties>>;
  /** Removes it, or fails as the service does when it is gone. */
  remove(cleanRooms: CleanRooms, physicalId: string): Promise<void>;
}

/** Makes the handler of a type of resource from its operations. */
export function lifecycle<Properties extends { readonly Tags?: Tags }>(operations: Operations<Properties>): ResourceHandler {
  return async (event, cleanRooms) => {
    switch (event.RequestType) {
      case 'Create': return new Lifecycle(operations, event, cleanRooms).create(event);
      case 'Update': return new Lifecycle(operations, event, cleanRooms).update(event);
      case 'Delete': return new Lifecycle(operations, event, cleanRooms).remove(event);
    }
  };
}

class Lifecycle<Properties extends { readonly Tags?: Tags }> {
  constructor(
    private readonly operations: Operations<Properties>,
    private readonly event: ResourceEvent,
    private readonly cleanRooms: CleanRooms,
  ) {}

  public async create(event: CreateEvent): Promise<Answer> {
    return answer(await this.make(decode(this.operations.fields, event.ResourceProperties)));
  }

  public async update(event: UpdateEvent): Promise<Answer> {
    const wanted = decode(this.operations.fields, event.ResourceProperties);

    const current = await this.read(event.PhysicalResourceId);
    if (current && this.canBecome(current.properties, wanted)) {
      const updated = await this.bringUpToDate(current, wanted, event.OldResourceProperties);
      await this.removeFailedReplacement(event, wanted);
      return answer(updated);
    }

    const predecessor = current && await this.readPredecessor(current);
    if (predecessor && this.canBecome(predecessor.properties, wanted)) {
      return answer(await this.bringUpToDate(predecessor, wanted, event.OldResourceProperties));
    }

    return answer(await this.make(wanted, event.PhysicalResourceId));
  }

  public async remove(event: DeleteEvent): Promise<Answer> {
    if (this.operations.isPhysicalId(event.PhysicalResourceId)) {
      await this.removeObject(this.cleanRooms, event.PhysicalResourceId);
    } else {
      await this.removeUnanswered(event);
    }
    return { PhysicalResourceId: event.PhysicalResourceId };
  }

  /** Makes the object, or finds the one that another delivery of this event, or a lost answer, has made. */
  private async make(wanted: Properties, replaces?: string): Promise<Live<Properties>> {
    let made: Live<Properties>;
    try {
      made = await this.operations.create(this.cleanRooms, wanted, { ...wanted.Tags, ...originTags(this.event, replaces) });
    } catch (failure) {
      const adopted = await this.madeAllTheSame(failure, wanted).catch(() => undefined);
      if (adopted) return adopted;
      throw await this.explained(failure, wanted);
    }

    try {
      return await this.theOneOfThisRequest(this.cleanRooms, wanted, made) ?? made;
    } catch (failure) {
      await this.undo(made, failure);
      throw failure;
    }
  }

  /**
   * What this request made although the call failed. Where the call was refused there is no more to come; where it got no
   * answer, the service may still be at it.
   */
  private async madeAllTheSame(failure: unknown, wanted: Properties): Promise<Live<Properties> | undefined> {
    const cleanRooms = this.cleanRooms.lastChance();
    const isDecided = failure instanceof ApiError && failure.isRefusal;
    let made: Live<Properties> | undefined;
    do {
      made = await this.theOneOfThisRequest(cleanRooms, wanted);
    } while (!made && !isDecided && await cleanRooms.pause(LATE_ANSWER_PAUSE_MILLISECONDS));
    return made;
  }

  /**
   * The oldest object that this request made. Where names need not be unique, a lost answer or a delivery at the same
   * time leaves several; the others are removed, by whoever sees them.
   */
  private async theOneOfThisRequest(
    cleanRooms: CleanRooms, wanted: Properties, made?: Live<Properties>,
  ): Promise<Live<Properties> | undefined> {
    const own: Found[] = made ? [made] : [];
    for (const found of await this.operations.find(cleanRooms, wanted)) {
      if (found.physicalId !== made?.physicalId && isFromRequest(await readTags(cleanRooms, found.arn), this.event)) own.push(found);
    }
    own.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime() || (one.physicalId < other.physicalId ? -1 : 1));

    let kept: Live<Properties> | undefined;
    for (const found of own) {
      if (kept) {
        await this.removeObject(cleanRooms, found.physicalId);
      } else {
        kept = found === made ? made : await this.operations.read(cleanRooms, found.physicalId);
      }
    }
    return kept;
  }

  /** Removes what was made before the failure: after a failed Create nobody is asked to. */
  private async undo(made: Live<Properties>, failure: unknown): Promise<void> {
    try {
      await this.removeObject(this.cleanRooms.lastChance(), made.physicalId);
    } catch (second) {
      throw new DeploymentError(`${messageOf(failure)}. Made before that and not removed again: ${made.arn} (${messageOf(second)})`);
    }
  }

  /** Says what stands in the way of a name, and what to do. */
  private async explained(failure: unknown, wanted: Properties): Promise<unknown> {
    if (!isException(failure, 'ConflictException') || failure.reason !== 'ALREADY_EXISTS') return failure;
    const [other] = await this.operations.find(this.cleanRooms.lastChance(), wanted).catch((): Found[] => []);
    if (!other) {
      return new DeploymentError(`the name of this ${this.operations.noun} is taken in the collaboration: choose another one. ${failure.message}`);
    }

    const isReplaced = this.event.RequestType === 'Update' && this.event.PhysicalResourceId === other.physicalId;
    return new DeploymentError(isReplaced
      ? `this change replaces the ${this.operations.noun} ${other.arn}: a new one is made before the old one is deleted, and it cannot have `
        + `the same name. Change the name as well, or remove the resource in one deployment and add it in the next. ${failure.message}`
      : `there is a ${this.operations.noun} with this name already, which this deployment has not made and leaves as it is: ${other.arn}. `
        + `Choose another name, or delete that one first. ${failure.message}`);
  }

  private async read(physicalId: string): Promise<Live<Properties> | undefined> {
    return this.operations.isPhysicalId(physicalId) ? this.operations.read(this.cleanRooms, physicalId) : undefined;
  }

  /**
   * The object whose place the current one took, while it is still there: an update back to its properties is the
   * rollback of the replacement, and making a third one would collide with its name.
   */
  private async readPredecessor(current: Found): Promise<Live<Properties> | undefined> {
    const physicalId = predecessorOf(await readTags(this.cleanRooms, current.arn), this.event);
    return physicalId === undefined ? undefined : this.read(physicalId);
  }

  private canBecome(properties: Omit<Properties, 'Tags'>, wanted: Properties): boolean {
    return this.operations.createOnly.every((name) => areEqual(properties[name], wanted[name]));
  }

  private async bringUpToDate(live: Live<Properties>, wanted: Properties, before: RawProperties): Promise<Live<Properties>> {
    const { Tags: tags = {}, ...rest } = wanted;
    const updated = areEqual(live.properties, rest) ? live : await this.operations.update(this.cleanRooms, live.physicalId, wanted);
    await changeTags(this.cleanRooms, live.arn, tags, Object.keys(before.Tags ?? {}));
    return updated;
  }

  /**
   * Removes what an update made that CloudFormation took for failed, and rolls back with this one: its answer got lost,
   * or it died. Only an object that was made to take the place of the current one goes, so never one that was replaced
   * and retained, nor one that a replacement has put in place. That it cannot be removed does not fail the rollback,
   * whose object is as it should be.
   */
  private async removeFailedReplacement(event: UpdateEvent, wanted: Properties): Promise<void> {
    const attempted = this.decodeIfPossible(event.OldResourceProperties);
    if (!attempted || this.canBecome(attempted, wanted)) return;
    try {
      for (const found of await this.operations.find(this.cleanRooms, attempted)) {
        if (predecessorOf(await readTags(this.cleanRooms, found.arn), event) === event.PhysicalResourceId) {
          await this.removeObject(this.cleanRooms, found.physicalId);
        }
      }
    } catch (failure) {
      this.cleanRooms.log(`a failed replacement of ${event.PhysicalResourceId} may be left: ${messageOf(failure)}`);
    }
  }

  /**
   * Removes what a Create made whose answer CloudFormation did not get. It stops waiting for a Create when another
   * resource fails, so that one may still be under way: this looks more than once.
   */
  private async removeUnanswered(event: DeleteEvent): Promise<void> {
    const attempted = this.decodeIfPossible(event.ResourceProperties);
    if (!attempted) return;
    for (let look = 0; look < LATE_CREATE_LOOKS; look++) {
      let removed = false;
      for (const found of await this.operations.find(this.cleanRooms, attempted)) {
        const tags = await readTags(this.cleanRooms, found.arn);
        if (isFromResource(tags, event) && predecessorOf(tags, event) === undefined) {
          await this.removeObject(this.cleanRooms, found.physicalId);
          removed = true;
        }
      }
      if (removed || !await this.cleanRooms.pause(LATE_CREATE_PAUSE_MILLISECONDS)) return;
    }
  }

  /**
   * Removes an object unless it is gone. The role may delete only what carries the tag of the stack, and what is gone
   * carries none: it is refused as if the permission lacked, and reading, which is not bound to a tag, tells.
   */
  private async removeObject(cleanRooms: CleanRooms, physicalId: string): Promise<void> {
    try {
      await this.operations.remove(cleanRooms, physicalId);
    } catch (failure) {
      if (isException(failure, 'ResourceNotFoundException')) return;
      if (isException(failure, 'AccessDeniedException') && !await this.operations.read(cleanRooms, physicalId)) return;
      throw failure;
    }
  }

  /** Nothing can have been made of properties that cannot be decoded. */
  private decodeIfPossible(properties: RawProperties): Properties | undefined {
    try {
      return decodeKnown(this.operations.fields, properties);
    } catch {
      return undefined;
    }
  }
}

function answer(live: Live<unknown>): Answer {
  return { PhysicalResourceId: live.physicalId, Data: live.attributes };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
