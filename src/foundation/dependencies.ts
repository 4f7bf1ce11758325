import { CfnResource, DefaultTokenResolver, Reference, StringConcat, Tokenization } from 'aws-cdk-lib';
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

let isLooking = false;

/** Whether dependencies are asked for to find circles: what is left out of them only because it would close one must be among them then. */
export function isLookingForCircles(): boolean {
  return isLooking;
}

/** Asks for dependencies to find circles. */
export function lookForCircles<T>(look: () => T): T {
  const before = isLooking;
  isLooking = true;
  try {
    return look();
  } finally {
    isLooking = before;
  }
}

/** Returns the resources that a resource needs directly. */
export function needs(resource: CfnResource): CfnResource[] {
  const { node, stack } = resource;
  const scopes = node.scopes.slice(stack.node.scopes.length);
  return [
    ...scopes.flatMap((scope) => scope.node.dependencies).flatMap(resourcesIn),
    ...resource.obtainDependencies().filter(CfnResource.isCfnResource),
    ...referencesIn(resource).filter(CfnResource.isCfnResource),
  ];
}

function resourcesIn(construct: IConstruct): CfnResource[] {
  return construct.node.findAll().filter(CfnResource.isCfnResource);
}

/** Returns what the template of a resource refers to. */
function referencesIn(resource: CfnResource): IConstruct[] {
  const resolver = new CollectingResolver();
  const template = (resource as unknown as { _toCloudFormation(): object })._toCloudFormation();
  Tokenization.resolve(template, { scope: resource, resolver, preparing: true });
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
