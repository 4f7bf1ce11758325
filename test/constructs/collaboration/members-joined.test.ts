import { Aws, CfnParameter, Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Collaboration, ConfiguredTableAssociation, MembersJoined, TableSource } from '../../../src';
import type { MembersJoinedProps } from '../../../src';
import { expectRefused, expectRefusedAtSynthesis } from '../../support/faults';
import { cfnCollaboration, cfnConfiguredTable, cfnTable } from '../../support/l1';
import { CREATOR, PARTNER, THIRD, agnosticStack, stackOf } from '../../support/stacks';

const TYPE = 'Custom::CleanRoomsMembersJoined';
const COLLABORATION_ID = '11111111-1111-4111-8111-111111111111';
const COLLABORATION_ARN = `arn:aws:cleanrooms:us-east-1:${CREATOR}:collaboration/${COLLABORATION_ID}`;

test('waits for the named members, for ten minutes by default', () => {
  const [one, other] = [stackOf(), stackOf()];
  joined(one, { accountIds: [PARTNER, THIRD, PARTNER] });
  joined(other, { accountIds: [PARTNER], timeout: Duration.minutes(14) });

  Template.fromStack(one).hasResourceProperties(TYPE, { CollaborationIdentifier: COLLABORATION_ID, AccountIds: [PARTNER, THIRD], WaitSeconds: 600 });
  Template.fromStack(other).hasResourceProperties(TYPE, { AccountIds: [PARTNER], WaitSeconds: 840 });
});

test('waits for all members but its own account, where they are known', () => {
  const stack = stackOf();
  const collaboration = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator' },
    members: [{ accountId: PARTNER, displayName: 'Partner' }, { accountId: THIRD, displayName: 'Third' }],
  });
  expect(new MembersJoined(stack, 'Joined', { collaboration }).accountIds).toEqual([PARTNER, THIRD]);

  const partner = stackOf(PARTNER);
  const invitation = { collaborationName: 'campaign', creatorAccountId: CREATOR, memberAccountIds: [PARTNER, THIRD] };
  const found = Collaboration.fromInvitation(partner, 'Collaboration', invitation);
  expect(new MembersJoined(partner, 'Joined', { collaboration: found }).accountIds).toEqual([CREATOR, THIRD]);
});

test('knows the membership of each, by its ARN and its id', () => {
  const stack = stackOf();
  const members = joined(stack, { accountIds: [PARTNER, THIRD] });

  const [logicalId] = Object.keys(Template.fromStack(stack).findResources(TYPE));
  const arn = { 'Fn::GetAtt': [logicalId, 'MembershipArn2'] };
  expect(stack.resolve(members.membershipArnOf(THIRD))).toEqual(arn);
  expect(stack.resolve(members.membershipIdentifierOf(THIRD))).toEqual({ 'Fn::Select': [1, { 'Fn::Split': ['/', arn] }] });
});

test('the role of a table can trust the membership of a member that was waited for', () => {
  const stack = stackOf(PARTNER);
  const collaboration = Collaboration.fromInvitation(stack, 'Collaboration', {
    collaborationName: 'campaign', creatorAccountId: CREATOR, memberAccountIds: [PARTNER],
  });
  const members = new MembersJoined(stack, 'Joined', { collaboration });
  new ConfiguredTableAssociation(stack, 'Association', {
    membership: collaboration.addMembership('Membership'),
    configuredTable: cfnConfiguredTable(stack),
    configuredTableAssociationName: 'purchases',
    source: TableSource.glue(cfnTable(stack)),
    queryRunnerMembershipId: members.membershipIdentifierOf(CREATOR),
  });

  const template = Template.fromStack(stack);
  const [logicalId] = Object.keys(template.findResources(TYPE));
  const [role] = Object.values(template.findResources('AWS::IAM::Role', { Properties: { Description: 'Clean Rooms reads the table purchases with it' } }));
  expect(JSON.stringify(role.Properties.AssumeRolePolicyDocument)).toContain(JSON.stringify({ 'Fn::GetAtt': [logicalId, 'MembershipArn1'] }));
});

test('lets the function list the members of that collaboration', () => {
  const stack = stackOf();
  joined(stack, { accountIds: [PARTNER] });
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ['cleanrooms:ListMembers'], Resource: COLLABORATION_ARN }] },
  });
});

test('accounts can be tokens, in a stack of any environment', () => {
  const stack = agnosticStack();
  const partner = new CfnParameter(stack, 'Partner').valueAsString;
  const members = joined(stack, { collaboration: cfnCollaboration(stack), accountIds: [partner] });

  Template.fromStack(stack).hasResourceProperties(TYPE, { AccountIds: [{ Ref: 'Partner' }] });
  expect(stack.resolve(members.membershipArnOf(partner))).toMatchObject({ 'Fn::GetAtt': [expect.any(String), 'MembershipArn1'] });
});

test.each<[string, Partial<MembersJoinedProps>, string, string]>([
  ['no members', { accountIds: [] }, 'AccountIdsMissing', "'accountIds' must name at least one member"],
  ['what is no account', { accountIds: ['publisher'] }, 'AccountIdMalformed', "'accountIds' must be an AWS account, 12 digits, got 'publisher'"],
  ['the own account', { accountIds: [PARTNER, CREATOR] }, 'OwnAccountAwaited', "'accountIds' must not have the account of the stack"],
  ['too long a wait', { accountIds: [PARTNER], timeout: Duration.minutes(61) }, 'WaitTooLong', 'at most 60 minutes'],
])('%s cannot be waited for', (_, props, code, message) => {
  expectRefused(() => joined(stackOf(), props), code, message);
});

test('members that are not known cannot be waited for', () => {
  const members = joined(stackOf(), {});
  const message = "the members of 'Stack/Collaboration' are not known: set 'accountIds'";
  expectRefused(() => members.accountIds, 'MembersUnknown', message);
  expectRefusedAtSynthesis(members, 'MembersUnknown', message);
});

test('the own account cannot be waited for, whichever it will be', () => {
  expectRefused(() => joined(agnosticStack(), { accountIds: [Aws.ACCOUNT_ID] }), 'OwnAccountAwaited', 'which does not need to wait for its own membership');
});

test('refuses to name the membership of a member that it does not wait for', () => {
  const members = joined(stackOf(), { accountIds: [PARTNER] });
  expectRefused(() => members.membershipArnOf(THIRD), 'MemberNotAwaited', `the membership of '${THIRD}' is not known: 'accountIds' has ${PARTNER}`);
});

function joined(stack: Stack, props: Partial<MembersJoinedProps>): MembersJoined {
  return new MembersJoined(stack, 'Joined', {
    collaboration: props.collaboration ?? Collaboration.fromCollaborationArn(stack, 'Collaboration', COLLABORATION_ARN), ...props,
  });
}
