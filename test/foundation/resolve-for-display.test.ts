import { Lazy } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { resolveForDisplay } from '../../src/foundation/resolve-for-display';
import { stackOf } from '../support/stacks';

test('a text without tokens stays as it is', () => {
  expect(resolveForDisplay("got 'emial'")).toBe("got 'emial'");
});

test('a reference is told by the path of what it names', () => {
  const bucket = new Bucket(stackOf(), 'Results');
  expect(resolveForDisplay(`got '${bucket.bucketArn}' and more`)).toBe("got 'Stack/Results' and more");
});

test('any other token is told to be known later', () => {
  expect(resolveForDisplay(Lazy.string({ produce: () => 'x' }))).toBe('(known at deployment)');
});
