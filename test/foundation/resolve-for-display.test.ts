import { Aws, Lazy } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { accountName, resolveForDisplay } from '../../src/foundation/resolve-for-display';
import { stackOf } from '../support/stacks';

test('a text without tokens is displayed as it is', () => {
  expect(resolveForDisplay("got 'emial'")).toBe("got 'emial'");
});

test('a reference is displayed as the path of the construct that it refers to', () => {
  const bucket = new Bucket(stackOf(), 'Results');
  expect(resolveForDisplay(`got '${bucket.bucketArn}' and more`)).toBe("got 'Stack/Results' and more");
});

test('a token that is no reference is displayed as known at deployment', () => {
  expect(resolveForDisplay(Lazy.string({ produce: () => 'x' }))).toBe('(known at deployment)');
});

test.each([
  ['111111111111', 'account 111111111111'],
  [Aws.ACCOUNT_ID, 'the account of the stack'],
  [undefined, 'the account of the stack'],
])('the account %s is named %s', (accountId, name) => {
  expect(accountName(accountId)).toBe(name);
});
