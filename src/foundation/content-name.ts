import { createHash } from 'crypto';
import { Lazy, Names } from 'aws-cdk-lib';
import type { UniqueResourceNameOptions } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { resolveWithOwnReferences } from './own-references';

const HASH_LENGTH = 8;

/** The length and the separator that the service allows in a name. */
type NameOptions = Required<Pick<UniqueResourceNameOptions, 'maxLength' | 'separator'>>;

/**
 * Returns a name that changes with the content of a resource, whenever that is changed before the template is written.
 *
 * It is for resources that can only be replaced and whose names must be unique: CloudFormation creates the new one before it deletes
 * the old one, so that both names exist for a while.
 */
export function contentName(scope: IConstruct, content: () => object, { maxLength, separator }: NameOptions): string {
  const base = Names.uniqueResourceName(scope, { maxLength: maxLength - HASH_LENGTH - 1, separator });
  return Lazy.uncachedString({ produce: () => `${base}${separator}${contentHash(scope, content())}` });
}

/** Returns a short text that changes with a value. It is the same however references to other stacks are rendered. */
export function contentHash(scope: IConstruct, value: unknown): string {
  return createHash('sha256').update(JSON.stringify(resolveWithOwnReferences(scope, value))).digest('hex').slice(0, HASH_LENGTH);
}
