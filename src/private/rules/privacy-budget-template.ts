import { Token } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { collaborationOf } from '../collaboration-facts';
import { code } from '../errors';
import type { Fault } from '../errors';

/** A privacy budget, as CloudFormation has it. */
export interface PrivacyBudgetParts {
  readonly type: 'DIFFERENTIAL_PRIVACY' | 'ACCESS_BUDGET';
  readonly autoRefresh: 'CALENDAR_MONTH' | 'NONE';
  readonly parameters: {
    readonly epsilon?: number;
    readonly usersNoisePerQuery?: number;
    readonly resourceArn?: string;
    readonly budgetParameters?: { readonly type: string; readonly budget: number; readonly autoRefresh?: string }[];
  };
}

const BUDGET = { most: 1_000_000 };

/** What of a privacy budget the service refuses. CloudFormation's validation knows the limits of all but the largest access budget. */
export function checkPrivacyBudget({ type, parameters: { budgetParameters = [] } }: PrivacyBudgetParts): Fault[] {
  if (type === 'ACCESS_BUDGET' && !budgetParameters.length) {
    return [{ code: code`NoAccessBudget`, message: "an access budget must have 'calendar', 'lifetime' or both" }];
  }
  return budgetParameters.filter(({ budget }) => !Token.isUnresolved(budget) && budget > BUDGET.most).map((parameter) => ({
    code: code`AccessBudgetTooLarge`,
    message: `${parameter.type === 'LIFETIME' ? "'lifetime'" : "'budget' of 'calendar'"} of an access budget `
      + `must be at most ${BUDGET.most}, got ${parameter.budget}`,
  }));
}

/** The budgets that this program has defined, by the paths of their templates. */
interface KnownBudgets {
  differentialPrivacy?: string;
  /** By the ARN of what may be used. */
  readonly access: Map<string, string>;
}

/** For each collaboration (or membership, where that is not known) its budgets. */
const known = new WeakMap<IConstruct, KnownBudgets>();

/** A collaboration has one budget of differential privacy, and a table one access budget. */
export function checkPrivacyBudgetIsOnlyOne(scope: IConstruct, budget: PrivacyBudgetParts, membership: refs.IMembershipRef): Fault[] {
  const place = collaborationOf(membership) ?? membership;
  const budgets = known.get(place) ?? { access: new Map<string, string>() };
  known.set(place, budgets);
  const { path } = scope.node;
  const { resourceArn } = budget.parameters;
  if (resourceArn === undefined) {
    const other = budgets.differentialPrivacy;
    budgets.differentialPrivacy = other ?? path;
    return other === undefined ? [] : [{
      code: code`DifferentialPrivacyBudgetTaken`,
      message: `the collaboration has the budget of differential privacy '${other}' already, and can have only one`,
    }];
  }
  const other = budgets.access.get(resourceArn);
  budgets.access.set(resourceArn, other ?? path);
  return other === undefined ? [] : [{
    code: code`AccessBudgetTaken`,
    message: `the table has the access budget '${other}' already, and can have only one: give 'calendar' and 'lifetime' to the same budget`,
  }];
}
