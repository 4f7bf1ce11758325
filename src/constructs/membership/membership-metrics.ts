import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { warn } from '../../foundation/warnings';
import type { Warning } from '../../foundation/warnings';

/**
 * The namespace as the user guide has it. The policy of the service-linked role, which publishes the metrics, says
 * "AWS/Clean Rooms" instead: where no data arrives, look there.
 */
const NAMESPACE = 'AWS/CleanRooms';

/** The statistic that says most about each metric. */
export const METRICS = {
  AnalysisRuntime: Stats.AVERAGE,
  CRPUConsumed: Stats.SUM,
  ConcurrentVCPUs: Stats.MAXIMUM,
  AnalysesCount: Stats.SUM,
  ConcurrentQueries: Stats.MAXIMUM,
} as const;

/** A metric of a membership, in the account and Region of the membership. */
export function membershipMetric(membership: refs.IMembershipRef, metricName: string, statistic?: string, options?: MetricOptions): Metric {
  warn(membership, warnAboutMetric(metricName, membership.node.defaultChild));
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

/** A metric that is off never has data: an alarm on it says nothing. */
function warnAboutMetric(metricName: string, resource?: IConstruct): Warning[] {
  return CfnMembership.isCfnMembership(resource) && !resource.isMetricsEnabled ? [{
    id: 'cdk-cleanrooms:metricsOff',
    message: `'metrics' is off, so that ${metricName} has no data: set it, here and in the collaboration`,
  }] : [];
}
