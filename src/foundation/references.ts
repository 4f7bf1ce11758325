import { CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A resource of this program, or the identifier of one that it does not define. */
export type ResourceKey = IConstruct | string;

/** The construct that an identifier names by a reference to it, whichever of its attributes that is; otherwise the identifier itself. */
export function resolveReference(identifier: string): ResourceKey {
  const token = Tokenization.reverse(identifier, { failConcat: false });
  return Reference.isReference(token) && !namesOthers(token.target) ? token.target : identifier;
}

/**
 * The same for comparisons with what other stacks name. A token, such as the export of a stack by its name, can stand for
 * something else in every environment.
 */
export function resolveReferenceIn(scope: IConstruct, identifier: string): ResourceKey {
  const what = resolveReference(identifier);
  return typeof what === 'string' && Token.isUnresolved(what) ? `${environmentOf(scope)} ${what}` : what;
}

/** The account and Region of a construct; where they are not known, its stack, which shares them with its nested stacks alone. */
export function environmentOf(scope: IConstruct): string {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  return [stack.account, stack.region].some((part) => Token.isUnresolved(part)) ? stack.node.path : stack.environment;
}

/** Whether the attributes of a resource are identifiers of other things, each of another one: of a nested stack, of a custom resource. */
function namesOthers(target: IConstruct): boolean {
  return CfnResource.isCfnResource(target) && /^(AWS::CloudFormation::(Stack|CustomResource)$|Custom::)/.test(target.cfnResourceType);
}

/** The construct that the user knows: the L2 around an L1, where there is one. */
export function ownerOf(resource: IConstruct): IConstruct {
  const parent = resource.node.scope;
  return parent?.node.defaultChild === resource ? parent : resource;
}

/** The resource behind a reference to a construct: itself, or the one of the L2 around it; `undefined` where it has another type or is imported. */
export function resourceBehind(construct: IConstruct | undefined, type: string): CfnResource | undefined {
  const candidate: unknown = CfnResource.isCfnResource(construct) ? construct : construct?.node.defaultChild;
  return CfnResource.isCfnResource(candidate) && candidate.cfnResourceType === type ? candidate : undefined;
}

/** The bucket that its name or its ARN names. */
export function resolveBucketReference(identifier: string): ResourceKey {
  const bucket = resolveReference(identifier);
  return typeof bucket === 'string' ? resolveReference(bucket.slice(bucket.lastIndexOf(':') + 1)) : bucket;
}
