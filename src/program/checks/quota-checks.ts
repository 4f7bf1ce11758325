import { Token } from 'aws-cdk-lib';
import { groupBy } from '../../foundation/group-by';
import type { ResourceKey } from '../../foundation/references';
import type { Warning } from '../../foundation/warnings';
import { AppInventory } from '../app-inventory';
import type { Findings } from '../findings';
import { KnownResource } from '../known-resources';
import type { ProgramModel } from '../model';
import type { ProgramResource } from '../resource';

/** The default quotas of the service for each membership, which can be raised. */
const MEMBERSHIP_QUOTAS = [
  { type: KnownResource.ANALYSIS_TEMPLATE, what: 'analysis templates', quota: 100 },
  { type: KnownResource.AUDIENCE_MODEL_ASSOCIATION, what: 'associations of configured audience models', quota: 5 },
  { type: KnownResource.ID_MAPPING_TABLE, what: 'ID mapping tables', quota: 5 },
  { type: KnownResource.ID_NAMESPACE_ASSOCIATION, what: 'ID namespace associations', quota: 10 },
  { type: KnownResource.INTERMEDIATE_TABLE, what: 'intermediate tables', quota: 25 },
  { type: KnownResource.CONFIGURED_TABLE_ASSOCIATION, what: 'table associations', quota: 100 },
];

/** Those of access budgets, for each collaboration. */
const ACCESS_BUDGET_QUOTA = 25;

/** Those for each account in a Region. */
const ACCOUNT_QUOTAS = [
  { type: KnownResource.COLLABORATION, what: 'collaborations', quota: 500 },
  { type: KnownResource.CONFIGURED_TABLE, what: 'configured tables', quota: 250 },
  { type: KnownResource.MEMBERSHIP, what: 'memberships', quota: 500 },
];

/** Warns of counts beyond a default quota: once for each owner. Only what this app defines is counted, so that there may be more. */
export function checkQuotas(model: ProgramModel, findings: Findings): void {
  for (const { type, what, quota } of MEMBERSHIP_QUOTAS) {
    warnBeyond(model, findings, groupBy(model.resources(type), (resource) => resource.key('MembershipIdentifier')), what, quota);
  }
  const accessBudgets = model.resources(KnownResource.PRIVACY_BUDGET_TEMPLATE).filter((budget) => budget.value('PrivacyBudgetType') === 'ACCESS_BUDGET');
  warnBeyond(model, findings, groupBy(accessBudgets, (budget) => model.placeOf(budget)), 'access budget templates', ACCESS_BUDGET_QUOTA);

  for (const { type, what, quota } of ACCOUNT_QUOTAS) {
    for (const [owner, resources] of groupBy(model.resources(type), accountOf)) {
      const count = AppInventory.of(resources[0].cfn).count(`${what} of ${owner}`, resources.length);
      if (count > quota) findings.warning(resources[resources.length - 1].owner, ...overQuota(owner, count, what, quota));
    }
  }
}

function warnBeyond(model: ProgramModel, findings: Findings, groups: Map<ResourceKey, ProgramResource[]>, what: string, quota: number): void {
  for (const [key, resources] of groups) {
    if (resources.length > quota) findings.warning(resources[quota].owner, ...overQuota(`'${model.pathOf(key)}'`, resources.length, what, quota));
  }
}

/** The account and Region of a resource, or its stack where that can go to any account. */
function accountOf({ account, stack }: ProgramResource): string {
  const isKnown = ![account, stack.region].some((each) => Token.isUnresolved(each));
  return isKnown ? `account ${account} in ${stack.region}` : `stack '${stack.node.path}'`;
}

function overQuota(owner: string, count: number, what: string, quota: number): Warning[] {
  return [{
    id: 'cdk-cleanrooms:overQuota',
    message: `${owner} has ${count} ${what}: the default quota is ${quota}, and can be raised`,
  }];
}
