import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { resourceBehind } from '../../foundation/references';
import type { Warning } from '../../foundation/warnings';
import { Program } from '../../program/program';
import { renderedProperty } from '../../program/rendered-properties';

/**
 * The namespace in the user guide. The policy of the service-linked role that publishes the metrics has "AWS/Clean Rooms" instead: if
 * there is no data, look there.
 */
const NAMESPACE = 'AWS/CleanRooms';

/** The default statistic of each metric. */
export const METRICS = {
  AnalysisRuntime: Stats.AVERAGE,
  CRPUConsumed: Stats.SUM,
  ConcurrentVCPUs: Stats.MAXIMUM,
  AnalysesCount: Stats.SUM,
  ConcurrentQueries: Stats.MAXIMUM,
} as const;

/** Returns a metric of a membership, in the account and Region of the membership. */
export function membershipMetric(membership: refs.IMembershipRef, metricName: string, statistic?: string, options?: MetricOptions): Metric {
  const resource = resourceBehind(membership, CfnMembership.CFN_RESOURCE_TYPE_NAME);
  if (resource) {
    Program.of(membership).addCheck((_, findings) => findings.warning(membership, ...warnAboutMetric(metricName, renderedProperty(resource, 'IsMetricsEnabled'))));
  }
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { Membership: membership.membershipRef.membershipIdentifier },
    statistic,
    account: membership.env.account,
    region: membership.env.region,
    ...options,
  });
}

/** Warns about a metric that never has data, because metrics are off. */
function warnAboutMetric(metricName: string, isEnabled: unknown): Warning[] {
  return !isEnabled ? [{
    id: 'cdk-cleanrooms:metricsOff',
    message: `'metrics' is off, so that ${metricName} has no data: set 'metrics' of the membership and of the collaboration`,
  }] : [];
}
