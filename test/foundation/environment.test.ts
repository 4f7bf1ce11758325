import { App, Aws, Stack } from 'aws-cdk-lib';
import { checkAccount, checkPartition, checkRegion, checkSameEnvironment, checkSameRegion } from '../../src/foundation/environment';
import { codesAndMessages, expectRefused } from '../support/faults';
import { CREATOR, PARTNER, agnosticStack, stackOf } from '../support/stacks';

test.each([[CREATOR, CREATOR], [Aws.ACCOUNT_ID, PARTNER], [CREATOR, Aws.ACCOUNT_ID]])('accepts what is in account %s in a stack of account %s', (account, ofStack) => {
  expect(checkAccount('membership', account, ofStack)).toEqual([]);
});

test('rejects what is in another account than the stack', () => {
  expect(codesAndMessages(checkAccount('membership', PARTNER, CREATOR))).toEqual([['OfOtherAccount',
    `'membership' must be in the account of the stack, ${CREATOR}, got one in account ${PARTNER}: define this in a stack of that account`]]);
});

test.each([['us-east-1', 'us-east-1'], [Aws.REGION, 'us-east-1'], ['us-east-1', Aws.REGION]])('accepts what is in %s in a stack in %s', (region, ofStack) => {
  expect(checkRegion('membership', region, ofStack)).toEqual([]);
});

test('rejects what is in another Region than the stack', () => {
  expect(codesAndMessages(checkRegion('collaboration', 'eu-west-1', 'us-east-1'))).toEqual([['OfOtherRegion',
    "'collaboration' must be in the Region of the stack, us-east-1, got one in eu-west-1: a collaboration and its members are in one Region"]]);
});

test('the same environment is the same account and the same Region, the same Region can be in another account', () => {
  const app = new App();
  const [here, ofPartner, elsewhere] = [[CREATOR, 'us-east-1'], [PARTNER, 'us-east-1'], [CREATOR, 'eu-west-1']]
    .map(([account, region], index) => new Stack(app, `Stack${index}`, { env: { account, region } }));

  expect(() => checkSameEnvironment(here, { membership: { env: { account: CREATOR, region: 'us-east-1' } } })).not.toThrow();
  expectRefused(() => checkSameEnvironment(ofPartner, { membership: here }), 'OfOtherAccount', "Stack1: 'membership'");
  expectRefused(() => checkSameEnvironment(elsewhere, { membership: here }), 'OfOtherRegion', "Stack2: 'membership'");
  expect(() => checkSameRegion(ofPartner, { collaboration: here })).not.toThrow();
  expectRefused(() => checkSameRegion(elsewhere, { collaboration: here }), 'OfOtherRegion', "Stack2: 'collaboration'");
});

test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov']])('rejects a stack in %s, which is in the partition %s', (region, partition) => {
  expectRefused(() => checkPartition(stackOf(CREATOR, region)), 'PartitionWithoutCleanRooms',
    `Stack: the Region of the stack, ${region}, is in the partition ${partition}: AWS Clean Rooms is available only in the partition aws`);
});

test.each([['in a Region of the partition aws', () => stackOf()], ['in any Region', agnosticStack], ['in a Region that is not known yet', () => stackOf(CREATOR, 'xx-new-1')]])(
  'accepts a stack %s', (_, stack) => {
    expect(() => checkPartition(stack())).not.toThrow();
  });
