import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Collaboration, MemberAbility, Membership } from '../../../src';
import type { IMembership } from '../../../src';
import { stackOf, warningsIn } from '../../support/stacks';

const ID = '33333333-3333-4333-8333-333333333333';

function membership(): IMembership {
  return Membership.fromMembershipIdentifier(stackOf(), 'Membership', ID);
}

test.each([
  ['metricAnalysisRuntime', 'AnalysisRuntime', 'Average'],
  ['metricCrpuConsumed', 'CRPUConsumed', 'Sum'],
  ['metricConcurrentVcpus', 'ConcurrentVCPUs', 'Maximum'],
  ['metricAnalysesCount', 'AnalysesCount', 'Sum'],
  ['metricConcurrentQueries', 'ConcurrentQueries', 'Maximum'],
] as const)('%s is the metric %s of the membership, by default its %s', (method, metricName, statistic) => {
  expect(membership()[method]()).toMatchObject({ namespace: 'AWS/CleanRooms', metricName, dimensions: { Membership: ID }, statistic });
});

test('any metric of the service can be had by its name, with the options of the user', () => {
  const metric = membership().metric('BytesRead', { statistic: 'Minimum', dimensionsMap: { Query: 'some-query' } });

  expect(metric).toBeInstanceOf(Metric);
  expect(metric).toMatchObject({ metricName: 'BytesRead', statistic: 'Minimum', dimensions: { Query: 'some-query' } });
});

test('a metric is of the account and Region of its membership', () => {
  const elsewhere = Membership.fromMembershipArn(stackOf(), 'Membership', `arn:aws:cleanrooms:eu-west-1:222222222222:membership/${ID}`);

  expect(elsewhere.metricAnalysesCount()).toMatchObject({ account: '222222222222', region: 'eu-west-1' });
});

test.each<[string, boolean | undefined, string[]]>([
  ['off', undefined, ['cdk-cleanrooms:metricsOff']], ['on', true, []],
])('a metric of a membership with metrics %s is warned of only where they are off', (_, metrics, warnings) => {
  const stack = stackOf();
  new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY] }, metrics })
    .addMembership('Membership', { metrics }).metricAnalysesCount();
  expect(warningsIn(stack).filter((id) => id === 'cdk-cleanrooms:metricsOff')).toEqual(warnings);
});
