import { Aws, Lazy } from 'aws-cdk-lib';
import { checkLocation } from '../../../../src/constructs/table/sources/data-folder-rules';
import { codesAndMessages } from '../../../support/faults';
import { CREATOR } from '../../../support/stacks';

const TOKEN = Lazy.string({ produce: () => 'later' });

describe('the bucket of a location', () => {
  const check = (name: string) => checkLocation('the location of the table', { bucketArn: `arn:${Aws.PARTITION}:s3:::${name}`, bucketAccount: CREATOR });

  test.each(['data', 'my.data-1', 'Old_Data', 'abc', 'a'.repeat(255), TOKEN, `data-${Aws.REGION}`])('%s is accepted', (name) => {
    expect(check(name)).toEqual([]);
  });

  test.each(['*', 'dat?', '', 'ab', 'a'.repeat(256), ' data', 'data ', '${aws:userid}', `*${TOKEN}`])('%j is rejected', (name) => {
    expect(codesAndMessages(check(name))).toEqual([['LocationBucketMalformed',
      "the location of the table must begin with 's3://' and the name of a bucket, of at least 3 letters, digits, dots, underscores and hyphens, "
      + `got the bucket '${name}': use the name of one bucket`]]);
  });
});
