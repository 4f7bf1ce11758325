import { warnAboutPolicySize } from '../../src/custom-resources/policy-size';
import { idsAndMessages } from '../support/faults';

/** A document of some characters. */
const documentOf = (characters: number) => ({ Statement: ['x'.repeat(characters)] });

test('accepts policies up to the limit of a role', () => {
  expect(warnAboutPolicySize([documentOf(5_000), documentOf(5_000)])).toEqual([]);
});

test('warns about policies that exceed the limit together', () => {
  expect(idsAndMessages(warnAboutPolicySize([documentOf(6_000), documentOf(6_000)]))).toEqual([[
    'cdk-cleanrooms:policiesTooLong',
    expect.stringMatching(/^the policies of the function have about 120\d\d characters in total, but IAM accepts only 10240 in one role/),
  ]]);
});

test('counts a reference with its approximate length at deployment', () => {
  const joined = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', { 'Fn::GetAtt': ['A'.repeat(200), 'Arn'] }]] };
  expect(warnAboutPolicySize([Array.from({ length: 60 }, () => joined)])).toEqual([]);
  expect(warnAboutPolicySize([Array.from({ length: 120 }, () => joined)])).toHaveLength(1);
});
