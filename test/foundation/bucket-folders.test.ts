import { Aws, CfnParameter } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { checkBucket, folder, objectAt, objectsIn, placeOf } from '../../src/foundation/bucket-folders';
import { codesAndMessages } from '../support/faults';
import { CREATOR, PARTNER, stackOf } from '../support/stacks';

const BUCKET = 'arn:aws:s3:::data';

test.each<[string | undefined, string]>([
  [undefined, ''], ['', ''], ['/', ''], ['purchases', 'purchases/'], ['purchases/', 'purchases/'], ['/a/b//', 'a/b/'],
])('the prefix %p is the folder %p', (prefix, expected) => {
  expect(folder(prefix)).toBe(expected);
});

test.each<[string | undefined, string]>([
  [undefined, `${BUCKET}/*`],
  ['purchases', `${BUCKET}/purchases/*`],
  ['2026-*/?', `${BUCKET}/2026-\${*}/\${?}/*`],
  ['a$b', `${BUCKET}/a\${$}b/*`],
])('the objects in the folder %p are %s, with escaped wildcards', (prefix, expected) => {
  expect(objectsIn(BUCKET, prefix)).toBe(expected);
});

test('the ARN of an object has escaped wildcards', () => {
  expect(objectAt(BUCKET, 'scripts/user_script.py')).toBe(`${BUCKET}/scripts/user_script.py`);
  expect(objectAt(BUCKET, 'scripts/*.py')).toBe(`${BUCKET}/scripts/\${*}.py`);
});

test('a prefix can be a token', () => {
  const stack = stackOf();
  const prefix = new CfnParameter(stack, 'Prefix').valueAsString;
  expect(stack.resolve(objectsIn(BUCKET, prefix))).toEqual({ 'Fn::Join': ['', [`${BUCKET}/`, { Ref: 'Prefix' }, '/*']] });
});

test('wildcards beside a token in a prefix are escaped', () => {
  const stack = stackOf();
  expect(stack.resolve(objectsIn(BUCKET, `a*$/${Aws.REGION}?`))).toEqual(stack.resolve(`${BUCKET}/a\${*}\${$}/${Aws.REGION}\${?}/*`));
});

describe('a bucket', () => {
  test('of one name is accepted, also if the name is a token', () => {
    const stack = stackOf();
    const encryptionKey = Key.fromKeyArn(stack, 'Key', `arn:aws:kms:us-east-1:${CREATOR}:key/1`);
    const buckets = [
      CfnBucket.fromBucketName(stack, 'L1', 'data'), Bucket.fromBucketName(stack, 'L2', 'data'), new CfnBucket(stack, 'Own'),
      Bucket.fromBucketAttributes(stack, 'Encrypted', { bucketName: 'data', encryptionKey }),
      CfnBucket.fromBucketName(stack, 'Token', new CfnParameter(stack, 'Name').valueAsString),
    ];
    expect(buckets.flatMap((bucket) => checkBucket('bucket', bucket))).toEqual([]);
  });

  test.each(['*', 'data-?', `*${Aws.REGION}`, '\${aws:userid}'])('of the name %s is rejected', (name) => {
    expect(codesAndMessages(checkBucket('output.bucket', CfnBucket.fromBucketName(stackOf(), 'Bucket', name)))).toEqual([
      ['WildcardInArn', expect.stringMatching(/^'output.bucket' must be one resource, got the ARN .*: use the exact name or ARN of the resource$/)],
    ]);
  });

  test('with any key is rejected', () => {
    const stack = stackOf();
    const encryptionKey = Key.fromKeyArn(stack, 'Key', `arn:aws:kms:us-east-1:${CREATOR}:key/*`);
    expect(codesAndMessages(checkBucket('bucket', Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'data', encryptionKey })))).toEqual([
      ['WildcardInArn', expect.stringContaining("'bucket.encryptionKey' must be one resource")],
    ]);
  });

  test('is where it says, or else where the stack is', () => {
    const stack = stackOf();
    expect(placeOf(CfnBucket.fromBucketName(stack, 'L1', 'data'))).toEqual({ account: CREATOR, region: 'us-east-1' });
    expect(placeOf(Bucket.fromBucketAttributes(stack, 'L2', { bucketName: 'data', account: PARTNER, region: 'eu-west-1' })))
      .toEqual({ account: PARTNER, region: 'eu-west-1' });
  });
});
