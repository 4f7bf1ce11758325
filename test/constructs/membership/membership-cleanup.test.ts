import { Match, Template } from 'aws-cdk-lib/assertions';
import type { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import { Collaboration } from '../../../src';
import { MembershipCleanup } from '../../../src/constructs/membership/membership-cleanup';
import { cfnCollaboration } from '../../support/l1';
import { agnosticStack, stackOf } from '../../support/stacks';

test('a collaboration has one cleanup, however many memberships it has', () => {
  const stack = stackOf();
  const [first, second] = [cfnCollaboration(stack, 'First'), cfnCollaboration(stack, 'Second')];
  expect(MembershipCleanup.of(first)).toBe(MembershipCleanup.of(first));
  expect(MembershipCleanup.of(first)).not.toBe(MembershipCleanup.of(second));
  Template.fromStack(stack).resourceCountIs('Custom::CleanRoomsMembershipCleanup', 2);
});

test('the cleanup is a sibling of the collaboration, and is deleted after it', () => {
  const stack = stackOf();
  const l2 = new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' } });
  const cleanup = MembershipCleanup.of(l2.node.defaultChild as CfnCollaboration);

  expect(cleanup.node.path).toBe('Stack/Collaboration/MembershipCleanup');
  const template = Template.fromStack(stack);
  const [logicalId] = Object.keys(template.findResources('Custom::CleanRoomsMembershipCleanup'));
  template.hasResource('AWS::CleanRooms::Collaboration', { DependsOn: Match.arrayWith([logicalId]) });
});

test('the tag of a cleanup names the stack, and no construct, so that it can be moved', () => {
  const stack = stackOf();
  new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' } }).addMembership('Membership');

  const template = Template.fromStack(stack);
  template.hasResourceProperties('Custom::CleanRoomsMembershipCleanup', { TagValue: { Ref: 'AWS::StackId' } });
  template.hasResourceProperties('AWS::CleanRooms::Membership', {
    Tags: [{ Key: 'cdk-cleanrooms:deleted-with', Value: { Ref: 'AWS::StackId' } }],
  });
});

test('the cleanup may only delete the memberships with its tag', () => {
  const stack = agnosticStack();
  MembershipCleanup.of(cfnCollaboration(stack));
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([{
        Effect: 'Allow',
        Action: ['cleanrooms:DeleteMembership'],
        Resource: {
          'Fn::Join': ['', [
            'arn:', { Ref: 'AWS::Partition' }, ':cleanrooms:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':membership/*',
          ]],
        },
        Condition: { StringEquals: { 'aws:ResourceTag/cdk-cleanrooms:deleted-with': { Ref: 'AWS::StackId' } } },
      }]),
    },
  });
});
