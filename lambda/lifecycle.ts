/*
 * Create, update and delete, once for all types of objects that have a name, a parent and tags.
 *
 * The wanted properties are compared with the live object, never with the event's OldResourceProperties: those of a
 * rollback are the values that were attempted, and whether they took effect is not known.
 *
 * Each event has the same outcome when it is delivered again (idempotent-creation.ts). Which request created an object is
 * recorded in its tags (ownership-tags.ts, ownership.ts).
 */
import { areEqual } from './canonical';
import { changeTags } from './change-tags';
import type { CleanRooms } from './client';
import { decode, decodeIfPossible, type Fields } from './decode';
import { DeploymentError, isException } from './errors';
import type { Answer, CreateEvent, DeleteEvent, RawProperties, ResourceEvent, ResourceHandler, UpdateEvent } from './event';
import { type Created, IdempotentCreation, MAXIMUM_DELIVERY_MILLISECONDS } from './idempotent-creation';
import { isMadeUp, malformedPhysicalId } from './nested-id';
import { type Claim, Ownership } from './ownership';
import { isCreatedByRequest, isCreatedByResource, ownershipTags, replacedPhysicalId } from './ownership-tags';
import { readTags } from './read-tags';
import { isRollingBack } from './stack-status';
import type { Tagging } from './tagging';
import type { Tags } from '../src/custom-resources/contract';

/** The time within which CloudFormation deletes what an abandoned Create has made: it ends every custom resource after an hour. */
const MAXIMUM_ABANDONED_MILLISECONDS = 60 * 60_000;

/** An object in a list. Its id is its physical id. */
export interface Found extends Created {
  readonly arn: string;
}

/** An object as it is, with the names of the properties. */
export interface Live<Properties> extends Found {
  readonly properties: Omit<Properties, 'Tags'>;
  readonly attributes: object;
}

/** What each type of object defines. */
export interface Operations<Properties extends { readonly Tags?: Tags }> {
  /** What it is called in messages. */
  readonly displayName: string;
  readonly fields: Fields<Properties>;
  /** The operations on tags of its service. */
  readonly tagging: Tagging;
  /** Properties that cannot change in place. */
  readonly createOnly: readonly (keyof Omit<Properties, 'Tags'>)[];
  /** Whether this is a physical id of this type, and not one that CloudFormation made up. */
  isPhysicalId(physicalId: string): boolean;
  create(cleanRooms: CleanRooms, properties: Properties, tags: Tags): Promise<Live<Properties>>;
  /** Returns the object, or undefined if it is gone. */
  read(cleanRooms: CleanRooms, physicalId: string): Promise<Live<Properties> | undefined>;
  /** Returns the objects that have this name and this parent, whoever created them; undefined if the parent is gone. */
  find(cleanRooms: CleanRooms, properties: Properties): Promise<Found[] | undefined>;
  /** Changes in place what is not create-only. */
  update(cleanRooms: CleanRooms, physicalId: string, properties: Properties): Promise<Live<Properties>>;
  /** Deletes the object, or fails as the service does if it is gone. */
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
  private readonly ownership: Ownership<Properties>;

  constructor(
    private readonly operations: Operations<Properties>,
    private readonly event: ResourceEvent,
    private readonly cleanRooms: CleanRooms,
  ) {
    this.ownership = new Ownership(event, operations);
  }

  public async create(event: CreateEvent): Promise<Answer> {
    return answer(await this.createObject(decode(this.operations.fields, event.ResourceProperties)));
  }

  public async update(event: UpdateEvent): Promise<Answer> {
    const wanted = decode(this.operations.fields, event.ResourceProperties);
    const { PhysicalResourceId: physicalId } = event;
    if (!this.operations.isPhysicalId(physicalId) && !isMadeUp(physicalId)) throw malformedPhysicalId(physicalId);

    const current = await this.read(event.PhysicalResourceId);
    if (current && this.canBecome(current.properties, wanted)) {
      const updated = await this.bringUpToDate(current, wanted, event.OldResourceProperties);
      await this.removeFailedReplacement(event, wanted, current);
      return answer(updated);
    }

    const replaced = current && await this.readReplaced(current, wanted);
    if (replaced && this.canBecome(replaced.properties, wanted)) {
      return answer(await this.bringUpToDate(replaced, wanted, event.OldResourceProperties));
    }

    return answer(await this.createObject(wanted, event.PhysicalResourceId));
  }

  public async remove(event: DeleteEvent): Promise<Answer> {
    if (this.operations.isPhysicalId(event.PhysicalResourceId)) {
      await this.removeObject(this.cleanRooms, event.PhysicalResourceId);
    } else if (isMadeUp(event.PhysicalResourceId)) {
      await this.removeAbandoned(event);
    }
    return { PhysicalResourceId: event.PhysicalResourceId };
  }

  private async createObject(wanted: Properties, replaces?: string): Promise<Live<Properties>> {
    const creation = this.creation(wanted, (tags) => isCreatedByRequest(tags, this.event), isYoungerThan(MAXIMUM_DELIVERY_MILLISECONDS), replaces);
    const created = await creation.create().catch(async (failure: unknown) => {
      throw await this.explained(failure, wanted);
    });
    if ('attributes' in created) return created;

    try {
      const live = await this.operations.read(this.cleanRooms.lastChance(), created.id);
      if (live) return live;
    } catch (failure) {
      throw await creation.undo(created, failure);
    }
    throw new DeploymentError(`the ${this.operations.displayName} ${created.arn} was deleted while this deployment was creating it`);
  }

  /**
   * The creation of an object with these properties.
   *
   * @param hasTags Whether the tags of an object show that this event is about it.
   * @param isPossibleAt Whether this event can be about an object that was created at this time, for objects whose tags cannot be read.
   */
  private creation(
    properties: Properties, hasTags: Claim<Properties>['hasTags'], isPossibleAt: Claim<Properties>['isPossibleAt'], replaces?: string,
  ): IdempotentCreation<Found | Live<Properties>> {
    const { Tags: _, ...untagged } = properties;
    const claim: Claim<Properties> = { hasTags, isPossibleAt, isPossibleWith: (live) => areEqual(live, untagged) };
    return new IdempotentCreation<Found | Live<Properties>>(this.cleanRooms, {
      displayName: this.operations.displayName,
      mayStill: 'exist',
      create: async (cleanRooms) =>
        this.operations.create(cleanRooms, properties, { ...properties.Tags, ...ownershipTags(this.event, replaces) }),
      find: async (cleanRooms, created) => {
        const named = await this.operations.find(cleanRooms, properties);
        if (!named) return undefined;
        const own: Found[] = [];
        for (const found of named) {
          if (found.id !== created?.id && await this.ownership.isProven(cleanRooms, found, claim)) own.push(found);
        }
        return own;
      },
      end: async (cleanRooms, { id }) => this.removeObject(cleanRooms, id),
    });
  }

  /** Explains why a name is taken, and what to do. */
  private async explained(failure: unknown, wanted: Properties): Promise<unknown> {
    if (!isException(failure, 'ConflictException') || failure.reason !== 'ALREADY_EXISTS') return failure;
    const { displayName } = this.operations;
    const [other] = await this.operations.find(this.cleanRooms.lastChance(), wanted).catch(() => undefined) ?? [];
    if (!other) {
      return new DeploymentError(`the name of this ${displayName} is taken in the collaboration: choose another one. ${failure.message}`);
    }

    const isReplaced = this.event.RequestType === 'Update' && this.event.PhysicalResourceId === other.id;
    return new DeploymentError(isReplaced
      ? `this change replaces the ${displayName} ${other.arn}: a new one is created before the old one is deleted, and it cannot `
        + `have the same name. Change the name as well, or remove the resource in one deployment and add it in the next. ${failure.message}`
      : `there is a ${displayName} with this name already, which this deployment did not create and leaves unchanged: ${other.arn}. `
        + `Choose another name, or delete that one first. ${failure.message}`);
  }

  private async read(physicalId: string): Promise<Live<Properties> | undefined> {
    return this.operations.isPhysicalId(physicalId) ? this.operations.read(this.cleanRooms, physicalId) : undefined;
  }

  /**
   * Reads the object that the current one replaced, while it is still there. An update back to its properties is the
   * rollback of the replacement, and a third object could not have the same name.
   */
  private async readReplaced(current: Found, wanted: Properties): Promise<Live<Properties> | undefined> {
    const tags = await readTags(this.operations.tagging, this.cleanRooms, current.arn);
    if (!tags) return this.findReplaced(current, wanted);
    const physicalId = replacedPhysicalId(tags, this.event);
    return physicalId === undefined ? undefined : this.read(physicalId);
  }

  /** The same where the tags of the current one cannot be read: in a rollback, an older object that can become the wanted one. */
  private async findReplaced(current: Found, wanted: Properties): Promise<Live<Properties> | undefined> {
    if (!await isRollingBack(this.cleanRooms, this.event)) return undefined;
    const claim: Claim<Properties> = {
      hasTags: () => false,
      isPossibleAt: (createdAt) => createdAt < current.createdAt,
      isPossibleWith: (properties) => this.canBecome(properties, wanted),
    };
    for (const found of await this.operations.find(this.cleanRooms, wanted) ?? []) {
      if (await this.ownership.isProven(this.cleanRooms, found, claim)) return this.read(found.id);
    }
    return undefined;
  }

  private canBecome(properties: Omit<Properties, 'Tags'>, wanted: Properties): boolean {
    return this.operations.createOnly.every((name) => areEqual(properties[name], wanted[name]));
  }

  private async bringUpToDate(live: Live<Properties>, wanted: Properties, before: RawProperties): Promise<Live<Properties>> {
    const { Tags: tags = {}, ...rest } = wanted;
    const updated = areEqual(live.properties, rest) ? live : await this.operations.update(this.cleanRooms, live.id, wanted);
    await changeTags(this.operations.tagging, this.cleanRooms, live.arn, tags, before.Tags as Tags | undefined ?? {});
    return updated;
  }

  /**
   * Removes the replacement that a failed update created and whose id CloudFormation never learned. It removes only an
   * object that was created to replace the current one: never one that was replaced and retained, nor one that a successful
   * replacement created.
   */
  private async removeFailedReplacement(event: UpdateEvent, wanted: Properties, current: Found): Promise<void> {
    const attempted = decodeIfPossible(this.operations.fields, event.OldResourceProperties);
    if (!attempted || this.canBecome(attempted, wanted)) return;
    const isReplacement = (tags: Tags) => replacedPhysicalId(tags, event) === event.PhysicalResourceId;
    await this.creation(attempted, isReplacement, (createdAt) => createdAt > current.createdAt).endFailedUpdate();
  }

  private async removeAbandoned(event: DeleteEvent): Promise<void> {
    const attempted = decodeIfPossible(this.operations.fields, event.ResourceProperties);
    if (!attempted) return;
    const isOwn = (tags: Tags) => isCreatedByResource(tags, event) && replacedPhysicalId(tags, event) === undefined;
    await this.creation(attempted, isOwn, isYoungerThan(MAXIMUM_ABANDONED_MILLISECONDS)).endAbandoned();
  }

  /**
   * Removes an object unless it is gone. The role may delete only objects that carry the tag of the stack. An object that
   * is gone carries none, so that IAM refuses the call; reading, which is not bound to a tag, shows that it is gone.
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
}

function isYoungerThan(milliseconds: number): (createdAt: Date) => boolean {
  return (createdAt) => Date.now() - createdAt.getTime() < milliseconds;
}

function answer(live: Live<unknown>): Answer {
  return { PhysicalResourceId: live.id, Data: live.attributes };
}
