import { type DifferentialPrivacyPreviewAggregation, PreviewPrivacyImpactCommand } from '@aws-sdk/client-cleanrooms';
import { maximumCountAttribute, type PrivacyImpactPreviewProperties } from '../../src/custom-resources/contract';
import { mapOf, optional, text, wholeNumber } from '../decode';
import { DeploymentError } from '../errors';
import { resourceWithoutDelete, stablePhysicalId } from '../resource-without-delete';

/** Asks how many queries a privacy budget buys, and fails where these are fewer than wanted. */
export const privacyImpactPreview = resourceWithoutDelete<PrivacyImpactPreviewProperties>(
  {
    MembershipIdentifier: text,
    Epsilon: wholeNumber,
    UsersNoisePerQuery: wholeNumber,
    Wanted: optional(mapOf(wholeNumber)),
  },
  async (cleanRooms, properties, event) => {
    const { MembershipIdentifier: membershipIdentifier, Epsilon: epsilon, UsersNoisePerQuery: usersNoisePerQuery } = properties;
    const { privacyImpact } = await cleanRooms.send(new PreviewPrivacyImpactCommand({
      membershipIdentifier, parameters: { differentialPrivacy: { epsilon, usersNoisePerQuery } },
    }));
    const aggregations = privacyImpact?.differentialPrivacy?.aggregations ?? [];

    const missed = Object.entries(properties.Wanted ?? {}).filter(([type, wanted]) => countOf(type, aggregations) < wanted);
    if (missed.length > 0) {
      const shortfalls = missed.map(([type, wanted]) => `${countOf(type, aggregations)} with ${type} instead of ${wanted}`);
      throw new DeploymentError(`a budget with epsilon ${epsilon} and noise of ${usersNoisePerQuery} users per query buys fewer queries than `
        + `wanted: ${shortfalls.join(', ')}. Raise 'epsilon' or lower 'usersNoisePerQuery', either of which is less private, or want fewer`);
    }
    return {
      PhysicalResourceId: stablePhysicalId(event),
      Data: Object.fromEntries(aggregations.map(({ type, maxCount }) => [maximumCountAttribute(type!), maxCount])),
    };
  },
);

function countOf(wanted: string, aggregations: readonly DifferentialPrivacyPreviewAggregation[]): number {
  return aggregations.find(({ type }) => type === wanted)?.maxCount ?? 0;
}
