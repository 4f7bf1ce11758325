import type { CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { IDependable } from 'constructs';
import { lookForCircles, needs } from '../foundation/dependencies';
import { dependableOn } from '../foundation/late-dependable';

/** A custom resource that waits for a role. */
interface RoleWait {
  readonly resource: CfnResource;
  /** The role and its policies, as far as they are in the stack of the resource. */
  readonly role: () => readonly CfnResource[];
}

const ORDER = Symbol('cdk-cleanrooms.role-wait-order');

type StackWithOrder = Stack & { [ORDER]?: RoleWaitOrder };

/**
 * The order in which the resources of a stack wait for their roles. CloudFormation may create one resource after the other. So that each role
 * is as old as the others when the first one is waited for, that wait comes after all of the roles, and before the other waits.
 *
 * A role that needs what itself waits for a role, such as the membership in its trust policy, comes later, with others of its kind: the waits
 * of a stack are in groups, by the number of waits that their roles need before them.
 */
export class RoleWaitOrder {
  /** Returns the order of the waits in a stack. */
  public static of(stack: StackWithOrder): RoleWaitOrder {
    return stack[ORDER] ?? new RoleWaitOrder(stack);
  }

  private readonly waits: RoleWait[] = [];
  private groups?: RoleWait[][];
  private isGrouping = false;

  private constructor(private readonly stack: StackWithOrder) {
    Object.defineProperty(stack, ORDER, { value: this });
    // The CDK asks for the dependencies of a stack before those of what is in it, once for each synthesis.
    stack.node.addDependency(dependableOn(() => {
      this.groups = undefined;
      return [];
    }));
  }

  /** Adds a wait, and returns what it depends on beside its own role. */
  public add(wait: RoleWait): IDependable {
    this.waits.push(wait);
    return dependableOn(() => [...this.before(wait)]);
  }

  private before(wait: RoleWait): readonly CfnResource[] {
    // While groups are looked for, this order itself is what does not count.
    if (this.isGrouping || this.waits.length === 1) return [];
    this.groups ??= this.grouped();
    const group = this.groups.find((each) => each.includes(wait)) ?? [wait];
    const [first, ...others] = group;
    return wait === first ? others.flatMap(({ role }) => role()) : [first.resource];
  }

  /** The waits in groups; a wait whose role is part of a circle of dependencies is in none. */
  private grouped(): RoleWait[][] {
    const depths = new Depths(this.stack, new Set(this.waits.map(({ resource }) => resource)));
    const groups = new Map<number, RoleWait[]>();
    this.isGrouping = true;
    try {
      for (const wait of [...this.waits].sort(byPath)) {
        const depth = lookForCircles(() => Math.max(...wait.role().map((part) => depths.of(part))));
        if (Number.isFinite(depth)) groups.set(depth, [...groups.get(depth) ?? [], wait]);
      }
    } finally {
      this.isGrouping = false;
    }
    return [...groups.values()];
  }
}

/** How many of the given resources of a stack there are on the longest way from a resource to one that needs nothing. */
class Depths {
  private readonly known = new Map<CfnResource, number>();

  constructor(private readonly stack: Stack, private readonly counted: ReadonlySet<CfnResource>) {}

  public of(resource: CfnResource): number {
    const known = this.known.get(resource);
    if (known !== undefined) return known;

    this.known.set(resource, Number.POSITIVE_INFINITY); // what comes back to this one is a circle
    const depth = resource.stack === this.stack ? this.below(resource) : this.elsewhere(resource);
    this.known.set(resource, depth);
    return depth;
  }

  private below(resource: CfnResource): number {
    const depths = needs(resource).filter((needed) => needed !== resource)
      .map((needed) => this.of(needed) + (this.counted.has(needed) ? 1 : 0));
    return Math.max(0, ...depths);
  }

  /** Another stack is deployed before this one. What a nested stack of this one needs is not looked for: it counts as a circle. */
  private elsewhere({ stack }: CfnResource): number {
    let parent = stack.nestedStackParent;
    while (parent && parent !== this.stack) parent = parent.nestedStackParent;
    return parent ? Number.POSITIVE_INFINITY : 0;
  }
}

function byPath({ resource: one }: RoleWait, { resource: other }: RoleWait): number {
  return one.node.path < other.node.path ? -1 : 1;
}
