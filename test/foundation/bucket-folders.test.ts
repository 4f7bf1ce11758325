import { CfnParameter } from 'aws-cdk-lib';
import { folder, objectAt, objectsIn } from '../../src/foundation/bucket-folders';
import { stackOf } from '../support/stacks';

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
