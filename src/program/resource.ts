import { CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { KnownResource } from './known-resources';
import { hasCondition, intrinsicOf, renderedProperty, resolveKeepingReferences, textAt, textsAt, valueAt } from './rendered-properties';
import { resolveWithPaths } from '../foundation/own-references';
import { environmentOf, namesOthers, ownerOf } from '../foundation/references';
import type { ResourceKey } from '../foundation/references';
import { isKnown } from '../foundation/tokens';

/** A resource of the program, as its template will have it. */
export class ProgramResource {
  constructor(
    /** The resource. */
    public readonly cfn: CfnResource,
  ) {}

  public get type(): string {
    return this.cfn.cfnResourceType;
  }

  /** The construct that the user knows: the L2 around the resource, where there is one. */
  public get owner(): IConstruct {
    const owner = ownerOf(this.cfn);
    return this.type.startsWith('Custom::') ? ownerOf(owner) : owner;
  }

  public get path(): string {
    return this.owner.node.path;
  }

  public get stack(): Stack {
    return this.cfn.stack;
  }

  public get account(): string {
    return this.stack.account;
  }

  /** Whether it is made in every deployment, and not only under a condition of its own or of a nested stack that it is in. */
  public get isUnconditional(): boolean {
    return isUnconditional(this.cfn);
  }

  /** The value at a path of the properties, such as `('Members')`; `undefined` where it, or what it lies in, is absent or a token. */
  public value<T>(property: string, ...path: (string | number)[]): T | undefined {
    return valueAt<T>(renderedProperty(this.cfn, property), ...path);
  }

  /** The text at a path of the properties; `undefined` where it is absent, a token, or no text. */
  public text(property: string, ...path: (string | number)[]): string | undefined {
    return textAt(renderedProperty(this.cfn, property), ...path);
  }

  /** Its name, if it is known at synthesis. */
  public get knownName(): string | undefined {
    const name = this.text('Name');
    return name !== undefined && isKnown(name) ? name : undefined;
  }

  /** The texts in the list at a path of the properties, each of which can be a token; `undefined` where it is absent, a token, or no such list. */
  public texts(property: string, ...path: (string | number)[]): string[] | undefined {
    return textsAt(renderedProperty(this.cfn, property), ...path);
  }

  /** The value of a property, which can be a token. */
  public property(name: string): unknown {
    return renderedProperty(this.cfn, name);
  }

  /** What a property names: a resource of the program, or an identifier; `undefined` where the property is absent. */
  public key(property: string): ResourceKey | undefined {
    const identifier = renderedProperty(this.cfn, property);
    return identifier === undefined ? undefined : keyOf(this.cfn, identifier);
  }
}

function isUnconditional(resource: CfnResource): boolean {
  const { nestedStackResource } = resource.stack;
  return !hasCondition(resource) && (nestedStackResource === undefined || isUnconditional(nestedStackResource));
}

/**
 * What an identifier names, for comparisons all over the program: the resource that it refers to, by whichever attribute, also where a
 * lazy value does; otherwise a text that is the same wherever the same thing is meant. A value that only CloudFormation knows can be another
 * one in every environment.
 */
export function keyOf(scope: IConstruct, identifier: unknown): ResourceKey {
  const token = typeof identifier === 'string' ? Tokenization.reverse(identifier, { failConcat: false })
    : Tokenization.isResolvable(identifier) ? identifier : undefined;
  if (Reference.isReference(token)) return referred(token);
  if (!Token.isUnresolved(identifier)) return String(identifier);
  const produced = resolveKeepingReferences(scope, identifier);
  if (produced !== identifier) return keyOf(scope, produced);

  const intrinsic = token && intrinsicOf(scope, token);
  return partOfIdentifier(intrinsic) ?? textOf(scope, resolveWithPaths(scope, identifier));
}

/** A value that only CloudFormation knows as a text: it is the same in one environment, unless it is of the stack. */
function textOf(scope: IConstruct, value: unknown): string {
  return `${isOfStack(value) ? Stack.of(scope).node.path : environmentOf(scope)} ${JSON.stringify(value)}`;
}

/** Whether a value has a function of CloudFormation that means something else in each stack. */
function isOfStack(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, member]) => OF_STACK.test(key) && !OF_ENVIRONMENT.test(String(member)) || isOfStack(member));
}

const OF_STACK = /^(Ref|Condition|Fn::(GetAtt|Sub|If|FindInMap|Transform))$/;
const OF_ENVIRONMENT = /^AWS::(AccountId|Region|Partition|URLSuffix)$/;

/** What a reference leads to; its text where the target names others by its attributes, which a lookup does not. */
function referred({ target, displayName: attribute }: Reference): ResourceKey {
  const text = `${target.node.path}.${attribute}`;
  if (namesOthers(target)) return isLookup(target) ? target : text;
  const [, what, part] = CfnResource.isCfnResource(target) && OF_CLEAN_ROOMS.test(target.cfnResourceType)
    ? /^(Collaboration|Membership)(.+)$/.exec(attribute) ?? [] : [];
  if (what === undefined || (target as CfnResource).cfnResourceType === `AWS::CleanRooms::${what}`) return target;

  const parent = /^(Arn|Identifier)$/.test(part) ? parentOf(target as CfnResource, `${what}Identifier`) : undefined;
  return parent ?? text;
}

const OF_CLEAN_ROOMS = /^AWS::CleanRooms(ML)?::/;

/** What a resource is in, by the name of the property that names it, of the resource itself or of its membership; `undefined` if not known. */
function parentOf(resource: CfnResource, property: string): ResourceKey | undefined {
  if (property === 'MembershipIdentifier' || resource.cfnResourceType === KnownResource.MEMBERSHIP) return new ProgramResource(resource).key(property);
  const membership = parentOf(resource, 'MembershipIdentifier');
  return CfnResource.isCfnResource(membership) ? new ProgramResource(membership).key(property) : undefined;
}

/** Whether a resource is a lookup of this library: all that it has is of the one thing that it finds. */
function isLookup(target: IConstruct): boolean {
  return CfnResource.isCfnResource(target) && /^Custom::CleanRooms\w+Lookup$/.test(target.cfnResourceType);
}

/**
 * The resource that an id was cut out of: an ARN of what belongs to a membership has the id of the membership before its own, the `Ref`
 * of its L1 has it after its own.
 */
function partOfIdentifier(intrinsic: unknown): ResourceKey | undefined {
  const [index, list] = valueAt<[number | string, unknown]>(intrinsic, 'Fn::Select') ?? [];
  const [separator, identifier] = valueAt<[string, unknown]>(list, 'Fn::Split') ?? [];
  const ownIndex = separator === '/' ? 3 : separator === '|' ? 0 : undefined;
  if (ownIndex === undefined || typeof identifier !== 'string') return undefined;
  if (!Token.isUnresolved(identifier)) return identifier.split(separator!)[Number(index)];
  const reference = Tokenization.reverse(identifier, { failConcat: false });
  if (!Reference.isReference(reference)) return undefined;

  const named = referred(reference);
  const membership = CfnResource.isCfnResource(named) ? new ProgramResource(named).key('MembershipIdentifier') : undefined;
  if (Number(index) === 1) return membership ?? named;
  return Number(index) === ownIndex && membership !== undefined ? named : undefined;
}
