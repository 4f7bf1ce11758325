import type { CfnResource } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct, IDependable } from 'constructs';
import { contentOf, partsIn } from './role-content';
import type { RoleContent, RolePart } from './role-content';
import { lookForCircles, needs, notingCircles } from '../foundation/dependencies';
import { dependableOn } from '../foundation/late-dependable';

/** A wait for a role: a custom resource, which is in the template if it is the first of those that wait together. */
export interface RoleWait extends CfnResource {
  readonly role: IRole;
  readonly seconds: number;
}

/** What is in the stack of a role, as it is found once for each synthesis. */
export interface RoleParts {
  readonly parts: readonly RolePart[];
  readonly content: RoleContent;
}

const WAITS = Symbol('cdk-cleanrooms.role-waits');

type StackWithWaits = Stack & { [WAITS]?: RoleWaits };

/**
 * The waits for roles in a stack. Roles that are created together are waited for together, by one resource: the first of them, by its path, under
 * a logical id that stays the same.
 *
 * A role that needs what itself waits for a role, such as the membership in its trust policy, comes later, with others of its kind: the roles
 * of a stack are in groups, by the number of waits that they need before them.
 */
export class RoleWaits {
  /** Returns the waits in a stack. */
  public static of(stack: StackWithWaits): RoleWaits {
    return stack[WAITS] ?? new RoleWaits(stack);
  }

  private readonly waits: RoleWait[] = [];
  private groups?: Map<RoleWait, readonly RoleWait[]>;
  private found = new Map<RoleWait, RoleParts>();
  private isGrouping = false;

  private constructor(private readonly stack: StackWithWaits) {
    Object.defineProperty(stack, WAITS, { value: this });
    // The CDK asks for the dependencies of a stack before those of what is in it, once for each synthesis.
    stack.node.addDependency(dependableOn(() => {
      this.groups = undefined;
      this.found = new Map();
      return [];
    }));
  }

  /** Adds a wait, and returns what is to depend on it. */
  public add(wait: RoleWait): IDependable {
    this.waits.push(wait);
    this.groups = undefined;
    wait.node.addDependency(dependableOn(() => this.isFirst(wait) ? this.groupOf(wait).flatMap((each) => this.partsOf(each).parts) : []));
    return dependableOn(() => [this.groupOf(wait)[0]]);
  }

  /** The roles that are waited for together with one. */
  public groupOf(wait: RoleWait): readonly RoleWait[] {
    // While groups are looked for, each is by itself.
    if (this.isGrouping) return [wait];
    this.groups ??= this.grouped();
    return this.groups.get(wait)!;
  }

  /** What is in this stack of the role of a wait. */
  public partsOf(wait: RoleWait): RoleParts {
    const known = this.found.get(wait);
    if (known) return known;
    const parts = partsIn(this.stack, wait.role);
    const { result: content, mayDiffer } = notingCircles(() => contentOf(wait, parts));
    const found = { parts, content };
    if (!this.isGrouping || !mayDiffer) this.found.set(wait, found);
    return found;
  }

  /** Whether a wait is the one of its group that is in the template. */
  public isFirst(wait: RoleWait): boolean {
    return this.groupOf(wait)[0] === wait;
  }

  /** The groups of waits. One whose role is part of a circle of dependencies is by itself. */
  private grouped(): Map<RoleWait, readonly RoleWait[]> {
    const depths = new Depths(this.stack, this.waits, (wait) => this.partsOf(wait));
    const groups = new Map<string, { readonly depth: number; readonly waits: RoleWait[] }>();
    const alone: RoleWait[] = [];
    this.isGrouping = true;
    try {
      for (const wait of inOrderOfPaths(this.waits)) {
        const depth = this.waits.length === 1 ? 0 : lookForCircles(() => depths.ofRole(wait));
        const key = `${depth} ${this.conditionsOf(wait)}`;
        if (!Number.isFinite(depth)) alone.push(wait);
        else if (groups.has(key)) groups.get(key)!.waits.push(wait);
        else groups.set(key, { depth, waits: [wait] });
      }
    } finally {
      this.isGrouping = false;
    }
    const unconditional = [...groups.values()].filter(({ waits: [wait] }) => !this.conditionsOf(wait)).sort((one, other) => one.depth - other.depth);
    unconditional.forEach(({ waits: [first] }, index) => first.overrideLogicalId(`CleanRoomsRolesReady${index || ''}`));
    const all = [...[...groups.values()].map(({ waits }) => waits), ...alone.map((wait) => [wait])];
    return new Map(all.flatMap((group) => group.map((wait) => [wait, group] as const)));
  }

  /** On what it depends whether there are a wait and its role: those that are not there with others cannot be waited for with them. */
  private conditionsOf(wait: RoleWait): string {
    const paths = [wait, ...this.partsOf(wait).parts].map(({ cfnOptions: { condition } }) => condition?.node.path ?? '');
    return [...new Set(paths)].join();
  }
}

/** How many of the waits of a stack there are on the longest way from a resource to one that needs nothing. */
class Depths {
  private readonly known = new Map<IConstruct, number>();
  private readonly counted: ReadonlySet<CfnResource>;
  private readonly targets = new Map<IConstruct, readonly IConstruct[]>();

  constructor(private readonly stack: Stack, waits: readonly RoleWait[], private readonly partsOf: (wait: RoleWait) => RoleParts) {
    this.counted = new Set(waits);
  }

  /** The depth of all that there is of a role. */
  public ofRole(wait: RoleWait): number {
    const { parts, content } = this.partsOf(wait);
    parts.forEach((part) => this.targets.set(part, content.targets));
    return Math.max(...parts.map((part) => this.of(part)));
  }

  private of(resource: CfnResource): number {
    const known = this.known.get(resource);
    if (known !== undefined) return known;

    this.known.set(resource, Number.POSITIVE_INFINITY); // what comes back to this one is a circle
    const depth = resource.stack === this.stack ? this.below(resource) : this.elsewhere(resource);
    this.known.set(resource, depth);
    return depth;
  }

  private below(resource: CfnResource): number {
    const depths = needs(resource, this.targets.get(resource)).filter((needed) => needed !== resource)
      .map((needed) => this.of(needed) + (this.counted.has(needed) ? 1 : 0));
    return depths.reduce((most, depth) => Math.max(most, depth), 0);
  }

  /** Another stack is deployed before this one. What a nested stack of this one needs is not looked for: it counts as a circle. */
  private elsewhere({ stack }: CfnResource): number {
    let parent = stack.nestedStackParent;
    while (parent && parent !== this.stack) parent = parent.nestedStackParent;
    return parent ? Number.POSITIVE_INFINITY : 0;
  }
}

function inOrderOfPaths(waits: readonly RoleWait[]): RoleWait[] {
  return waits.map((wait) => ({ wait, path: wait.node.path }))
    .sort((one, other) => one.path < other.path ? -1 : 1)
    .map(({ wait }) => wait);
}
