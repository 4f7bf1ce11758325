import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { warnAboutAccountQuota, warnAboutQuota } from '../../src/program/quota';
import { idsAndMessages } from '../support/faults';
import { CREATOR, PARTNER, stackOf } from '../support/stacks';

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

test('what a membership has more of than the quota is told, and nothing up to it', () => {
  const membership = new Construct(stackOf(), 'Membership');
  expect(times(5, () => warnAboutQuota(membership, 'ID mapping tables')).flat()).toEqual([]);
  expect(idsAndMessages(warnAboutQuota(membership, 'ID mapping tables'))).toEqual([
    ['cdk-cleanrooms:overQuota', "'Stack/Membership' has 6 ID mapping tables: the default quota is 5, and can be raised"],
  ]);
  expect(warnAboutQuota(membership, 'ID namespace associations')).toEqual([]);
});

test.each([['configured tables', 250], ['collaborations', 500], ['memberships', 500]] as const)(
  'P20: what an account has more of than %i %s is counted over all stacks', (what, quota) => {
    const app = new App();
    const [first, second] = ['First', 'Second'].map((id) => new Stack(app, id, { env: { account: CREATOR, region: 'us-east-1' } }));
    expect(times(quota, () => warnAboutAccountQuota(first, what)).flat()).toEqual([]);
    expect(idsAndMessages(warnAboutAccountQuota(second, what))).toEqual([
      ['cdk-cleanrooms:overQuota', `account ${CREATOR} in us-east-1 has ${quota + 1} ${what}: the default quota is ${quota}, and can be raised`],
    ]);
  });

test('P20: accounts and Regions are counted apart, and stacks of which these are not known', () => {
  const app = new App();
  const stacks = [
    new Stack(app, 'Here', { env: { account: CREATOR, region: 'us-east-1' } }),
    new Stack(app, 'Elsewhere', { env: { account: CREATOR, region: 'eu-west-1' } }),
    new Stack(app, 'Partner', { env: { account: PARTNER, region: 'us-east-1' } }),
    new Stack(app, 'Anywhere'),
    new Stack(app, 'AnywhereElse'),
  ];
  expect(stacks.flatMap((stack) => times(250, () => warnAboutAccountQuota(stack, 'configured tables')).flat())).toEqual([]);
  expect(idsAndMessages(warnAboutAccountQuota(stacks[3], 'configured tables'))).toEqual([
    ['cdk-cleanrooms:overQuota', "stack 'Anywhere' has 251 configured tables: the default quota is 250, and can be raised"],
  ]);
});
