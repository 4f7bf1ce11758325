/*
 * Whether an object was created by the resource of an event.
 *
 * The tags of the object show it (ownership-tags.ts). If the service refuses to read them (read-tags.ts), all of this together
 * stands for them:
 *
 *  - for the tag of the stack: IAM allows to update the object. The role may update only what has that tag, so that an update
 *    that changes nothing shows whether the object has it.
 *  - for the tag of the resource: the object has the properties of this resource, and the stack has it under no other logical id.
 *  - for the tags of the request and of the replaced object: the object was created at a time at which the request could have
 *    created it.
 */
import type { CleanRooms } from './client';
import { DeployedStack } from './deployed-stack';
import { isException } from './errors';
import type { ResourceEvent } from './event';
import { readTags } from './read-tags';
import type { TagReading } from './tagging';
import type { Tags } from '../src/custom-resources/contract';

/** A way in which an object can belong to the resource of an event. */
export interface Claim<Properties> {
  /** Whether the tags of the object show it. */
  hasTags(tags: Tags): boolean;
  /** Whether an object that was created at this time can be meant. It is only asked where the tags cannot be read. */
  isPossibleAt(createdAt: Date): boolean;
  /** Whether an object with these properties can be meant. It is only asked where the tags cannot be read. */
  isPossibleWith(properties: Omit<Properties, 'Tags'>): boolean;
}

/** An object that may belong to the resource. */
interface Candidate {
  readonly id: string;
  readonly arn: string;
  readonly createdAt: Date;
}

/** The operations on objects of a type that are needed here. */
interface Operations<Properties> {
  readonly tagging: TagReading;
  read(cleanRooms: CleanRooms, physicalId: string): Promise<{ readonly properties: Omit<Properties, 'Tags'> } | undefined>;
  update(cleanRooms: CleanRooms, physicalId: string, properties: Properties): Promise<unknown>;
}

/** What belongs to the resource of an event. */
export class Ownership<Properties> {
  constructor(private readonly event: ResourceEvent, private readonly operations: Operations<Properties>) {}

  /** Whether the object belongs to the resource in the given way. */
  public async isProven(cleanRooms: CleanRooms, object: Candidate, claim: Claim<Properties>): Promise<boolean> {
    const tags = await readTags(this.operations.tagging, cleanRooms, object.arn);
    return tags ? claim.hasTags(tags) : this.isProvenWithoutTags(cleanRooms, object, claim);
  }

  private async isProvenWithoutTags(cleanRooms: CleanRooms, { id, createdAt }: Candidate, claim: Claim<Properties>): Promise<boolean> {
    if (!claim.isPossibleAt(createdAt)) return false;
    const live = await this.operations.read(cleanRooms, id);
    if (!live || !claim.isPossibleWith(live.properties)) return false;
    const logicalId = await new DeployedStack(cleanRooms, this.event).logicalIdOf(this.event.ResourceType, (physicalId) => physicalId === id);
    if (logicalId !== undefined && logicalId !== this.event.LogicalResourceId) return false;
    return this.isOfStack(cleanRooms, id, live.properties as Properties);
  }

  /** Whether the object has the tag of the stack, which the role needs to update it. */
  private async isOfStack(cleanRooms: CleanRooms, physicalId: string, same: Properties): Promise<boolean> {
    try {
      await this.operations.update(cleanRooms, physicalId, same);
      return true;
    } catch (failure) {
      if (isException(failure, 'AccessDeniedException')) return false;
      throw failure;
    }
  }
}
