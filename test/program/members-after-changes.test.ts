import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  Collaboration, CollaborationChange, CollaborationChangeRequest, MemberAbility, MemberRemoval, Membership, MembersJoined,
  PaymentResponsibility, ResultFormat,
} from '../../src';
import type { MembershipOptions } from '../../src';
import { expectRefusedAtSynthesis } from '../support/faults';
import { CREATOR, PARTNER, THIRD, warningsIn } from '../support/stacks';

/*
 * A program with the stacks of several members, and requests that change the members of its live collaboration: everything in it
 * goes by the members as they will be.
 */

let creator: Stack;
let others: Record<string, Stack>;
let collaboration: Collaboration;

beforeEach(() => {
  const app = new App();
  const stackOf = (account: string) => new Stack(app, `Of${account}`, { env: { account, region: 'us-east-1' } });
  creator = stackOf(CREATOR);
  others = { [PARTNER]: stackOf(PARTNER), [THIRD]: stackOf(THIRD) };
  collaboration = new Collaboration(creator, 'Collaboration', {
    collaborationName: 'reach',
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner', paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] }],
  });
});

function request(...changes: CollaborationChange[]): void {
  new CollaborationChangeRequest(creator, `Request${creator.node.children.length}`, { collaboration, changes });
}

function join(account: string, options?: MembershipOptions): void {
  Collaboration.fromInvitation(others[account], 'Invitation', { collaborationName: 'reach', creatorAccountId: CREATOR })
    .addMembership('Membership', options);
}

function paysFor(account: string): unknown {
  const [membership] = Object.values(Template.fromStack(others[account]).findResources('AWS::CleanRooms::Membership'));
  return membership.Properties.PaymentConfiguration;
}

test('a member that a request adds can join, and accepts what it is asked to pay', () => {
  request(CollaborationChange.addMember({
    accountId: THIRD, displayName: 'Third', paymentResponsibilities: [PaymentResponsibility.JOB_COMPUTE],
  }));
  join(THIRD);
  expect(paysFor(THIRD)).toEqual({ QueryCompute: { IsResponsible: false }, JobCompute: { IsResponsible: true } });
});

test('a member that no request adds cannot join, and the error says what to do', () => {
  request(CollaborationChange.autoApprove());
  join(THIRD);
  expectRefusedAtSynthesis(creator, 'NotAMember', `${CREATOR}, ${PARTNER} (add a CollaborationChangeRequest that invites it`);
});

test.each<[string, MemberAbility[], boolean]>([
  ['may not receive results', [], true], ['may receive results from now on', [MemberAbility.CAN_RECEIVE_RESULTS], false],
])('a member that %s is taken for one', (_, abilities, isWarned) => {
  request(CollaborationChange.addMember({ accountId: THIRD, displayName: 'Third' }));
  request(CollaborationChange.changeMember(THIRD, { abilities }));
  join(THIRD, { defaultResult: { bucket: Bucket.fromBucketName(others[THIRD], 'Results', 'results'), format: ResultFormat.CSV } });

  const warnings = Annotations.fromStack(others[THIRD]).findWarning('*', Match.stringLikeRegexp('but not CAN_RECEIVE_RESULTS'));
  expect(warnings).toHaveLength(isWarned ? 1 : 0);
});

test('a change of the member who can query does not name that ability, and does not take it', () => {
  request(CollaborationChange.changeMember(CREATOR, { abilities: [] }));
  collaboration.addMembership('Membership').grants.query(new Role(creator, 'Analyst', { assumedBy: new AccountRootPrincipal() }));

  expect(Annotations.fromStack(creator).findWarning('*', Match.stringLikeRegexp('CAN_QUERY'))).toEqual([]);
});

test('a member that is asked to pay otherwise accepts what it did, until it says what it accepts', () => {
  request(CollaborationChange.changeMember(PARTNER, { abilities: [], paymentResponsibilities: [PaymentResponsibility.JOB_COMPUTE] }));
  join(PARTNER);
  expect(paysFor(PARTNER)).toEqual({ QueryCompute: { IsResponsible: true } });
});

test('a member that is asked to pay otherwise can say so', () => {
  request(CollaborationChange.changeMember(PARTNER, { abilities: [], paymentResponsibilities: [PaymentResponsibility.JOB_COMPUTE] }));
  join(PARTNER, { paymentResponsibilities: [PaymentResponsibility.JOB_COMPUTE] });
  expect(paysFor(PARTNER)).toEqual({ QueryCompute: { IsResponsible: false }, JobCompute: { IsResponsible: true } });
});

test('a member that a request adds is waited for when it is named', () => {
  request(CollaborationChange.addMember({ accountId: THIRD, displayName: 'Third' }));
  expect(new MembersJoined(creator, 'Joined', { collaboration }).accountIds).toEqual([PARTNER]);
  expect(new MembersJoined(creator, 'Both', { collaboration, accountIds: [PARTNER, THIRD] }).accountIds).toEqual([PARTNER, THIRD]);
});

test('a request adds a member to an imported collaboration as well', () => {
  const stack = others[PARTNER];
  const imported = Collaboration.fromCollaborationAttributes(stack, 'Imported', {
    collaborationIdentifier: '11111111-1111-4111-8111-111111111111', creatorAccountId: PARTNER, memberAccountIds: [CREATOR],
  });
  new CollaborationChangeRequest(stack, 'Request', {
    collaboration: imported, changes: [CollaborationChange.addMember({ accountId: THIRD, displayName: 'Third' })],
  });
  imported.addMembership('Membership');
  new Membership(others[THIRD], 'Membership', { collaboration: imported });
  expect(() => (creator.node.root as App).synth()).not.toThrow();
});

test('a member that was added outside of the app is one where the invitation names it', () => {
  const memberAccountIds = [PARTNER, THIRD];
  Collaboration.fromInvitation(others[THIRD], 'Invitation', { collaborationName: 'reach', creatorAccountId: CREATOR, memberAccountIds })
    .addMembership('Membership');
  expect(paysFor(THIRD)).toBeUndefined();
});

test('a member that was removed is not waited for any more', () => {
  request(CollaborationChange.autoApprove());
  new MemberRemoval(creator, 'Removal', { collaboration, accountId: PARTNER });
  const members = new MembersJoined(creator, 'Joined', { collaboration });
  expect(members.accountIds).toEqual([]);
  expectRefusedAtSynthesis(members, 'AccountIdsMissing', "Joined: 'accountIds' must name at least one member");
});

test('a member can be added after its membership is defined', () => {
  join(THIRD);
  request(CollaborationChange.addMember({ accountId: THIRD, displayName: 'Third', paymentResponsibilities: [PaymentResponsibility.MODEL_TRAINING] }));
  expect(paysFor(THIRD)).toEqual({ QueryCompute: { IsResponsible: false }, MachineLearning: { ModelTraining: { IsResponsible: true } } });
});

test.each<[string, () => void, boolean]>([
  ['the collaboration and a request', () => request(CollaborationChange.addMember({ accountId: PARTNER, displayName: 'Partner' })), true],
  ['two requests', () => {
    request(CollaborationChange.addMember({ accountId: THIRD, displayName: 'Third' }));
    request(CollaborationChange.addMember({ accountId: THIRD, displayName: 'Third' }));
  }, true],
  ['one request, which another one changes', () => {
    request(CollaborationChange.addMember({ accountId: THIRD, displayName: 'Third' }), CollaborationChange.changeMember(THIRD, { abilities: [] }));
    request(CollaborationChange.autoApprove());
  }, false],
])('a member that is added by %s', (_, define, isWarned) => {
  define();
  expect(warningsIn(creator).filter((id) => id === 'cdk-cleanrooms:memberAddedTwice')).toEqual(isWarned ? ['cdk-cleanrooms:memberAddedTwice'] : []);
});
