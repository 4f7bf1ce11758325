import { createHash } from 'crypto';
import { DefaultTokenResolver, Reference, Stack, Tokenization } from 'aws-cdk-lib';
import type { IFragmentConcatenator, IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { ownerOf, resolveReference } from '../foundation/references';

/** The resources that a program defines for a role: the role with its policies, or the policies of an existing role. */
export type RolePart = CfnRole | CfnPolicy | CfnManagedPolicy;

/** What the trust policy and the policies of a role say. */
export interface RoleContent {
  /** A hash, which does not depend on what is referred to. */
  readonly fingerprint: string;

  /** What they refer to, as values of a template. */
  readonly references: readonly unknown[];

  /** The constructs that they refer to. */
  readonly targets: readonly IConstruct[];
}

/** Returns what the parts of a role say together. */
export function contentOf(scope: IConstruct, parts: readonly RolePart[]): RoleContent {
  const resolver = new ReferencesApart();
  const value: unknown = Tokenization.resolve(parts.map((part) =>
    CfnRole.isCfnRole(part) ? [part.assumeRolePolicyDocument, part.managedPolicyArns, part.policies] : part.policyDocument,
  ), { scope, resolver, preparing: true });
  const text = JSON.stringify(value, (_, member: unknown) => isReference(member) ? resolver.placeholderOf(JSON.stringify(member), member) : member);
  return {
    fingerprint: createHash('sha256').update(text).digest('hex').slice(0, 32),
    references: [...resolver.references.values()],
    targets: resolver.targets,
  };
}

/** Returns the parts of a role in this program, in any stack. */
export function partsOf(role: IRole): RolePart[] {
  const all = [role, definitionOf(role) ?? role].flatMap(({ node }) => node.findAll());
  return [...new Set(all)]
    .filter((part) => CfnRole.isCfnRole(part) || CfnPolicy.isCfnPolicy(part) || CfnManagedPolicy.isCfnManagedPolicy(part));
}

/** A resource that may not be in the template, such as a policy without statements. */
interface Synthesizable {
  shouldSynthesize(): boolean;
}

/** Returns the parts of a role that are in a stack. */
export function partsIn(stack: Stack, role: IRole): RolePart[] {
  return partsOf(role).filter((part) => part.stack === stack && (part as unknown as Synthesizable).shouldSynthesize());
}

/** Returns the construct that defines a role in this program, which can differ from the given one, for example if that is imported. */
export function definitionOf(role: IRole): IConstruct | undefined {
  const definition = resolveReference(role.roleArn);
  return CfnRole.isCfnRole(definition) ? ownerOf(definition) : undefined;
}

/** Replaces references by placeholders, so that the rest does not depend on where in the program it is. */
class ReferencesApart extends DefaultTokenResolver {
  public readonly references = new Map<string, unknown>();
  public readonly targets: IConstruct[] = [];

  constructor() {
    super(CONCATENATION);
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    const resolved: unknown = super.resolveToken(token, context, postProcessor);
    if (!isReference(resolved)) return resolved;
    const target = Reference.isReference(token) ? token.target : undefined;
    if (target) this.targets.push(target);
    return this.placeholderOf(`${target ? Stack.of(target).node.addr : ''} ${JSON.stringify(resolved)}`, token);
  }

  /** Returns a text that stands for a reference, by the order in which references come. */
  public placeholderOf(key: string, reference: unknown): string {
    if (!this.references.has(key)) this.references.set(key, reference);
    return `reference ${[...this.references.keys()].indexOf(key)}`;
  }
}

const CONCATENATION: IFragmentConcatenator = {
  join: (left, right) => [left, right].map((part) => typeof part === 'object' ? JSON.stringify(part) : part ?? '').join(''),
};

/** Whether a part of a template refers to a resource, of this or of another stack. */
function isReference(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const [[key, target] = ['', undefined], ...others] = Object.entries(value);
  return others.length === 0 && (key === 'Fn::GetAtt' || key === 'Fn::ImportValue' || key === 'Ref' && !String(target).startsWith('AWS::'));
}
