import { Reference, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A resource of this program, or the identifier of one that it does not define. */
export type Named = IConstruct | string;

/** The construct that an identifier names by a reference to it, whichever of its attributes that is; otherwise the identifier itself. */
export function named(identifier: string): Named {
  const token = Tokenization.reverse(identifier, { failConcat: false });
  return Reference.isReference(token) ? token.target : identifier;
}

/** The construct that the user knows: the L2 around an L1, where there is one. */
export function definedBy(resource: IConstruct): IConstruct {
  const parent = resource.node.scope;
  return parent?.node.defaultChild === resource ? parent : resource;
}

/** The bucket that its name or its ARN names. */
export function bucketNamed(identifier: string): Named {
  const bucket = named(identifier);
  return typeof bucket === 'string' ? named(bucket.slice(bucket.lastIndexOf(':') + 1)) : bucket;
}
