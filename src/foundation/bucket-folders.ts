import { Fn, Lazy, Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import { checkExactArn, isLongerThan } from './exact-names';
import { isKnown } from './tokens';
import { code } from './validation-faults';
import type { ValidationFault } from './validation-faults';

/** Returns a prefix as a folder: with one slash at its end, and without slashes at its start. */
export function folder(prefix = ''): string {
  return endedBySlash(prefix.replace(/^\/+|\/+$/g, ''));
}

/**
 * Returns a prefix with a slash at its end. What ends with a token has one slash there, whether the value has one or not. The text before that token
 * stays what it is, so that wildcards in it can still be escaped.
 */
export function endedBySlash(prefix: string): string {
  if (prefix === '' || prefix.endsWith('/')) return prefix;
  const [token] = ENDS_WITH_TOKEN.exec(prefix) ?? [];
  if (!token) return `${prefix}/`;
  return prefix.slice(0, -token.length) + Lazy.uncachedString({
    produce: (context) => {
      const value: unknown = context.resolve(token);
      return typeof value === 'string' ? endedBySlash(value) : `${Fn.select(0, Fn.split('//', `${token}//`))}/`;
    },
  });
}

const ENDS_WITH_TOKEN = /\$\{Token\[[^\]]*\]\}$/;

/**
 * Checks a prefix of the keys of results, as the API takes it.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_ProtectedQueryS3OutputConfiguration.html
 */
export function checkKeyPrefix(property: string, prefix: string | undefined): ValidationFault[] {
  const isFine = prefix === undefined || !isKnown(prefix) || (!isLongerThan(KEY_PREFIX.mostCharacters, prefix) && KEY_PREFIX.pattern.test(prefix));
  return isFine ? [] : [{
    code: code`KeyPrefixMalformed`,
    message: `'${property}' must have at most ${KEY_PREFIX.mostCharacters} letters, digits and characters of '_!.=*/-', `
      + `got ${prefix.length > KEY_PREFIX.mostCharacters ? `${prefix.length} characters` : `'${prefix}'`}`,
  }];
}

const KEY_PREFIX = { mostCharacters: 512, pattern: /^[\w!.=*/-]*$/ };

/** Returns the ARN by which a policy names the objects in a folder of a bucket. */
export function objectsIn(bucketArn: string, prefix?: string): string {
  return `${objectAt(bucketArn, folder(prefix))}*`;
}

/** Returns the ARN by which a policy names the objects of results, whose keys begin with a prefix as it is given, and a slash. */
export function resultsIn(bucketArn: string, prefix = ''): string {
  return `${objectAt(bucketArn, endedBySlash(prefix))}*`;
}

/**
 * Returns the ARN by which a policy names an object. Wildcards in the key are escaped, also beside a token.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function objectAt(bucketArn: string, key: string): string {
  return `${bucketArn}/${key.replace(TOKEN_OR_SPECIAL, (text) => text.length > 1 ? text : `\${${text}}`)}`;
}

/** The placeholder of a token, which stays, or a character that policies do not take for itself. */
const TOKEN_OR_SPECIAL = /\$\{Token\[[^\]]*\]\}|[*?$]/g;

/** Checks that a bucket, and the key that encrypts it if it is an L2 that has one, are one each: policies name their ARNs. */
export function checkBucket(property: string, bucket: s3Refs.IBucketRef): ValidationFault[] {
  return [...checkExactArn(property, bucket.bucketRef.bucketArn), ...checkExactArn(`${property}.encryptionKey`, encryptionKeyArnOf(bucket))];
}

/** Returns the ARN of the key of a bucket, if the bucket is an L2 that has one. */
export function encryptionKeyArnOf(bucket: s3Refs.IBucketRef): string | undefined {
  return (bucket as Partial<IBucket>).encryptionKey?.keyArn;
}

/**
 * Returns the account and the Region of a bucket. A bucket that an L1 imports by its name or its ARN has neither: it is taken to be where the
 * stack is.
 */
export function placeOf(bucket: s3Refs.IBucketRef): { readonly account: string; readonly region: string } {
  const stack = Stack.of(bucket);
  return { account: bucket.env.account || stack.account, region: bucket.env.region || stack.region };
}
