import { isKnown } from '../../../../src/foundation/tokens';
import { KnownResource } from '../../../../src/program/known-resources';
import { listAt, textAt, valueAt } from '../../../../src/program/rendered-properties';
import { keyOf } from '../../../../src/program/resource';
import type { ProgramResource } from '../../../../src/program/resource';
import { UNKNOWN, fact } from '../fact';
import type { Fact } from '../fact';
import { say, words } from '../text';
import type { Text } from '../text';
import type { ReviewedRoom } from './room';
import type { ReviewedTable } from './table';

/** How often a table may be read in a period. */
export interface AccessBudget {
  readonly path: string;
  /** `undefined` where it is known at deployment only. */
  readonly budget?: number;
  readonly period: Text;
}

const PERIODS: Readonly<Record<string, string>> = {
  CALENDAR_DAY: 'a day', CALENDAR_WEEK: 'a week', CALENDAR_MONTH: 'a month', LIFETIME: 'in the whole life of the budget',
};

/** The access budgets of a table. */
export function accessBudgetsOf(room: ReviewedRoom, { association }: ReviewedTable): AccessBudget[] {
  return room.of(KnownResource.PRIVACY_BUDGET_TEMPLATE).filter((budget) => {
    const arn = budget.value<Record<string, unknown>>('Parameters')?.ResourceArn;
    return budget.text('PrivacyBudgetType') === 'ACCESS_BUDGET' && arn !== undefined && keyOf(budget.cfn, arn) === association.cfn;
  }).flatMap((budget) => (listAt(valueAt<Record<string, unknown>>(budget.property('Parameters'))?.BudgetParameters) ?? []).map((parameter) => {
    const [period, number] = [textAt(parameter, 'Type'), textAt(parameter, 'Budget')];
    return {
      path: budget.path,
      budget: number === undefined || !isKnown(number) ? undefined : Number(number),
      period: period !== undefined && period in PERIODS ? words(PERIODS[period]) : say`in the period ${period ?? 'unknown'}`,
    };
  }));
}

/** A budget of differential privacy, which is for all tables of a member that have it. */
export interface DifferentialPrivacyBudget {
  readonly resource: ProgramResource;
  readonly epsilon?: number;
  readonly noise?: number;
  readonly isMonthly?: boolean;
}

/** The budgets of differential privacy, with what each of them says. */
export function differentialPrivacyOf(room: ReviewedRoom): { readonly budgets: DifferentialPrivacyBudget[]; readonly facts: Fact[][] } {
  const ofPrivacy = room.of(KnownResource.PRIVACY_BUDGET_TEMPLATE).filter((budget) => budget.text('PrivacyBudgetType') === 'DIFFERENTIAL_PRIVACY');
  const budgets = ofPrivacy.map((resource): DifferentialPrivacyBudget => {
    const number = (name: string) => {
      const text = resource.text('Parameters', name);
      return text === undefined || !isKnown(text) ? undefined : Number(text);
    };
    const refresh = resource.text('AutoRefresh');
    const isMonthly = refresh === undefined || !isKnown(refresh) ? undefined : refresh === 'CALENDAR_MONTH';
    return { resource, epsilon: number('Epsilon'), noise: number('UsersNoisePerQuery'), isMonthly };
  });
  const facts = budgets.map(({ resource, epsilon, noise, isMonthly }) => {
    const member = room.memberOf(resource);
    const subject = member ? room.subjectOfMember(member) : room.subjectOf('budget', resource);
    return [
      fact(subject, words('the privacy budget ε'), epsilon ?? UNKNOWN, 'HIGHER'),
      fact(subject, words('the number of people whose part the noise of each query hides'), noise ?? UNKNOWN, 'LOWER'),
      fact(subject, words('whether the privacy budget is given each month anew'), isMonthly ?? UNKNOWN, 'YES'),
    ];
  });
  return { budgets, facts };
}
