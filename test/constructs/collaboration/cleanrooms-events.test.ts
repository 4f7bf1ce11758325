import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { IRuleTarget } from 'aws-cdk-lib/aws-events';
import { CleanRoomsEvents } from '../../../src';

const target: IRuleTarget = { bind: () => ({ id: 'Target', arn: 'arn:aws:sqs:us-east-1:111111111111:events' }) };

/** The detail types of the user guide's page on events. */
const DETAIL_TYPES = [
  'Collaboration Created', 'Collaboration Updated',
  'Collaboration Change Request Created', 'Collaboration Change Request Approved', 'Collaboration Change Request Cancelled',
  'Collaboration Change Request Committed', 'Invited To Collaboration',
  ...['Membership', 'Configured Table Association', 'Configured Table Association Analysis Rule', 'Analysis Template', 'Id Mapping Table',
    'Id Namespace Association'].flatMap((resource) => ['Created', 'Updated', 'Deleted'].map((what) => `${resource} ${what}`)),
  ...['Submitted', 'Started', 'Cancelling', 'Cancelled', 'Succeeded', 'Failed', 'Timed Out'].map((what) => `Protected Query ${what}`),
  ...['Submitted', 'Started', 'Cancelling', 'Cancelled', 'Succeeded', 'Failed'].map((what) => `Protected Job ${what}`),
];

type OnEvent = typeof CleanRoomsEvents.onProtectedQueryFailed;

test.each(DETAIL_TYPES)('has a rule for %s', (detailType) => {
  const stack = new Stack();
  const method = `on${detailType.replace(/ /g, '')}`;
  (CleanRoomsEvents as unknown as Record<string, OnEvent>)[method](stack, 'Rule', { target });

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { 'source': ['aws.cleanrooms'], 'detail-type': [detailType] },
    Targets: [{ Arn: 'arn:aws:sqs:us-east-1:111111111111:events' }],
  });
});

test('has no rule beside those, except for a detail type that is given', () => {
  const methods = Object.getOwnPropertyNames(CleanRoomsEvents).filter((name) => /^on[A-Z]/.test(name));

  expect(methods.sort()).toEqual(['onEvent', ...DETAIL_TYPES.map((detailType) => `on${detailType.replace(/ /g, '')}`)].sort());
});

test('narrows a rule by the pattern that is given, and keeps its own source and detail type', () => {
  const stack = new Stack();
  CleanRoomsEvents.onProtectedQueryFailed(stack, 'Rule', {
    ruleName: 'failures', eventPattern: { source: ['other'], detail: { status: ['COLLABORATION_DELETED'] } },
  });

  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    Name: 'failures',
    EventPattern: { 'source': ['aws.cleanrooms'], 'detail-type': ['Protected Query Failed'], 'detail': { status: ['COLLABORATION_DELETED'] } },
  });
});

test('makes rules in the given scope', () => {
  const stack = new Stack();
  const rule = CleanRoomsEvents.onInvitedToCollaboration(stack, 'Invited', { target });

  expect(rule.node.path).toBe('Default/Invited');
  expect(CfnRule.isCfnRule(rule.node.defaultChild)).toBe(true);
});
