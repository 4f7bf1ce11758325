import type { Behaviour, Call, Context } from '../engine';
import { conflict, invalid } from '../exceptions';
import { isSpent } from '../privacy-budgets';
import { collaborationOf, type Resource, type Values } from '../resource';

export interface PrivacyBudgetTemplateValues extends Values {
  privacyBudgetType: 'DIFFERENTIAL_PRIVACY' | 'ACCESS_BUDGET';
  autoRefresh: 'CALENDAR_MONTH' | 'NONE';
  parameters: BudgetParameters;
}

interface BudgetParameters {
  readonly differentialPrivacy?: { readonly epsilon: number; readonly usersNoisePerQuery: number };
  readonly accessBudget?: { readonly resourceArn: string; readonly budgetParameters: readonly BudgetParameter[] };
}

interface BudgetParameter {
  readonly type: 'CALENDAR_DAY' | 'CALENDAR_WEEK' | 'CALENDAR_MONTH' | 'LIFETIME';
  readonly budget: number;
  readonly autoRefresh?: string;
}

interface UpdateInput {
  readonly privacyBudgetType: string;
  readonly parameters?: { readonly differentialPrivacy?: { readonly epsilon?: number }; readonly accessBudget?: object };
}

export const privacyBudgetTemplate: Behaviour<'PrivacyBudgetTemplate'> = {
  create(said: Partial<PrivacyBudgetTemplateValues>, call: Call) {
    const values = { autoRefresh: 'NONE', ...said } as PrivacyBudgetTemplateValues;
    checkOnlyOne(values, call);
    checkResource(values, call);
    return values;
  },

  change({ privacyBudgetType, parameters }: UpdateInput, template, { service }: Context) {
    const { values } = template;
    if (privacyBudgetType !== values.privacyBudgetType) throw invalid(`The privacy budget template is of type ${values.privacyBudgetType}`);
    const { epsilon = 0 } = values.parameters.differentialPrivacy ?? {};
    const isLowered = epsilon > (parameters?.differentialPrivacy?.epsilon ?? epsilon);
    if (isLowered && isSpent(template, service)) throw invalid('epsilon cannot be lowered after the first query');
    const { differentialPrivacy, accessBudget } = { ...values.parameters };
    return {
      parameters: {
        ...(differentialPrivacy && { differentialPrivacy: { ...differentialPrivacy, ...parameters?.differentialPrivacy } }),
        ...(accessBudget && { accessBudget: { ...accessBudget, ...parameters?.accessBudget } }),
      },
    };
  },

  check({ privacyBudgetType, autoRefresh, parameters: { differentialPrivacy, accessBudget } }) {
    const isAccessBudget = privacyBudgetType === 'ACCESS_BUDGET';
    if (isAccessBudget ? !accessBudget : !differentialPrivacy) throw invalid(`The parameters are not those of type ${privacyBudgetType}`);
    if (isAccessBudget && autoRefresh !== 'NONE') throw invalid('autoRefresh of an access budget stands with each of its parameters');
    checkPeriods(accessBudget?.budgetParameters ?? []);
  },
};

/** One calendar period at most, one lifetime at most, and only the period refreshes. */
function checkPeriods(parameters: readonly BudgetParameter[]): void {
  const lifetimes = parameters.filter(({ type }) => type === 'LIFETIME');
  if (lifetimes.length > 1 || parameters.length - lifetimes.length > 1) {
    throw invalid('budgetParameters take one calendar period at most, and one of type LIFETIME at most');
  }
  if (lifetimes.some(({ autoRefresh }) => autoRefresh !== undefined)) throw invalid('A budget of type LIFETIME does not refresh');
}

/** A collaboration has one template for differential privacy; a table has one for its access budget. */
function checkOnlyOne(values: PrivacyBudgetTemplateValues, { found, service, caller }: Context): void {
  const collaboration = collaborationOf(found('Membership'));
  const rival = service.store.list('PrivacyBudgetTemplate', caller.region).find((each) => collaborationOf(each) === collaboration
    && each.values.privacyBudgetType === values.privacyBudgetType
    && each.values.parameters.accessBudget?.resourceArn === values.parameters.accessBudget?.resourceArn);
  if (rival) throw conflict(`There already is a template of type ${values.privacyBudgetType}: ${rival.id}`, 'ALREADY_EXISTS', rival);
}

function checkResource({ parameters: { accessBudget } }: PrivacyBudgetTemplateValues, call: Context): void {
  if (!accessBudget) return;
  const resource: Resource | undefined = call.service.store.findByArn(accessBudget.resourceArn);
  if (resource?.parent !== call.found('Membership')) throw call.missing('ConfiguredTableAssociation', accessBudget.resourceArn);
}
