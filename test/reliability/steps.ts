import type { Life, Row } from './rows';
import type { Answer, ResourceEvent } from '../../lambda/event';
import type { PropertiesOf, ResourceType } from '../../src/custom-resources/contract';
import { StackResource } from '../lambda/cloudformation';
import type { Delivery, World } from '../lambda/world';

type Properties = PropertiesOf[ResourceType];

/** What CloudFormation can do with a resource. */
export const STEP_NAMES = ['create', 'update in place', 'replacement', 'deletion'] as const;
export type StepName = typeof STEP_NAMES[number];

/**
 * One event in the life of a resource, in a new world in which the events before it have been handled, and what
 * CloudFormation does afterwards.
 */
export class Step {
  /** Prepares a step; returns undefined if the type does not have it. */
  public static async prepare(world: World, row: Row, name: StepName): Promise<Step | undefined> {
    world.reset();
    const life = await row.arrange(world);
    const [before, after] = Step.change(name, life);
    if (!before && !after) return undefined;

    const resource = new StackResource(row.type, 'Resource', world.stack.id);
    const physicalId = before && (await world.deliver(resource.createEvent(before))).PhysicalResourceId;
    world.forgetCalls();
    return new Step(world, row, name, resource, before, after, physicalId);
  }

  private static change(name: StepName, { first, inPlace, replacing }: Life<Properties>): [Properties?, Properties?] {
    switch (name) {
      case 'create': return [undefined, first];
      case 'update in place': return [first, inPlace];
      case 'replacement': return replacing ? [first, replacing] : [];
      case 'deletion': return [first, undefined];
    }
  }

  public readonly event: ResourceEvent;

  private constructor(
    private readonly world: World,
    private readonly row: Row,
    private readonly name: StepName,
    private readonly resource: StackResource<ResourceType>,
    private readonly before: Properties | undefined,
    private readonly after: Properties | undefined,
    private readonly physicalId: string | undefined,
  ) {
    this.event = !before ? resource.createEvent(after!)
      : after ? resource.updateEvent(physicalId!, after, before) : resource.deleteEvent(physicalId!, before);
  }

  /** Prepares the same step in another new world. */
  public async again(): Promise<Step> {
    return (await Step.prepare(this.world, this.row, this.name))!;
  }

  public async deliver(delivery?: Delivery): Promise<Answer> {
    return this.world.deliver(this.event, delivery);
  }

  /** CloudFormation got this answer: it deletes what was replaced, and later the stack. */
  public async succeeded(answer: Answer): Promise<void> {
    if (this.before && this.after && answer.PhysicalResourceId !== this.physicalId) {
      await this.delete(this.physicalId!, this.before);
    }
    await this.endsWith(this.after, answer.PhysicalResourceId);
  }

  /** CloudFormation got a failure: it rolls back an update, retries a deletion, and does nothing after a creation. */
  public async failed(): Promise<void> {
    this.world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    if (this.before && this.after) {
      const answer = await this.world.deliver(this.resource.updateEvent(this.physicalId!, this.before, this.after));
      expect(answer.PhysicalResourceId).toBe(this.physicalId);
      await this.endsWith(this.before, this.physicalId!);
    } else {
      if (this.before) await this.delete(this.physicalId!, this.before);
      this.expectState(undefined);
    }
  }

  /** CloudFormation got no answer: it does the same as after a failure, and makes up a physical id after a creation. */
  public async abandoned(): Promise<void> {
    if (this.before) return this.failed();
    await this.world.deliver(this.resource.deleteAbandonedEvent(this.after!), { workMilliseconds: 5_000 });
    this.expectState(undefined);
  }

  /** This step succeeded, but another resource failed, and CloudFormation rolls back the update with these events. */
  public async rollBack(answer: Answer, updated: 'the new one' | 'the old one' | 'neither'): Promise<void> {
    const newId = answer.PhysicalResourceId;
    this.world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    if (updated !== 'neither') {
      const rolledBack = updated === 'the new one' ? newId : this.physicalId!;
      const { PhysicalResourceId: id } = await this.world.deliver(this.resource.updateEvent(rolledBack, this.before!, this.after!));
      expect(id).toBe(this.physicalId);
    }
    if (newId !== this.physicalId) await this.delete(newId, this.after!);
    await this.endsWith(this.before, this.physicalId!);
  }

  public expectState(properties: Properties | undefined): void {
    expect(this.row.actual(this.world)).toEqual(this.row.expected(properties));
  }

  /** Checks that the API has what these properties define, and nothing after the resource is deleted. */
  private async endsWith(properties: Properties | undefined, physicalId: string): Promise<void> {
    this.expectState(properties);
    await this.delete(physicalId, (properties ?? this.before)!);
    this.expectState(undefined);
  }

  private async delete(physicalId: string, properties: Properties): Promise<void> {
    await this.world.deliver(this.resource.deleteEvent(physicalId, properties));
  }
}
