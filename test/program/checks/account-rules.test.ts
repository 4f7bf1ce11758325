import { Lazy } from 'aws-cdk-lib';
import {
  checkStackAccount, warnAboutAccounts, warnAboutRemovedAddition, warnAboutRemovedPayer, warnAboutStackAccount, warnAboutUnrequestedChanges,
} from '../../../src/program/checks/account-rules';
import type { Member } from '../../../src/program/member';
import { codesAndMessages, idsAndMessages } from '../../support/faults';
import { CREATOR, PARTNER, THIRD } from '../../support/stacks';

const MEMBERS = [{ accountId: CREATOR }, { accountId: PARTNER }];
const TOKEN = Lazy.string({ produce: () => '' });

describe('accounts of members', () => {
  test('are warned of where they are none, each once', () => {
    expect(idsAndMessages(warnAboutAccounts('accountIds', [THIRD, PARTNER, THIRD], MEMBERS))).toEqual([
      ['cdk-cleanrooms:accountNotMember', `'accountIds' has ${THIRD}, which is not a member of the collaboration: ${CREATOR}, ${PARTNER}`],
    ]);
  });

  test('are warned of where the app removes them', () => {
    expect(idsAndMessages(warnAboutAccounts('accountIds', [PARTNER], MEMBERS, [PARTNER]))).toEqual([
      ['cdk-cleanrooms:accountNotMember', `'accountIds' has ${PARTNER}, which the app removes from the collaboration: ${CREATOR}`],
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

describe('the account of a stack that takes part', () => {
  test('is refused where it is not among the members', () => {
    expect(codesAndMessages(checkStackAccount(THIRD, MEMBERS, []))).toEqual([[
      'NotAMember', `account ${THIRD} of the stack is not among the members of the collaboration: ${CREATOR}, ${PARTNER} (add a CollaborationChangeRequest `
        + "that invites it; if the collaboration was changed outside of this app, import it with the account among 'memberAccountIds')",
    ]]);
  });

  test.each<[string, string, readonly Member[] | undefined, string[]]>([
    ['a member', PARTNER, MEMBERS, []],
    ['one that the app removes, of which there is a warning', THIRD, MEMBERS, [THIRD]],
    ['not known at synthesis', TOKEN, MEMBERS, []],
    ['any, where the members are not known', THIRD, undefined, []],
    ['any, where one member is not known', THIRD, [...MEMBERS, {}], []],
    ['any, where one member is no account', THIRD, [...MEMBERS, { accountId: 'x11111111111' }], []],
  ])('can be %s', (_, accountId, members, removed) => {
    expect(checkStackAccount(accountId, members, removed)).toEqual([]);
  });

  test('is warned of where the app removes it', () => {
    expect(idsAndMessages(warnAboutStackAccount(PARTNER, [PARTNER]))).toEqual([[
      'cdk-cleanrooms:stackOfRemovedMember',
      `the app removes account ${PARTNER} of the stack from the collaboration: what the stack looks up or waits for in it is not found any more`,
    ]]);
    expect(warnAboutStackAccount(PARTNER, [THIRD])).toEqual([]);
  });
});

test('a vote on changes that nobody asks for is warned of', () => {
  expect(idsAndMessages(warnAboutUnrequestedChanges())).toEqual([[
    'cdk-cleanrooms:changesNotRequested',
    "'changes' are those of no CollaborationChangeRequest of the collaboration in this app: the approval waits for a request of exactly these changes, and "
      + 'fails without one',
  ]]);
});

test('a member that is added and removed is warned of', () => {
  expect(idsAndMessages(warnAboutRemovedAddition(THIRD))).toEqual([[
    'cdk-cleanrooms:memberAddedAndRemoved',
    `the changes add ${THIRD}, which the app removes from the collaboration: a removed member cannot join again, take out one of both`,
  ]]);
});

describe('the removal of a member', () => {
  const payer: Member = { accountId: PARTNER, paysFor: ['QUERY_COMPUTE', 'JOB_COMPUTE'] };

  test('is warned of where nobody else pays for something', () => {
    expect(idsAndMessages(warnAboutRemovedPayer(payer, [{ accountId: CREATOR, paysFor: ['JOB_COMPUTE'] }]))).toEqual([[
      'cdk-cleanrooms:payerRemoved',
      `'accountId' is ${PARTNER}, the only candidate to pay for QUERY_COMPUTE: nobody can have it run after that, `
        + 'add another candidate with a CollaborationChangeRequest first',
    ]]);
  });

  test.each<[string, Member | undefined, Member[] | undefined]>([
    ['others pay for the same', payer, [{ accountId: CREATOR, paysFor: ['JOB_COMPUTE'] }, { accountId: THIRD, paysFor: ['QUERY_COMPUTE'] }]],
    ['it is not known what another one pays for', payer, [{ accountId: CREATOR }]],
    ['it is changed what another one pays for', payer, [{ accountId: CREATOR, paysFor: [], paymentIsChanged: true }]],
    ['it is changed what the member pays for', { ...payer, paymentIsChanged: true }, [{ accountId: CREATOR, paysFor: [] }]],
    ['the member pays for nothing', { accountId: PARTNER, paysFor: [] }, [{ accountId: CREATOR, paysFor: [] }]],
    ['it is not known what the member pays for', { accountId: PARTNER }, [{ accountId: CREATOR, paysFor: [] }]],
    ['the member is not known', undefined, [{ accountId: CREATOR, paysFor: [] }]],
    ['the others are not known', payer, undefined],
  ])('is not warned of where %s', (_, removed, remaining) => {
    expect(warnAboutRemovedPayer(removed, remaining)).toEqual([]);
  });
});
