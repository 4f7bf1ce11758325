import { Token } from 'aws-cdk-lib';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

/** A privacy budget, as in CloudFormation. */
export interface PrivacyBudgetInput {
  readonly type: 'DIFFERENTIAL_PRIVACY' | 'ACCESS_BUDGET';
  readonly autoRefresh: 'CALENDAR_MONTH' | 'NONE';
  readonly parameters: {
    readonly epsilon?: number;
    readonly usersNoisePerQuery?: number;
    readonly resourceArn?: string;
    readonly budgetParameters?: { readonly type: string; readonly budget: number; readonly autoRefresh?: string }[];
  };
}

/** The ranges of whole numbers that the service accepts. */
const EPSILON = [1, 20] as const;
const NOISE = [10, 100] as const;
const ACCESSES = [0, 1_000_000] as const;

/** Checks the rules that the service enforces on a privacy budget. */
export function checkPrivacyBudget({ type, parameters }: PrivacyBudgetInput): ValidationFault[] {
  const { epsilon, usersNoisePerQuery, budgetParameters = [] } = parameters;
  if (type === 'ACCESS_BUDGET' && !budgetParameters.length) {
    return [{ code: code`NoAccessBudget`, message: "an access budget must have 'calendar', 'lifetime' or both" }];
  }
  return [
    ...checkRange("'epsilon'", EPSILON, epsilon),
    ...checkRange("'usersNoisePerQuery'", NOISE, usersNoisePerQuery),
    ...budgetParameters.flatMap(({ type: period, budget }) =>
      checkRange(period === 'LIFETIME' ? "'lifetime' of an access budget" : "'budget' of 'calendar' of an access budget", ACCESSES, budget)),
  ];
}

function checkRange(what: string, [least, most]: readonly [number, number], value?: number): ValidationFault[] {
  const isFine = value === undefined || Token.isUnresolved(value) || (Number.isInteger(value) && value >= least && value <= most);
  return isFine ? [] : [{ code: code`PrivacyBudgetOutOfRange`, message: `${what} must be a whole number from ${least} to ${most}, got ${value}` }];
}
