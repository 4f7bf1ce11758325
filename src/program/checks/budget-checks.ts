import { checkAccessBudget, checkAccessBudgetMembership, checkDifferentialPrivacyBudget } from './budget-rules';
import { groupBy } from '../../foundation/group-by';
import type { ResourceKey } from '../../foundation/references';
import type { Findings } from '../findings';
import { KnownResource } from '../known-resources';
import type { ProgramModel } from '../model';
import { keyOf } from '../resource';
import type { ProgramResource } from '../resource';

/** Checks that no collaboration and no table has two budgets where it can have one, and that budgets are of the member whose table it is. */
export function checkBudgets(model: ProgramModel, findings: Findings): void {
  const budgets = model.resources(KnownResource.PRIVACY_BUDGET_TEMPLATE).filter(({ isUnconditional }) => isUnconditional);
  const access = budgets.flatMap((budget) => {
    const arn = budget.value<Record<string, unknown>>('Parameters')?.ResourceArn;
    return arn === undefined ? [] : [{ budget, table: keyOf(budget.cfn, arn) }];
  });

  const differentialPrivacy = budgets.filter((budget) => budget.value('PrivacyBudgetType') === 'DIFFERENTIAL_PRIVACY');
  for (const [first, ...others] of groupBy(differentialPrivacy, (budget) => model.placeOf(budget)).values()) {
    others.forEach(({ owner }) => findings.fault(owner, ...checkDifferentialPrivacyBudget(first.path)));
  }
  for (const [first, ...others] of groupBy(access, ({ table }) => table).values()) {
    others.forEach(({ budget: { owner } }) => findings.fault(owner, ...checkAccessBudget(first.budget.path)));
  }
  access.forEach(({ budget, table }) => checkOwner(model, findings, budget, table));
}

function checkOwner(model: ProgramModel, findings: Findings, budget: ProgramResource, table: ResourceKey): void {
  const membership = budget.key('MembershipIdentifier');
  const ofTable = typeof table === 'string' ? /:membership\/([^/]+)\//.exec(table)?.[1] : model.find(table)?.key('MembershipIdentifier');
  if (membership === undefined || ofTable === undefined || !model.areDifferentMemberships(membership, ofTable)) return;
  findings.fault(budget.owner, ...checkAccessBudgetMembership(model.pathOf(membership), model.pathOf(ofTable)));
}
