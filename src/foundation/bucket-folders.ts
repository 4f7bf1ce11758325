import { Token } from 'aws-cdk-lib';

/** Returns a prefix as a folder: with one slash at its end, and without slashes at its start. */
export function folder(prefix = ''): string {
  const bare = prefix.replace(/^\/+|\/+$/g, '');
  return bare && `${bare}/`;
}

/** Returns the ARN by which a policy names the objects in a folder of a bucket. */
export function objectsIn(bucketArn: string, prefix?: string): string {
  return `${objectAt(bucketArn, folder(prefix))}*`;
}

/**
 * Returns the ARN by which a policy names an object. Wildcards in the key are escaped.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function objectAt(bucketArn: string, key: string): string {
  return `${bucketArn}/${Token.isUnresolved(key) ? key : key.replace(/[*?$]/g, '${$&}')}`;
}
