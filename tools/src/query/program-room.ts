import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { intermediateTableOf } from './intermediate-tables';
import type { Owner, Room, SharedTable, Template } from './room';
import { ADDITIONAL_ANALYSES_ONLY, ID_MAPPING_COLUMNS, RuleNotUsable, additionalAnalysesOf, readTableRule } from './rules';
import type { QueriedRule, TableRule } from './rules';
import { catalogTableOf } from '../../../src/constructs/table/sources/glue-definition';
import { knownValue, readAssociationRule } from '../../../src/program/analysis-rule';
import { readAnalysisTemplate } from '../../../src/program/analysis-template';
import type { CollaborationModel } from '../../../src/program/collaboration-model';
import { KnownResource } from '../../../src/program/known-resources';
import type { Member } from '../../../src/program/member';
import type { ProgramModel } from '../../../src/program/model';
import { listAt, textAt } from '../../../src/program/rendered-properties';
import { keyOf } from '../../../src/program/resource';
import type { ProgramResource } from '../../../src/program/resource';
import type { LoadedStage } from '../assembly/program-tree';
import { UsageError } from '../usage-error';

/*
 * The clean room of a program: everything is what the model of the program says.
 */

/** The room that an account asks in: the one collaboration of the program that it is a member of, or the one of a name. */
export function roomOf(stages: readonly LoadedStage[], account: string, name?: string): Room {
  const found = stages.flatMap((stage) => stage.model.collaborations().map((collaboration) => (
    { stage, path: stage.path, collaboration, name: nameOf(stage.model, collaboration) })))
    .filter(({ collaboration }) => collaboration.member(account) !== undefined)
    .filter((candidate) => name === undefined || candidate.name === name || `${candidate.path}/${candidate.name}` === name);
  const [room, ...others] = found;
  if (!room) {
    throw new UsageError(name === undefined ? `account ${account} is a member of no collaboration of this program`
      : `account ${account} is a member of no collaboration '${name}' of this program`);
  }
  if (others.length) {
    throw new UsageError(`account ${account} is a member of several collaborations, of which one must be named with --collaboration: `
      + found.map((each) => each.path ? `${each.path}/${each.name}` : each.name).join(', '));
  }
  return roomIn(room.stage, room.collaboration);
}

/** The room of a collaboration. */
export function roomIn(stage: LoadedStage, collaboration: CollaborationModel): Room {
  const { model } = stage;
  const members = collaboration.members() ?? [];
  const templates = new Map(model.resourcesOf(collaboration, KnownResource.ANALYSIS_TEMPLATE)
    .map((resource) => [templateOf(resource, members), resource]));
  return {
    name: nameOf(model, collaboration),
    members,
    tables: [
      ...model.resourcesOf(collaboration, KnownResource.CONFIGURED_TABLE_ASSOCIATION)
        .map((association) => tableOf(stage, association, members, templates)),
      ...model.resourcesOf(collaboration, KnownResource.ID_MAPPING_TABLE).map((mapping) => idMappingTableOf(mapping, model, members)),
      ...model.resourcesOf(collaboration, KnownResource.INTERMEDIATE_TABLE).map((table) => filledTableOf(table, model, members, templates)),
    ],
    templates: [...templates.keys()],
  };
}

export function nameOf(model: ProgramModel, collaboration: CollaborationModel): string {
  const lookup = model.invitationsTo(collaboration).map((invitation) => invitation.text('CollaborationName'))[0];
  return collaboration.definition?.knownName ?? lookup ?? model.pathOf(collaboration.key);
}

function ownerOf({ account: accountId }: ProgramResource, members: readonly Member[]): Owner {
  return { accountId, displayName: members.find((member) => member.accountId === accountId)?.displayName };
}

function tableOf(
  stage: LoadedStage, association: ProgramResource, members: readonly Member[], templates: ReadonlyMap<Template, ProgramResource>,
): SharedTable {
  const { model } = stage;
  const table = model.find(association.key('ConfiguredTableIdentifier'));
  const associationRule = readAssociationRule(association.property('ConfiguredTableAssociationAnalysisRules'));
  const allowed = (table?.texts('AllowedColumns') ?? []).map((column) => column.toLowerCase());
  const known = columnsOf(stage, association, table);
  const { rule, notReady } = usableRule(table, associationRule?.type as string | undefined);
  return {
    name: association.knownName ?? association.path,
    owner: ownerOf(association, members),
    columns: allowed.map((name) => ({ name, type: known.find((column) => column.name === name)?.type })),
    otherColumns: known.map(({ name }) => name).filter((name) => !allowed.includes(name)),
    rule,
    additionalAnalyses: additionalAnalysesOf(table?.property('AnalysisRules')),
    notReady: association.knownName === undefined ? 'its name is known at deployment only' : notReady,
    allowedResultReceivers: knownValue(associationRule?.allowedResultReceivers) ?? [],
    ...budgetsOf(association, model),
    allowsTemplate: (template) => table !== undefined && allowsTemplate(model, table, rule, template, templates.get(template)!),
  };
}

/** The budgets of a table, and those of its owner for all tables. */
function budgetsOf(table: ProgramResource, model: ProgramModel): Pick<SharedTable, 'accessBudgets' | 'differentialPrivacy'> {
  const budgets = model.resources(KnownResource.PRIVACY_BUDGET_TEMPLATE)
    .filter((budget) => budget.key('MembershipIdentifier') === table.key('MembershipIdentifier'));
  return {
    accessBudgets: budgets.filter((budget) => isAccessBudgetOf(budget, table)).flatMap(periodsOf),
    differentialPrivacy: budgets.filter((budget) => budget.text('PrivacyBudgetType') === 'DIFFERENTIAL_PRIVACY').map((budget) => ({
      epsilon: Number(budget.text('Parameters', 'Epsilon')), usersNoisePerQuery: Number(budget.text('Parameters', 'UsersNoisePerQuery')),
    }))[0],
  };
}

function filledTableOf(
  table: ProgramResource, model: ProgramModel, members: readonly Member[], templates: ReadonlyMap<Template, ProgramResource>,
): SharedTable {
  const intermediate = intermediateTableOf(table, model, ownerOf(table, members), templates);
  return {
    ...intermediate,
    ...budgetsOf(table, model),
    allowsTemplate: (template) => allowsTemplate(model, table, intermediate.rule, template, templates.get(template)!),
  };
}

/** An ID mapping table. A namespace of this program says whether its ids may be dimensions; those of one that is elsewhere may not. */
function idMappingTableOf(mapping: ProgramResource, model: ProgramModel, members: readonly Member[]): SharedTable {
  const associations = model.resources(KnownResource.ID_NAMESPACE_ASSOCIATION)
    .filter((each) => model.collaborationOfResource(each)?.key === model.collaborationOfResource(mapping)?.key);
  const typeOf = (association: ProgramResource) => model.find(keyOf(association.cfn, association.value('InputReferenceConfig', 'InputReferenceArn')))?.text('Type');
  const isDimension = (column: string) => {
    const ofSide = associations.filter((each) => `${typeOf(each)?.toLowerCase()}id` === column);
    return ofSide.length > 0 && ofSide.every((each) => each.value('IdMappingConfig', 'AllowUseAsDimensionColumn') === true);
  };
  return {
    name: mapping.knownName ?? mapping.path,
    owner: ownerOf(mapping, members),
    columns: ID_MAPPING_COLUMNS.map((name) => ({ name, type: 'string' })),
    otherColumns: [],
    rule: { type: 'ID_MAPPING_TABLE', dimensionColumns: ID_MAPPING_COLUMNS.filter(isDimension) },
    notReady: mapping.knownName === undefined ? 'its name is known at deployment only' : undefined,
    allowedResultReceivers: [],
    accessBudgets: [],
    allowsTemplate: () => false,
  };
}

function usableRule(
  table: ProgramResource | undefined, associationType: string | undefined,
): { readonly rule?: TableRule; readonly notReady?: string } {
  if (!table) return { notReady: 'its configured table is not in this program' };
  const [first] = listAt(table.property('AnalysisRules')) ?? [];
  if (table.text('AnalysisMethod') === 'DIRECT_JOB') return { notReady: 'it is for PySpark jobs only' };
  try {
    const rule = readTableRule(table.property('AnalysisRules'));
    if (additionalAnalysesOf(table.property('AnalysisRules')) === 'REQUIRED') return { rule, notReady: ADDITIONAL_ANALYSES_ONLY };
    if (associationType === undefined) return { rule, notReady: 'its association has no analysis rule' };
    if (associationType !== rule.type) return { rule, notReady: `its association has a rule of the type ${String(associationType)}, and the table one of the type ${rule.type}` };
    return { rule };
  } catch (error) {
    if (error instanceof RuleNotUsable) return { notReady: error.message };
    throw new UsageError(`the analysis rule of '${table.path}' cannot be read: ${(error as Error).message} in ${JSON.stringify(first)}`);
  }
}

/** The columns of the source: what was recorded of it, or those of the Glue table that the configured table names. */
export function columnsOf({ model, resources }: LoadedStage, association: ProgramResource, table: ProgramResource | undefined): SharedTable['columns'] {
  const recorded = model.sourceOfAssociation(association)?.columns;
  if (recorded) return recorded.map(({ name, type }) => ({ name: name.toLowerCase(), type: type?.toLowerCase() }));
  const glue = table?.value<Record<string, unknown>>('TableReference', 'Glue');
  if (!table || !glue) return [];
  const isMeant = (definition: CfnTable) => {
    const { databaseName, tableName } = catalogTableOf(definition).describe();
    return keyOf(definition, databaseName) === keyOf(table.cfn, glue.DatabaseName)
      && (keyOf(definition, tableName) === keyOf(table.cfn, glue.TableName) || keyOf(table.cfn, glue.TableName) === definition);
  };
  const definition = (resources(CfnTable.CFN_RESOURCE_TYPE_NAME) as CfnTable[]).find(isMeant);
  return definition ? catalogTableOf(definition).describe().columns ?? [] : [];
}

function isAccessBudgetOf(budget: ProgramResource, association: ProgramResource): boolean {
  const arn = budget.value<Record<string, unknown>>('Parameters')?.ResourceArn;
  return budget.text('PrivacyBudgetType') === 'ACCESS_BUDGET' && arn !== undefined && keyOf(budget.cfn, arn) === association.cfn;
}

function periodsOf(budget: ProgramResource): { readonly period: string; readonly budget: number }[] {
  return (listAt(budget.value('Parameters'), 'BudgetParameters') ?? []).map((parameter) => ({
    period: textAt(parameter, 'Type') ?? 'LIFETIME', budget: Number(textAt(parameter, 'Budget')),
  }));
}

function templateOf(resource: ProgramResource, members: readonly Member[]): Template {
  const { format, parameters } = readAnalysisTemplate(resource);
  return {
    name: resource.knownName ?? resource.path,
    path: resource.path,
    owner: ownerOf(resource, members),
    text: format === 'SQL' ? resource.text('Source', 'Text') : undefined,
    parameters: parameters ?? [],
  };
}

/** Whether a rule lists a template: by a reference to it, or by a lookup of its owner and name. */
export function allowsTemplate(
  model: ProgramModel, table: ProgramResource, rule: QueriedRule | undefined, template: Template, resource: ProgramResource,
): boolean {
  if (rule?.type !== 'CUSTOM') return false;
  return rule.allowedAnalyses.some((analysis) => {
    const named = model.find(keyOf(table.cfn, analysis));
    if (named?.type !== KnownResource.ANALYSIS_TEMPLATE_LOOKUP) return named?.cfn === resource.cfn;
    return named.text('Name') === template.name && named.text('OwnerAccountId') === template.owner.accountId
      && model.collaborationNamedBy(named)?.key === model.collaborationOfResource(resource)?.key;
  });
}
