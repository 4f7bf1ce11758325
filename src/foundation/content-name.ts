import { createHash } from 'crypto';
import { Lazy, Names, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const HASH_LENGTH = 8;

/**
 * A name that changes with the content, for what can only be replaced and has a name that must be unique: CloudFormation makes
 * the new one before it deletes the old one, so that both names are taken for a while.
 */
export function contentName(scope: IConstruct, maxLength: number, content: object): string {
  const base = Names.uniqueResourceName(scope, { maxLength: maxLength - HASH_LENGTH - 1, separator: '-' });
  return Lazy.string({ produce: () => `${base}-${hashOf(Stack.of(scope).resolve(content))}` });
}

function hashOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, HASH_LENGTH);
}
