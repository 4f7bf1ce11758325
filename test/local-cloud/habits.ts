import type { ServiceOptions } from '../../tools/src/local-cloud/api/service';

/**
 * How strict the service is where no source says it. The deployment tests run with all of these at once, and each alone is a task of its own
 * (CONTRIBUTING.md); what contradicts another one is not among them all.
 */
const HABITS = {
  hiddenVotes: { hidesPendingVotes: true },
  shortTagArns: { refusesLongTagArns: true },
  uniqueNames: { uniqueNames: 'all' },
  dependentActions: { enforcesDependentActions: true },
  sameNames: { uniqueNames: 'none' },
} as const satisfies Readonly<Record<string, ServiceOptions>>;

const TOGETHER = ['hiddenVotes', 'shortTagArns', 'uniqueNames', 'dependentActions'] as const;

/** The habits that `LOCAL_CLOUD_HABITS` names, with commas between them, or `none`; all that do not contradict each other, if it is not set. */
export function habitsOf(environment: NodeJS.ProcessEnv = process.env): ServiceOptions {
  const names = environment.LOCAL_CLOUD_HABITS?.split(',') ?? TOGETHER;
  return Object.assign({}, ...names.filter((name) => name !== 'none').map(habit)) as ServiceOptions;
}

function habit(name: string): ServiceOptions {
  if (name in HABITS) return HABITS[name as keyof typeof HABITS];
  throw new Error(`LOCAL_CLOUD_HABITS has '${name}', which is none of ${[...Object.keys(HABITS), 'none'].join(', ')}`);
}
