import { CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A resource of this program, or the identifier of one that it does not define. */
export type ResourceKey = IConstruct | string;

/** Returns the construct that an identifier is a reference to, by any of its attributes; otherwise the identifier itself. */
export function resolveReference(identifier: string): ResourceKey {
  const token = Tokenization.reverse(identifier, { failConcat: false });
  return Reference.isReference(token) && !namesOthers(token.target) ? token.target : identifier;
}

/** Returns the account and Region of a construct; if they are not known, the path of its stack, whose nested stacks share them. */
export function environmentOf(scope: IConstruct): string {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  return [stack.account, stack.region].some((part) => Token.isUnresolved(part)) ? stack.node.path : stack.environment;
}

/**
 * Returns whether the attributes of a construct can be identifiers of other things, each of another one: as with nested stacks and
 * custom resources, and with a stack, whose attributes are its pseudo parameters.
 */
export function namesOthers(target: IConstruct): boolean {
  if (Stack.isStack(target)) return true;
  return CfnResource.isCfnResource(target) && /^(AWS::CloudFormation::(Stack|CustomResource)$|Custom::)/.test(target.cfnResourceType);
}

/** Returns the construct that the user knows: the L2 of an L1, or the L1 itself if it has none. */
export function ownerOf(resource: IConstruct): IConstruct {
  const parent = resource.node.scope;
  return parent?.node.defaultChild === resource ? parent : resource;
}

/** Returns the resource of a construct: the construct itself, or its default child; `undefined` if it is imported or has another type. */
export function resourceBehind(construct: IConstruct | undefined, type: string): CfnResource | undefined {
  const candidate: unknown = CfnResource.isCfnResource(construct) ? construct : construct?.node.defaultChild;
  return CfnResource.isCfnResource(candidate) && candidate.cfnResourceType === type ? candidate : undefined;
}

/** Returns the bucket that a name or an ARN stands for. */
export function resolveBucketReference(identifier: string): ResourceKey {
  const bucket = resolveReference(identifier);
  return typeof bucket === 'string' ? resolveReference(bucket.slice(bucket.lastIndexOf(':') + 1)) : bucket;
}
