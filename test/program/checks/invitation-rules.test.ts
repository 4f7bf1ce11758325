import { warnAboutAmbiguousInvitation, warnAboutOtherCollaboration, warnAboutOtherStage } from '../../../src/program/checks/invitation-rules';
import { idsAndMessages } from '../../support/faults';
import { CREATOR, PARTNER } from '../../support/stacks';

test('an invitation that one collaboration at most answers to is fine', () => {
  expect([[], ['Stack/One']].map(warnAboutAmbiguousInvitation)).toEqual([[], []]);
});

test('an invitation that several collaborations answer to is warned of', () => {
  expect(idsAndMessages(warnAboutAmbiguousInvitation(['Stack/One', 'Stack/Two']))).toEqual([[
    'cdk-cleanrooms:invitationAmbiguous',
    "this app has several collaborations of this creator, Region and name: 'Stack/One', 'Stack/Two'. It is not known which of them is found, so that members "
      + "and payments are not known here: give them different names, or set 'memberAccountIds' here and 'paymentResponsibilities' of the membership",
  ]]);
});

test.each<[string, string, string, string]>([
  ['another creator', PARTNER, 'us-east-1', `'creatorAccountId' is ${PARTNER}, and its creator ${CREATOR}`],
  ['another Region', CREATOR, 'eu-west-1', 'the stack is in eu-west-1, and it is in us-east-1'],
  ['both', PARTNER, 'eu-west-1', `'creatorAccountId' is ${PARTNER}, and its creator ${CREATOR}; the stack is in eu-west-1, and it is in us-east-1`],
])('an invitation that names %s than the collaboration of its name has is warned of', (_, creatorAccountId, region, differences) => {
  const other = { path: 'Stack/Reach', creatorAccountId: CREATOR, region: 'us-east-1' };
  expect(idsAndMessages(warnAboutOtherCollaboration({ creatorAccountId, region }, other))).toEqual([[
    'cdk-cleanrooms:invitationToOtherCollaboration',
    `this app has 'Stack/Reach', a collaboration of this name to which the account of the stack is invited, but ${differences}`,
  ]]);
});

test('an invitation to a collaboration of another Stage is warned of', () => {
  expect(idsAndMessages(warnAboutOtherStage('One/Stack/Reach'))).toEqual([[
    'cdk-cleanrooms:collaborationOfOtherStage',
    "the collaboration is 'One/Stack/Reach' in another Stage of this app, so that its members and payments are not known here: define both in the same Stage, "
      + "or set 'memberAccountIds' here and 'paymentResponsibilities' of the membership",
  ]]);
});
