import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { collaborationOf } from './collaboration-facts';

/** The privacy budgets of a collaboration, by the paths of their templates. */
export interface PrivacyBudgetFacts {
  differentialPrivacy?: string;
  /** By the ARN of what may be used. */
  readonly access: Map<string, string>;
}

const known = new WeakMap<IConstruct, PrivacyBudgetFacts>();

/** The privacy budgets that this program has defined so far in the collaboration of a membership; in the membership, where that is not known. */
export function budgetsOf(membership: refs.IMembershipRef): PrivacyBudgetFacts {
  const place = collaborationOf(membership) ?? membership;
  const budgets = known.get(place) ?? { access: new Map<string, string>() };
  known.set(place, budgets);
  return budgets;
}
