import { CfnElement, CfnResource, DefaultTokenResolver, Reference, Stack, Stage, StringConcat, Tokenization } from 'aws-cdk-lib';
import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Returns whether a resource depends on another, directly or by way of others: by a dependency of a construct or by a reference. */
export function dependsOn(resource: CfnResource, other: CfnResource, directly: (resource: CfnResource) => readonly CfnResource[] = needs): boolean {
  const seen = new Set<CfnResource>([resource]);
  for (const each of seen) {
    if (each === other) return true;
    const { stack } = each;
    // Of a nested stack, all resources are made before it is complete, and none before what any of them refers to.
    const beside = stack !== other.stack && stack.nestedStackParent ? resourcesIn(stack) : [];
    [...directly(each), ...beside].forEach((next) => seen.add(next));
  }
  return false;
}

/** Where circles are looked for. */
export enum Circles {
  /** Of resources. */
  OF_RESOURCES,
  /** Of stacks, each of which is deployed as a whole. */
  OF_STACKS,
}

let looking: Circles | undefined;
let timesAsked = 0;

/**
 * Which circles dependencies are asked for to find, if they are: what is left out of them only because it would close one must be among them
 * then. A dependency between stacks closes none of resources, because it is left out if it closes one of stacks.
 */
export function circlesLookedFor(): Circles | undefined {
  timesAsked++;
  return looking;
}

/** Whether dependencies are asked for to find circles. */
export function isLookingForCircles(): boolean {
  return circlesLookedFor() !== undefined;
}

/** Returns an answer that was noted for the circles that are looked for, whether now or before. */
export function ofCircles<T>(noted: (circles: Circles | undefined) => { readonly result: T; readonly mayDiffer: boolean }): T {
  const { result, mayDiffer } = noted(looking);
  if (mayDiffer) timesAsked++;
  return result;
}

/** Returns what an action returns, and whether that may differ by whether circles are looked for. */
export function notingCircles<T>(action: () => T): { readonly result: T; readonly mayDiffer: boolean } {
  const before = timesAsked;
  return { result: action(), mayDiffer: timesAsked !== before };
}

/** Asks for dependencies to find circles. */
export function lookForCircles<T>(look: () => T, of = Circles.OF_RESOURCES): T {
  const before = looking;
  looking = of;
  try {
    return look();
  } finally {
    looking = before;
  }
}

/** Returns the stack that is deployed with a stack: the outermost one in which it is nested, or itself. */
export function deployedWith(stack: Stack): Stack {
  return stack.nestedStackParent ? deployedWith(stack.nestedStackParent) : stack;
}

/** Returns whether a stack is deployed after another one, directly or by way of others. */
export function isStackAfter(stack: Stack, other: Stack, directly: (stack: Stack) => readonly Stack[] = stacksBefore): boolean {
  const seen = new Set<Stack>([stack]);
  for (const each of seen) {
    if (each === other) return true;
    directly(each).forEach((next) => seen.add(next));
  }
  return false;
}

/** Returns the stacks that are deployed before a stack: by a dependency of the stack, or by a dependency or a reference of anything in it. */
export function stacksBefore(stack: Stack): Stack[] {
  const inside = stack.node.findAll().filter((construct) => deployedWith(Stack.of(construct)) === stack);
  const scopes = stack.node.scopes.filter((scope) => !Stage.isStage(scope));
  const elements = inside.filter(CfnElement.isCfnElement);
  const needed = [
    ...[...scopes, ...inside].flatMap((construct) => construct.node.dependencies).flatMap(resourcesIn),
    ...elements.filter(CfnResource.isCfnResource).flatMap((resource) => resource.obtainDependencies()).filter(CfnResource.isCfnResource),
    ...elements.flatMap(referencesIn),
  ];
  const stacks = [...needed.map((construct) => Stack.of(construct)), ...stack.dependencies].map(deployedWith);
  return [...new Set(stacks)].filter((each) => each !== stack);
}

/**
 * Returns the resources that a resource needs directly.
 *
 * @param references What its template refers to, if that is known.
 */
export function needs(resource: CfnResource, references: readonly IConstruct[] = referencesIn(resource)): CfnResource[] {
  const { node, stack } = resource;
  const scopes = node.scopes.slice(stack.node.scopes.length);
  return [
    ...scopes.flatMap((scope) => scope.node.dependencies).flatMap(resourcesIn),
    ...resource.obtainDependencies().filter(CfnResource.isCfnResource),
    ...references.filter(CfnResource.isCfnResource),
  ];
}

function resourcesIn(construct: IConstruct): CfnResource[] {
  return construct.node.findAll().filter(CfnResource.isCfnResource);
}

/** Returns what the template of an element refers to. */
function referencesIn(element: CfnElement): IConstruct[] {
  return targetsIn(element, (element as unknown as { _toCloudFormation(): object })._toCloudFormation());
}

/** Returns what a value with tokens refers to. */
export function targetsIn(scope: IConstruct, value: unknown): IConstruct[] {
  const resolver = new CollectingResolver();
  Tokenization.resolve(value, { scope, resolver, preparing: true });
  return resolver.targets;
}

class CollectingResolver extends DefaultTokenResolver {
  public readonly targets: IConstruct[] = [];

  constructor() {
    super(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) this.targets.push(token.target);
    return super.resolveToken(token, context, postProcessor);
  }
}
