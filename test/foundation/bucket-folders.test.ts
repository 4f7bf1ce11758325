import { Aws, CfnParameter, Fn, Lazy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { checkBucket, checkKeyPrefix, folder, objectAt, objectsIn, placeOf, resultsIn } from '../../src/foundation/bucket-folders';
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

test.each<[string | undefined, string]>([
  [undefined, `${BUCKET}/*`], ['', `${BUCKET}/*`], ['results', `${BUCKET}/results/*`], ['results/', `${BUCKET}/results/*`],
  ['/results//', `${BUCKET}//results//*`], ['a*', `${BUCKET}/a\${*}/*`],
])('the results below the prefix %p, as it is given, are %s', (prefix, expected) => {
  expect(resultsIn(BUCKET, prefix)).toBe(expected);
});

/** What CloudFormation makes of the intrinsic functions that a prefix of a token needs. */
function deployed(value: unknown, prefix: string): unknown {
  if (Array.isArray(value)) return value.map((member) => deployed(member, prefix));
  if (typeof value !== 'object' || value === null) return value;
  const [[key, given]] = Object.entries(value);
  const parts = deployed(given, prefix) as [string, string & string[]];
  return key === 'Ref' ? prefix : key === 'Fn::Select' ? parts[1][Number(parts[0])] : key === 'Fn::Split' ? parts[1].split(parts[0]) : parts[1].join(parts[0]);
}

test.each([objectsIn, resultsIn])('a prefix can be a token, with or without a slash at its end', (arn) => {
  const stack = stackOf();
  const prefix = new CfnParameter(stack, 'Prefix').valueAsString;
  for (const [given, expected] of [['results', 'results/*'], ['results/', 'results/*'], ['a/b', 'a/b/*']]) {
    expect(deployed(stack.resolve(arn(BUCKET, prefix)), given)).toBe(`${BUCKET}/${expected}`);
    expect(deployed(stack.resolve(arn(BUCKET, `of/${prefix}`)), given)).toBe(`${BUCKET}/of/${expected}`);
  }
  expect(stack.resolve(arn(BUCKET, `${prefix}/of`))).toEqual({ 'Fn::Join': ['', [`${BUCKET}/`, { Ref: 'Prefix' }, '/of/*']] });
  expect(stack.resolve(arn(BUCKET, Lazy.string({ produce: () => 'late/' })))).toBe(`${BUCKET}/late/*`);
  expect(stack.resolve(arn(BUCKET, Lazy.string({ produce: () => 'late' })))).toBe(`${BUCKET}/late/*`);
});

test('wildcards beside a token in a prefix are escaped', () => {
  const stack = stackOf();
  expect(stack.resolve(objectsIn(BUCKET, `a*$/${Aws.REGION}?`))).toEqual(stack.resolve(`${BUCKET}/a\${*}\${$}/${Aws.REGION}\${?}/*`));
});

test.each([objectsIn, resultsIn])('wildcards before a token that ends a prefix are escaped', (arn) => {
  const stack = stackOf();
  const prefix = new CfnParameter(stack, 'Prefix').valueAsString;
  expect(deployed(stack.resolve(arn(BUCKET, `a*?/${prefix}`)), 'of')).toBe(`${BUCKET}/a\${*}\${?}/of/*`);
});

describe('a prefix of the keys of results', () => {
  test.each([undefined, '', 'results', '/results/', 'a_b!c.d=e*f/g-h', 'x'.repeat(512), Aws.REGION, Fn.join('', ['ü', Aws.REGION])])('can be %p', (prefix) => {
    expect(checkKeyPrefix('prefix', prefix)).toEqual([]);
  });

  test.each([
    ['with spaces', 'my results', "'my results'"], ['with other letters', 'r\u00e9sultats', "'r\u00e9sultats'"], ['of two lines', 'a\nb', "'a\nb'"],
    ['that is too long', 'x'.repeat(513), '513 characters'],
  ])('is refused %s', (_, prefix, got) => {
    expect(codesAndMessages(checkKeyPrefix('defaultResult.prefix', prefix))).toEqual([
      ['KeyPrefixMalformed', `'defaultResult.prefix' must have at most 512 letters, digits and characters of '_!.=*/-', got ${got}`],
    ]);
  });
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
