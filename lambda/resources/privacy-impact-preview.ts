import { type DifferentialPrivacyPreviewAggregation, PreviewPrivacyImpactCommand } from '@aws-sdk/client-cleanrooms';
import { maximumCountAttribute, type PrivacyImpactPreviewProperties } from '../../src/custom-resources/contract';
import { mapOf, optional, text, wholeNumber } from '../decode';
import { DeploymentError } from '../errors';
import { resourceWithoutDelete } from '../resource-without-delete';

/** What a physical id records: the number of queries with each aggregation. */
const RECORD = 'counts:';
const SEPARATOR = ',';
const FORMAT = new RegExp(`^${RECORD}(?:[A-Z_]+=\\d+${SEPARATOR}?)*$`);

/** Calculates how many queries a privacy budget allows, and fails if they are fewer than required. */
export const privacyImpactPreview = resourceWithoutDelete<PrivacyImpactPreviewProperties>({
  fields: {
    MembershipIdentifier: text,
    Epsilon: wholeNumber,
    UsersNoisePerQuery: wholeNumber,
    Wanted: optional(mapOf(wholeNumber)),
  },

  async apply(cleanRooms, properties) {
    const { MembershipIdentifier: membershipIdentifier, Epsilon: epsilon, UsersNoisePerQuery: usersNoisePerQuery } = properties;
    const { privacyImpact } = await cleanRooms.send(new PreviewPrivacyImpactCommand({
      membershipIdentifier, parameters: { differentialPrivacy: { epsilon, usersNoisePerQuery } },
    }));
    const aggregations = privacyImpact?.differentialPrivacy?.aggregations ?? [];

    const missed = Object.entries(properties.Wanted ?? {}).filter(([type, wanted]) => countOf(type, aggregations) < wanted);
    if (missed.length > 0) {
      const shortfalls = missed.map(([type, wanted]) => `${countOf(type, aggregations)} with ${type} instead of ${wanted}`);
      throw new DeploymentError(`a budget with epsilon ${epsilon} and noise of ${usersNoisePerQuery} users per query allows fewer queries `
        + `than required: ${shortfalls.join(', ')}. Raise 'epsilon' or lower 'usersNoisePerQuery', both of which reduce privacy, or require fewer queries`);
    }
    return RECORD + aggregations.map(({ type, maxCount }) => `${type}=${maxCount}`).join(SEPARATOR);
  },

  attributes(recorded) {
    const counts = recorded.slice(RECORD.length).split(SEPARATOR).filter((each) => each !== '').map((each) => each.split('='));
    return Object.fromEntries(counts.map(([type, count]) => [maximumCountAttribute(type), Number(count)]));
  },

  isRecord: (recorded) => FORMAT.test(recorded),
});

function countOf(wanted: string, aggregations: readonly DifferentialPrivacyPreviewAggregation[]): number {
  return aggregations.find(({ type }) => type === wanted)?.maxCount ?? 0;
}
