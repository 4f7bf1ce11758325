import { DefaultTokenResolver, Reference, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import type { CfnResource, IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/*
 * Single properties of resources as their templates will have them: in the form of the template, with lazy values produced and
 * overrides applied, whatever was changed after construction. References stay tokens, so that they lead to what they refer to,
 * and so do values that only CloudFormation knows.
 *
 * Reading a property renders nothing else, so that a lazy value may ask for the properties of other resources.
 */

/** The value of a property, such as `Members`; `undefined` where the template will not have it. */
export function renderedProperty(resource: CfnResource, name: string): unknown {
  const rendered = renderedWithoutOverrides(resource, name);
  const overrides = overriddenProperties(resource);
  return overrides && name in overrides ? merge(rendered, inTokens(resolveKeepingReferences(resource, overrides[name]))) : rendered;
}

/** A value with its lazy parts produced. Tokens that are references, or that only CloudFormation can resolve, stay as they are. */
export function resolveKeepingReferences(scope: IConstruct, value: unknown): unknown {
  if (typeof value !== 'object' && !Token.isUnresolved(value)) return value;
  const token = typeof value === 'string' ? Tokenization.reverse(value, { failConcat: false }) : undefined;
  if (Reference.isReference(token)) return token;
  return Tokenization.resolve(value, { scope: Stack.of(scope), resolver: RESOLVER, preparing: false, removeEmpty: false });
}

/** The value at a path below a rendered value; `undefined` where it, or what it lies in, is absent or a token. */
export function valueAt<T>(value: unknown, ...path: (string | number)[]): T | undefined {
  if (value === undefined || value === null || Token.isUnresolved(value)) return undefined;
  const [key, ...rest] = path;
  return key === undefined ? value as T : valueAt((value as Record<string | number, unknown>)[key], ...rest);
}

/** The text at a path below a rendered value, in place of which CloudFormation also takes a number; `undefined` where it is nothing of the kind, or a token. */
export function textAt(value: unknown, ...path: (string | number)[]): string | undefined {
  return textOrToken(valueAt(value, ...path));
}

/** The texts in the list at a path below a rendered value, each of which can be a token; `undefined` where it is nothing of the kind, or a token. */
export function textsAt(value: unknown, ...path: (string | number)[]): string[] | undefined {
  const texts = listAt(value, ...path)?.map(textOrToken);
  return texts?.every((text) => text !== undefined) ? texts : undefined;
}

/** The list at a path below a rendered value; `undefined` where it is nothing of the kind, or a token. */
export function listAt(value: unknown, ...path: (string | number)[]): unknown[] | undefined {
  const list = valueAt<unknown>(value, ...path);
  return Array.isArray(list) ? list : undefined;
}

/** A value as a text, or as the text of a token; `undefined` where it is neither. */
export function textOrToken(value: unknown): string | undefined {
  if (Token.isUnresolved(value)) return Token.asString(value);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The boolean at a path below a rendered value, which CloudFormation also takes as a text; `undefined` where it is absent or a token. */
export function booleanAt(value: unknown, ...path: (string | number)[]): boolean | undefined {
  const found = valueAt<unknown>(value, ...path);
  return found === undefined ? undefined : String(found).toLowerCase() === 'true';
}

/** The function of CloudFormation that a token stands for, such as `{ "Fn::Select": [...] }`, with the references in it as tokens. */
export function intrinsicOf(scope: IConstruct, token: IResolvable): unknown {
  return Tokenization.resolve(token, { scope: Stack.of(scope), resolver: INTRINSIC_RESOLVER, preparing: false });
}

class ReferenceKeepingResolver extends DefaultTokenResolver {
  constructor(private readonly keepsIntrinsics: boolean) {
    super(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) return token;
    const resolved = this.resolvedToken(token, context, postProcessor);
    return this.keepsIntrinsics && isIntrinsic(resolved) ? token : resolved;
  }

  /** A token such as that of `Stack.toJsonString` throws if what it resolves still has tokens in it: it is resolved with all of its references. */
  private resolvedToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    try {
      return super.resolveToken(token, context, postProcessor);
    } catch {
      return Stack.of(context.scope).resolve(token);
    }
  }

  public resolveList(list: string[], context: IResolveContext): unknown {
    const resolved: unknown = super.resolveList(list, context);
    return Token.isUnresolved(resolved) ? list : resolved;
  }
}

const RESOLVER = new ReferenceKeepingResolver(true);
const INTRINSIC_RESOLVER = new ReferenceKeepingResolver(false);

/** Whether a resolved value is a function of CloudFormation, such as `{ "Fn::Join": [...] }`. */
function isIntrinsic(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const [key, ...others] = Object.keys(value);
  return others.length === 0 && (key === 'Ref' || key?.startsWith('Fn::'));
}

/** Whether the L1 of a resource has a property exactly as given, and no override says something else. */
export function hasAsGiven(resource: CfnResource, name: string, given: unknown): boolean {
  return (resource as unknown as Record<string, unknown>)[l1Name(name)] === given && !(name in (overriddenProperties(resource) ?? {}));
}

/** The property as the L1 has it. A resource without an L1 of its own keeps its properties in the form of the template. */
function renderedWithoutOverrides(resource: CfnResource, name: string): unknown {
  const property = l1Name(name);
  if (property in resource) {
    return inTemplateForm(resolveKeepingReferences(resource, (resource as unknown as Record<string, unknown>)[property]));
  }
  const { _cfnProperties: properties } = resource as unknown as { readonly _cfnProperties: Record<string, unknown> };
  return inTokens(resolveKeepingReferences(resource, properties[name]));
}

/** The name under which an L1 has a property: `creatorMlMemberAbilities` of `CreatorMLMemberAbilities`. */
function l1Name(name: string): string {
  const camelCase = name.replace(/ML(?=[A-Z])/g, 'Ml');
  return camelCase.charAt(0).toLowerCase() + camelCase.slice(1);
}

/** A value of an L1 property with the keys that the template has. */
function inTemplateForm(value: unknown): unknown {
  return inTokens(value, templateKey);
}

/** A resolved value in which functions of CloudFormation that a user has written out, such as `{ "Ref": "Name" }`, are tokens as well. */
function inTokens(value: unknown, keyOf: (key: string) => string = (key) => key): unknown {
  if (typeof value !== 'object' || value === null || Tokenization.isResolvable(value)) return value;
  if (Array.isArray(value)) return withoutGaps(value.map((member) => inTokens(member, keyOf)));
  if (isIntrinsic(value)) return Token.asAny(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [keyOf(key), inTokens(member, keyOf)]));
}

function templateKey(key: string): string {
  return (key.charAt(0).toUpperCase() + key.slice(1)).replace(/Ml(?=[A-Z])/g, 'ML');
}

/** The overrides of properties that were added to a resource, by property; `undefined` if there are none. */
export function overriddenProperties(resource: CfnResource): Record<string, unknown> | undefined {
  return overridesOf(resource).Properties;
}

/** Whether a resource is created only under a condition, which the L1 or an override sets. */
export function hasCondition(resource: CfnResource): boolean {
  const overrides = overridesOf(resource);
  return ('Condition' in overrides ? overrides.Condition : resource.cfnOptions.condition) !== undefined;
}

function overridesOf(resource: CfnResource): { readonly Properties?: Record<string, unknown>; readonly Condition?: unknown } {
  return (resource as unknown as { readonly rawOverrides: object }).rawOverrides;
}

/** Returns the given properties of an L1 as they are set now, in the form of the L1: what an override says has the place of what it overrides. */
export function currentProperties(resource: CfnResource, names: readonly string[]): object {
  const overrides = overriddenProperties(resource) ?? {};
  return Object.fromEntries(names.map((name) => {
    const value = (resource as unknown as Record<string, unknown>)[name];
    const key = templateKey(name);
    return [name, key in overrides ? merge(resolveKeepingReferences(resource, value),
      inTokens(resolveKeepingReferences(resource, overrides[key]), l1Name)) : value];
  }));
}

/** A list without what was deleted from it or came to nothing, whose place in the template what follows takes; other values as they are. */
function withoutGaps<T>(value: T): T {
  return Array.isArray(value) ? value.filter((member) => member !== undefined) as T : value;
}

/** Merges as aws-cdk-lib does: objects key by key, also into the members of a list; all else takes the place of what was there, nothing is empty. */
function merge(value: unknown, override: unknown): unknown {
  if (typeof override !== 'object' || override === null || Array.isArray(override) || Tokenization.isResolvable(override)) return override;
  const merged: Record<string, unknown> = Array.isArray(value) ? [...value] as never
    : typeof value === 'object' && value !== null && !Tokenization.isResolvable(value) ? { ...value } : {};
  for (const [key, member] of Object.entries(override)) {
    const result = merge(merged[key], member);
    if (result === undefined) delete merged[key];
    else merged[key] = result;
  }
  const kept = withoutGaps(merged);
  return Object.keys(kept).length ? kept : undefined;
}
