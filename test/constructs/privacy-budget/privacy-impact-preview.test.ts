import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { DifferentialPrivacyAggregation, Membership, PrivacyImpactPreview } from '../../../src';
import type { PrivacyImpactPreviewProps } from '../../../src';
import { expectRefused } from '../../support/faults';
import { stackOf } from '../../support/stacks';

const MEMBERSHIP_ID = '22222222-2222-4222-8222-222222222222';

function propertiesOf(type: string, stack: Stack): Record<string, unknown> {
  const [{ Properties: { ServiceToken, ServiceTimeout, ...properties } }] = Object.values(Template.fromStack(stack).findResources(type));
  return properties;
}

function preview(stack: Stack, props: Partial<PrivacyImpactPreviewProps> = {}): PrivacyImpactPreview {
  const membership = Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID);
  return new PrivacyImpactPreview(stack, 'Preview', { membership, epsilon: 3, usersNoisePerQuery: 30, ...props });
}

test('has the given properties, and attributes for the numbers of aggregations', () => {
  const stack = stackOf();
  const counts = preview(stack, { wanted: { [DifferentialPrivacyAggregation.COUNT_DISTINCT]: 100 } });

  expect(propertiesOf('Custom::CleanRoomsPrivacyImpactPreview', stack)).toEqual({
    MembershipIdentifier: MEMBERSHIP_ID, Epsilon: 3, UsersNoisePerQuery: 30, Wanted: { COUNT_DISTINCT: 100 },
  });
  expect(stack.resolve(counts.maximumCount(DifferentialPrivacyAggregation.SUM))).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Preview/), 'MaximumCountSUM'] });
});

test.each<Partial<PrivacyImpactPreviewProps>>([
  { epsilon: 1 }, { epsilon: 20 }, { usersNoisePerQuery: 10 }, { usersNoisePerQuery: 100 }, { wanted: { SUM: 0 } },
])('accepts %p', (props) => {
  expect(() => preview(stackOf(), props)).not.toThrow();
});

test.each<[Partial<PrivacyImpactPreviewProps>, string, string]>([
  [{ epsilon: 0 }, 'NumberOutOfRange', "'epsilon' must be a whole number from 1 to 20, got 0"],
  [{ epsilon: 2.5 }, 'NumberOutOfRange', "'epsilon' must be a whole number from 1 to 20, got 2.5"],
  [{ epsilon: 21 }, 'NumberOutOfRange', 'got 21'],
  [{ usersNoisePerQuery: 9 }, 'NumberOutOfRange', "'usersNoisePerQuery' must be a whole number from 10 to 100, got 9"],
  [{ usersNoisePerQuery: 101 }, 'NumberOutOfRange', 'got 101'],
  [{ wanted: { MEDIAN: 1 } }, 'UnknownAggregation', "'wanted' can have AVG, COUNT, COUNT_DISTINCT, SUM, STDDEV, got 'MEDIAN'"],
  [{ wanted: { SUM: -1 } }, 'NumberOutOfRange', "'wanted.SUM'"],
])('rejects %p', (props, code, message) => {
  expectRefused(() => preview(stackOf(), props), code, message);
});

test('has the permission to preview in the membership', () => {
  const stack = stackOf();
  preview(stack);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [Match.objectLike({ Action: ['cleanrooms:PreviewPrivacyImpact'] })] },
  });
});
