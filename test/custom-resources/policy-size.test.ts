import { warnAboutPolicySize } from '../../src/custom-resources/policy-size';
import { idsAndMessages } from '../support/faults';

/** A document of some characters. */
const documentOf = (characters: number) => ({ Statement: ['x'.repeat(characters)] });

test('a role takes so much, all its policies together', () => {
  expect(warnAboutPolicySize([documentOf(5_000), documentOf(5_000)])).toEqual([]);
});

test('more is told', () => {
  expect(idsAndMessages(warnAboutPolicySize([documentOf(6_000), documentOf(6_000)]))).toEqual([[
    'cdk-cleanrooms:policiesTooLong',
    expect.stringMatching(/^the policies of the function have some 120\d\d characters together, of which IAM takes 10240 in one role/),
  ]]);
});

test('a reference counts as what it becomes, not as what it is written as', () => {
  const joined = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', { 'Fn::GetAtt': ['A'.repeat(200), 'Arn'] }]] };
  expect(warnAboutPolicySize([Array.from({ length: 60 }, () => joined)])).toEqual([]);
  expect(warnAboutPolicySize([Array.from({ length: 120 }, () => joined)])).toHaveLength(1);
});
