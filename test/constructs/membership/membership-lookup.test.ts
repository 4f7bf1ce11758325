import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Collaboration, Membership } from '../../../src';
import { Program } from '../../../src/program/program';
import { expectRefused } from '../../support/faults';
import { cfnCollaboration } from '../../support/l1';
import { PARTNER, stackOf } from '../../support/stacks';

const TYPE = 'Custom::CleanRoomsMembershipLookup';
const ID = '11111111-1111-4111-8111-111111111111';

test('finds the membership of the account in a collaboration', () => {
  const stack = stackOf(PARTNER);
  const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', ID);
  const membership = Membership.fromLookup(stack, 'Membership', { collaboration, timeout: Duration.minutes(2) });

  const [[logicalId, { Properties: properties }]] = Object.entries(Template.fromStack(stack).findResources(TYPE));
  expect(properties).toMatchObject({ CollaborationIdentifier: ID, WaitSeconds: 120 });
  expect(stack.resolve(membership.membershipIdentifier)).toEqual({ 'Fn::GetAtt': [logicalId, 'MembershipIdentifier'] });
  expect(JSON.stringify(stack.resolve(membership.membershipArn))).toContain(`:cleanrooms:us-east-1:${PARTNER}:membership/`);
  expect(membership.env.account).toBe(PARTNER);
});

test('a membership that is looked up is known to be of the collaboration', () => {
  const stack = stackOf();
  const collaboration = cfnCollaboration(stack);
  const membership = Membership.fromLookup(stack, 'Found', { collaboration });

  expect(Program.of(stack).model.collaborationOf(membership)?.key).toBe(collaboration);
});

test('refuses to wait for longer than an hour', () => {
  const stack = stackOf();
  expectRefused(() => Membership.fromLookup(stack, 'Found', { collaboration: cfnCollaboration(stack), timeout: Duration.hours(2) }),
    'WaitTooLong', 'at most 60 minutes, got 2 hours');
});
