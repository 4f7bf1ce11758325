import type { Call, OperationHandler } from './engine';
import { basesOf } from './inherited-constraints';
import { collaborationOf, type Resource, type Values } from './resource';
import type { Run } from './runs';
import type { CleanRoomsService } from './service';
import { hasDifferentialPrivacy, type Table } from './tables';

interface DifferentialPrivacy {
  readonly epsilon: number;
  readonly usersNoisePerQuery: number;
}

interface BudgetInput {
  readonly privacyBudgetType: string;
  readonly accessBudgetResourceArn?: string;
}

export const privacyBudgetOperations: Record<string, OperationHandler> = {
  ListPrivacyBudgets: (call: Call<BudgetInput>) => asked(call).filter((template) => template.parent === call.found('Membership'))
    .map((template) => ({ ...summaryOf(template, call.service), membershipId: template.parent.id, membershipArn: template.parent.arn })),

  ListCollaborationPrivacyBudgets: (call: Call<BudgetInput>) => asked(call)
    .filter((template) => collaborationOf(template) === call.found('Collaboration'))
    .map((template) => ({ ...summaryOf(template, call.service), creatorAccountId: template.account })),

  PreviewPrivacyImpact: (call: Call<{ readonly parameters: { readonly differentialPrivacy: DifferentialPrivacy } }>) => (
    { privacyImpact: { differentialPrivacy: { aggregations: aggregations(call.input.parameters.differentialPrivacy) } } }
  ),
};

/** How often a table can still be read under its access budget, if it has one. */
export function remainingAccesses(table: Table, service: CleanRoomsService): number | undefined {
  const template = service.store.list('PrivacyBudgetTemplate', table.region)
    .find(({ values: { parameters } }) => parameters.accessBudget?.resourceArn === table.arn);
  return template && Math.min(...accessDetails(template, service).map(({ remainingBudget }) => remainingBudget));
}

function asked({ input, service, caller }: Call<BudgetInput>): Resource<'PrivacyBudgetTemplate'>[] {
  return service.store.list('PrivacyBudgetTemplate', caller.region).filter(({ values: { privacyBudgetType, parameters } }) =>
    privacyBudgetType === input.privacyBudgetType
    && [undefined, parameters.accessBudget?.resourceArn].includes(input.accessBudgetResourceArn));
}

/** A template makes one budget, which goes by the template's id here. */
function summaryOf(template: Resource<'PrivacyBudgetTemplate'>, service: CleanRoomsService): Values {
  const collaboration = collaborationOf(template);
  return {
    id: template.id,
    privacyBudgetTemplateId: template.id,
    privacyBudgetTemplateArn: template.arn,
    collaborationId: collaboration?.id,
    collaborationArn: collaboration?.arn,
    type: template.values.privacyBudgetType,
    createTime: template.createTime,
    updateTime: template.updateTime,
    budget: budgetOf(template, service),
  };
}

function budgetOf(template: Resource<'PrivacyBudgetTemplate'>, service: CleanRoomsService): Values {
  const { differentialPrivacy, accessBudget } = template.values.parameters;
  if (differentialPrivacy) {
    const spent = runsOn(hasDifferentialPrivacy, template, service).length;
    const remaining = aggregations(differentialPrivacy).map((each) => ({ ...each, remainingCount: Math.max(0, each.maxCount - spent) }));
    return { differentialPrivacy: { epsilon: differentialPrivacy.epsilon, aggregations: remaining } };
  }
  const details = accessDetails(template, service);
  return {
    accessBudget: {
      resourceArn: accessBudget?.resourceArn,
      details,
      aggregateRemainingBudget: Math.min(...details.map(({ remainingBudget }) => remainingBudget)),
    },
  };
}

/** A change of an access budget lets it begin anew. */
function accessDetails(template: Resource<'PrivacyBudgetTemplate'>, service: CleanRoomsService) {
  const { accessBudget } = template.values.parameters;
  const runs = runsOn((table) => basesOf([table]).some(({ arn }) => arn === accessBudget?.resourceArn), template, service);
  const spent = runs.filter(({ createTime }) => createTime >= template.updateTime).length;
  return (accessBudget?.budgetParameters ?? []).map(({ type, budget, autoRefresh }) => ({
    startTime: template.updateTime,
    budgetType: type,
    budget,
    autoRefresh,
    remainingBudget: Math.max(0, budget - spent),
  }));
}

/** The runs that succeeded on tables of some kind, in the collaboration that a budget is for. */
function runsOn(isCounted: (table: Table) => boolean, template: Resource<'PrivacyBudgetTemplate'>, { store }: CleanRoomsService): Run[] {
  const runs: Run[] = [...store.list('ProtectedQuery', template.region), ...store.list('ProtectedJob', template.region)];
  return runs.filter((run) => collaborationOf(run) === collaborationOf(template))
    .filter(({ values: { status, tables } }) => status === 'SUCCESS' && tables.some(isCounted));
}

/** Whether a query has been answered on the tables that have differential privacy. */
export function isSpent(template: Resource<'PrivacyBudgetTemplate'>, service: CleanRoomsService): boolean {
  return runsOn(hasDifferentialPrivacy, template, service).length > 0;
}

/** The service does not publish how it reckons. Like its numbers, these grow with the budget and with the noise. */
function aggregations({ epsilon, usersNoisePerQuery }: DifferentialPrivacy): { readonly type: string; readonly maxCount: number }[] {
  const counts = epsilon * usersNoisePerQuery;
  return [
    { type: 'COUNT', maxCount: counts },
    { type: 'COUNT_DISTINCT', maxCount: counts },
    { type: 'SUM', maxCount: counts },
    { type: 'AVG', maxCount: Math.floor(counts / 2) },
    { type: 'STDDEV', maxCount: Math.floor(counts / 3) },
  ];
}
