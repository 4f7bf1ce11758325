import { Aws } from 'aws-cdk-lib';
import { checkAccount, checkRegion } from '../../src/foundation/environment-rules';
import { codesAndMessages } from '../support/faults';
import { CREATOR, PARTNER } from '../support/stacks';

test.each([[CREATOR, CREATOR], [Aws.ACCOUNT_ID, PARTNER], [CREATOR, Aws.ACCOUNT_ID]])('what is of account %s can be used by account %s', (its, stacks) => {
  expect(checkAccount('membership', its, stacks)).toEqual([]);
});

test('what is of another account cannot', () => {
  expect(codesAndMessages(checkAccount('membership', PARTNER, CREATOR))).toEqual([['OfOtherAccount',
    `'membership' must be of the account of the stack, ${CREATOR}, got one of account ${PARTNER}: define this in a stack of that account`]]);
});

test.each([['us-east-1', 'us-east-1'], [Aws.REGION, 'us-east-1'], ['us-east-1', Aws.REGION]])('what is in %s can be used in %s', (its, stacks) => {
  expect(checkRegion('membership', its, stacks)).toEqual([]);
});

test('what is in another Region cannot', () => {
  expect(codesAndMessages(checkRegion('collaboration', 'eu-west-1', 'us-east-1'))).toEqual([['OfOtherRegion',
    "'collaboration' must be in the Region of the stack, us-east-1, got one in eu-west-1: a collaboration is in one Region, with all its members"]]);
});
