import type { DataFolder } from './data-folder';
import { fits } from '../../../foundation/exact-names';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';

/** The names of buckets, those of the time before 2018 in us-east-1 included. */
const BUCKET_NAME = /^[a-zA-Z0-9._-]{3,255}$/;

/** Checks the bucket in a location, such as that of a Glue table. `what` is what messages call the location. */
export function checkLocation(what: string, { bucketArn }: DataFolder): ValidationFault[] {
  const bucketName = bucketArn.slice(bucketArn.indexOf(':::') + 3);
  return fits(bucketName, BUCKET_NAME) ? [] : [{
    code: code`LocationBucketMalformed`,
    message: `${what} must begin with 's3://' and the name of a bucket, of at least 3 letters, digits, dots, underscores and hyphens, got the bucket '${bucketName}': `
      + 'use the name of one bucket',
  }];
}
