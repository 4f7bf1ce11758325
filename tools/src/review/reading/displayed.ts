import { CfnResource, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IResolvable } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isKnown } from '../../../../src/foundation/tokens';
import { KnownResource } from '../../../../src/program/known-resources';
import { intrinsicOf } from '../../../../src/program/rendered-properties';
import { ProgramResource } from '../../../../src/program/resource';

/*
 * Values of a template for a reader: what only CloudFormation knows is replaced by what it comes from.
 */

/** A value as a text. A reference is the path of the construct that it leads to, in braces. */
export function displayed(scope: IConstruct, value: unknown): string {
  if (typeof value === 'string') {
    return Tokenization.reverseString(value).mapTokens({ mapToken: (token) => textOf(scope, token) }).join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
  }
  if (Tokenization.isResolvable(value)) return textOf(scope, value);
  return Token.isUnresolved(value) ? '{known at deployment}' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** One or several values, as policies have them, as texts; `undefined` where there are none. */
export function displayedList(scope: IConstruct, value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  return (Array.isArray(value) ? value : [value]).map((each) => displayed(scope, each)).sort();
}

function textOf(scope: IConstruct, token: IResolvable): string {
  if (Reference.isReference(token)) return referred(token);
  const intrinsic: unknown = intrinsicOf(scope, token);
  const pseudo = typeof intrinsic === 'object' && intrinsic !== null ? (intrinsic as { readonly Ref?: unknown }).Ref : undefined;
  if (typeof pseudo === 'string' && pseudo.startsWith('AWS::')) return pseudo === 'AWS::Partition' ? 'aws' : `{${pseudo}}`;
  const references = [...new Set(referencesIn(intrinsic))];
  return references.length ? `${references.join(', ')}` : '{known at deployment}';
}

function referred({ target, displayName }: Reference): string {
  if (Stack.isStack(target)) return '{known at deployment}';
  if (!CfnResource.isCfnResource(target)) return `{${target.node.path}}`;
  const resource = new ProgramResource(target);
  const name = target.cfnResourceType === 'AWS::Glue::Database' ? resource.text('DatabaseInput', 'Name') : undefined;
  if (name !== undefined && isKnown(name)) return name;
  // One that finds several memberships has each of them in an attribute of its own.
  return target.cfnResourceType === KnownResource.MEMBERS_JOINED ? `{${resource.path} ${displayName}}` : `{${resource.path}}`;
}

/** The references in a function of CloudFormation, such as the membership of which the id is cut out. */
function referencesIn(value: unknown): string[] {
  if (typeof value === 'string' || Tokenization.isResolvable(value)) {
    const token = typeof value === 'string' ? Tokenization.reverse(value, { failConcat: false }) : value;
    return Reference.isReference(token) ? [referred(token)] : [];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(referencesIn) : [];
}
