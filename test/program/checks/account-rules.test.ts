import { Lazy } from 'aws-cdk-lib';
import { warnAboutAccounts } from '../../../src/program/checks/account-rules';
import { idsAndMessages } from '../../support/faults';
import { CREATOR, PARTNER, THIRD } from '../../support/stacks';

const MEMBERS = [{ accountId: CREATOR }, { accountId: PARTNER }];
const TOKEN = Lazy.string({ produce: () => '' });

describe('accounts of members', () => {
  test('are warned of where they are none, each once', () => {
    expect(idsAndMessages(warnAboutAccounts('accountIds', [THIRD, PARTNER, THIRD], MEMBERS))).toEqual([
      ['cdk-cleanrooms:accountNotMember', `'accountIds' has ${THIRD}, which is not a member of the collaboration: ${CREATOR}, ${PARTNER}`],
    ]);
  });

  test.each([
    ['members', [CREATOR, PARTNER], MEMBERS],
    ['an account that is not known at synthesis', [TOKEN], MEMBERS],
    ['any account, where the members are not known', [THIRD], undefined],
    ['any account, where nobody is known to be a member', [THIRD], []],
    ['any account, where one member is not known', [THIRD], [{ accountId: CREATOR }, {}]],
    ['any account, where one member is a token', [THIRD], [{ accountId: CREATOR }, { accountId: TOKEN }]],
  ])('%s: no warning', (_, accounts, members) => {
    expect(warnAboutAccounts('accountIds', accounts, members)).toEqual([]);
  });
});
