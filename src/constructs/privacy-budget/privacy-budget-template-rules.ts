import { Token } from 'aws-cdk-lib';
import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { ownerOf } from '../../foundation/references';
import type { ResourceKey } from '../../foundation/references';
import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

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

/** The whole numbers that the service takes. */
const EPSILON = [1, 20] as const;
const NOISE = [10, 100] as const;
const ACCESSES = [0, 1_000_000] as const;

/** What of a privacy budget the service refuses. */
export function checkPrivacyBudget({ type, parameters }: PrivacyBudgetParts): ValidationFault[] {
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

/** A budget, as far as it concerns others. */
export interface PlacedBudget {
  readonly path: string;
  readonly type: string;
  /** The collaboration; where it is not known, the membership. */
  readonly place: ResourceKey;
  readonly membership: ResourceKey;
  /** What may be used; none for a budget of differential privacy. */
  readonly table?: ResourceKey;
  /** The membership that has brought it in, where that is known. */
  readonly membershipOfTable?: ResourceKey;
}

/** A collaboration has one budget of differential privacy, and a table one access budget. */
export function checkBudgetIsOnlyOne({ type, place, table }: PlacedBudget, earlier: PlacedBudget[]): ValidationFault[] {
  if (type === 'DIFFERENTIAL_PRIVACY') {
    const other = earlier.find((budget) => budget.type === type && budget.place === place);
    return other ? [{
      code: code`DifferentialPrivacyBudgetTaken`,
      message: `the collaboration has the budget of differential privacy '${other.path}' already, and can have only one`,
    }] : [];
  }
  const other = earlier.find((budget) => table !== undefined && budget.table === table);
  return other ? [{
    code: code`AccessBudgetTaken`,
    message: `the table has the access budget '${other.path}' already, and can have only one: give 'calendar' and 'lifetime' to the same budget`,
  }] : [];
}

/** The member who brings a table into the collaboration limits its use. */
export function checkBudgetOfOwnTable({ membership, membershipOfTable }: PlacedBudget): ValidationFault[] {
  return membershipOfTable !== undefined && areTwo(membership, membershipOfTable) ? [{
    code: code`AccessBudgetOfOtherMembership`,
    message: `'membership' must be the one that the table of the access budget belongs to, ${shown(membershipOfTable)}, got ${shown(membership)}`,
  }] : [];
}

/** Whether both are certainly not one: a membership of this program can be one that was imported by its id. */
function areTwo(one: ResourceKey, other: ResourceKey): boolean {
  if (typeof one === 'string' && typeof other === 'string') return isKnown(one) && isKnown(other) && one !== other;
  return CfnMembership.isCfnMembership(one) && CfnMembership.isCfnMembership(other) && one !== other;
}

function shown(membership: ResourceKey): string {
  return `'${typeof membership === 'string' ? membership : ownerOf(membership).node.path}'`;
}
