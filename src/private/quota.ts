import type { IConstruct } from 'constructs';
import type { Advice } from './advice';

/** The default quotas of the service for each membership (of budgets: for each collaboration), which can be raised, by what is counted. */
const QUOTAS = {
  'access budget templates': 25,
  'analysis templates': 100,
  'associations of configured audience models': 5,
  'ID mapping tables': 5,
  'ID namespace associations': 10,
  'intermediate tables': 25,
  'table associations': 100,
} as const;

const counts = new WeakMap<IConstruct, Map<string, number>>();

/** Counts one more thing of a membership or collaboration. Only what this program defines is counted: there may be more. */
export function adviseQuota(owner: IConstruct, what: keyof typeof QUOTAS): Advice[] {
  const ofOwner = counts.get(owner) ?? new Map<string, number>();
  counts.set(owner, ofOwner);
  const count = (ofOwner.get(what) ?? 0) + 1;
  ofOwner.set(what, count);
  return count > QUOTAS[what] ? [{
    id: 'cdk-cleanrooms:overQuota',
    message: `'${owner.node.path}' has ${count} ${what}: the default quota is ${QUOTAS[what]}, and can be raised`,
  }] : [];
}
