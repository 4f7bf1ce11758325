import { Stack, Stage } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkStackName } from './room-stack-rules';
import { isKnown } from '../../foundation/tokens';
import { throwIfAny } from '../../foundation/validation-faults';

/** What the stacks of a room have, in the order in which they are deployed. */
export enum Phase {
  /** The request for a change of the live room. */
  REQUEST,

  /** The votes of the other members on it. */
  VOTE,

  /** Its commit. */
  COMMIT,

  /** The collaboration, and what its creator brings that needs nothing of others. */
  FOUNDATION,

  /** The memberships of those who are invited, and what they bring that needs nothing of others. */
  ENTRY,

  /** Tables that only templates of other members may analyse, and mappings between the ids of several members. */
  EXCHANGE,

  /** What names the tables of all members. */
  ANALYSIS,
}

/** A phase of a change of the live room. All of them come before what the room consists of, one change after the other. */
export type ChangePhase = Phase.REQUEST | Phase.VOTE | Phase.COMMIT;

/** What the stacks after the first have after the name of their member. */
export const ID_SUFFIXES = { [Phase.EXCHANGE]: '-Exchange', [Phase.ANALYSIS]: '-Analysis' };

const PHASES = Object.values(Phase).length;

/** What the room consists of comes after all changes of it. */
const AFTER_CHANGES = 1_000_000;

/**
 * The stacks of a room, and their order.
 *
 * A stack depends on all stacks of earlier phases, and two stacks of one phase never depend on each other. So there is no circle; where something
 * stands depends on nothing but itself, so that nothing moves to another stack when something else is added; and nobody's entry waits for
 * another partner's.
 */
export class RoomStacks {
  private readonly stacks: { readonly stack: Stack; readonly place: number }[] = [];

  constructor(private readonly room: Construct) {}

  /** Makes a stack. */
  public create(id: string, phase: Phase, props: StackProps, change?: number): Stack {
    const stack = new Stack(this.room, id, { ...props, stackName: props.stackName ?? this.nameOf(id) });
    throwIfAny(this.room, checkStackName(stack, takenBy(stack)));
    return this.add(stack, phase, change);
  }

  /**
   * Puts a stack into its order.
   *
   * @param change The place of the change that it is for, among all changes.
   */
  public add(stack: Stack, phase: Phase, change = AFTER_CHANGES): Stack {
    const place = change * PHASES + phase;
    this.stacks.forEach((other) => {
      if (other.place < place) stack.addStackDependency(other.stack);
      if (other.place > place) other.stack.addStackDependency(stack);
    });
    this.stacks.push({ stack, place });
    return stack;
  }

  /** The name of a stack: the path of the room and the id, which the hash that the CDK would add does not make clearer. */
  private nameOf(id: string): string {
    const { scopes } = this.room.node;
    const ids = scopes.slice(scopes.findIndex((scope) => scope === Stage.of(this.room)) + 1).map(({ node }) => node.id);
    return [Stage.of(this.room)?.stageName ?? '', ...ids, id].filter((part) => part).join('-').replace(/[^A-Za-z0-9-]/g, '-');
  }
}

/** The stacks that rooms have made, on the stage, by account, Region and name. */
const STACKS_OF_ROOMS = Symbol.for('cdk-cleanrooms.stacks-of-rooms');

/** The other stack of a room that would be deployed under the name of a stack, which is taken from now on. */
function takenBy(stack: Stack): Stack | undefined {
  const stage = Stage.of(stack) as Stage & { [STACKS_OF_ROOMS]?: Map<string, Stack> };
  if (!stage[STACKS_OF_ROOMS]) Object.defineProperty(stage, STACKS_OF_ROOMS, { value: new Map<string, Stack>() });
  const stacks = stage[STACKS_OF_ROOMS]!;
  const key = `${stack.account} ${stack.region} ${stack.stackName}`;
  const other = stacks.get(key);
  if (!other) stacks.set(key, stack);
  return other;
}

/** The stacks of a member. The second and the third are made when something needs them. */
export class MemberStacks {
  private readonly scopes = new Map<Phase, Construct>();
  private refuse?: () => never;

  constructor(
    private readonly stacks: RoomStacks,
    private readonly room: Construct,
    private readonly memberId: string,
    private readonly base: { readonly stack: Stack; readonly isGiven: boolean },
    private readonly props: StackProps,
  ) {}

  /** What everything stands in that needs nothing of others. */
  public get entry(): Construct {
    return this.scopeOf(Phase.ENTRY, () => this.base.stack);
  }

  /** What stands in the stack of a phase. */
  public in(phase: Phase.EXCHANGE | Phase.ANALYSIS): Construct {
    const { stack, isGiven } = this.base;
    return this.scopeOf(phase, () => this.stacks.create(this.memberId + ID_SUFFIXES[phase], phase, {
      ...this.props,
      env: { account: stack.account, region: stack.region },
      stackName: (isGiven && isKnown(stack.stackName)) || this.props.stackName ? stack.stackName + ID_SUFFIXES[phase] : undefined,
    }));
  }

  /** Refuses everything that is put into the stacks from now on. */
  public close(refuse: () => never): void {
    this.refuse = refuse;
  }

  /** Makes a stack for a change of the live room. */
  public forChange(id: string, phase: ChangePhase, change: number): Stack {
    const { stack } = this.base;
    return this.stacks.create(`${this.memberId}-${id}`, phase, {
      ...this.props,
      env: { account: stack.account, region: stack.region },
      stackName: this.props.stackName && `${stack.stackName}-${id}`,
    }, change);
  }

  private scopeOf(phase: Phase, stackOf: () => Stack): Construct {
    this.refuse?.();
    const known = this.scopes.get(phase);
    if (known) return known;
    const stack = stackOf();
    const scope = stack.node.scope === this.room ? stack : new Construct(stack, this.room.node.id);
    this.scopes.set(phase, scope);
    return scope;
  }
}
