import type { IConstruct } from 'constructs';
import type { Advice } from './advice';

/** The default quotas of the service for each membership, which can be raised, by what is counted. */
const QUOTAS = {
  'ID mapping tables': 5,
  'ID namespace associations': 10,
  'intermediate tables': 25,
} as const;

const counts = new WeakMap<IConstruct, Map<string, number>>();

/** Counts one more thing of a membership. Only what this program defines is counted: there may be more. */
export function adviseQuota(membership: IConstruct, what: keyof typeof QUOTAS): Advice[] {
  const ofMembership = counts.get(membership) ?? new Map<string, number>();
  counts.set(membership, ofMembership);
  const count = (ofMembership.get(what) ?? 0) + 1;
  ofMembership.set(what, count);
  return count > QUOTAS[what] ? [{
    id: 'cdk-cleanrooms:overQuota',
    message: `the membership '${membership.node.path}' has ${count} ${what}: the default quota is ${QUOTAS[what]}, and can be raised`,
  }] : [];
}
