import { READS } from './aws';
import type { Aws } from './aws';
import { inTemplateForm } from './comparison';
import { KnownResource } from '../../../src/program/known-resources';

/** A resource of AWS, in the form of a template. */
export type LiveProperties = Readonly<Record<string, unknown>>;

/** How a type of resource is read and compared. */
export interface Reading {
  /** Reads it by its id, and that of the membership that it is in; `undefined` where it is gone. */
  readonly read: (aws: Aws, id: string, membershipIdentifier: string) => Promise<LiveProperties | undefined>;
  /** The properties that are compared, with the code of their differences. */
  readonly compared: Readonly<Record<string, string>>;
  /** What a property is that the program leaves out. Others are not compared then: they may have been set elsewhere. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

const LOGS = { QueryLogStatus: 'LoggingDiffers', JobLogStatus: 'LoggingDiffers', IsMetricsEnabled: 'LoggingDiffers' };
const NO_LOGS = { QueryLogStatus: 'DISABLED', JobLogStatus: 'DISABLED', IsMetricsEnabled: false };
const NAMED = { Name: 'PropertyDiffers', Description: 'PropertyDiffers' };

/** Members, abilities and payers are compared apart: a program says them in several places. */
export const COLLABORATION: Reading = {
  read: async (aws, collaborationIdentifier) => propertiesOf((await aws.read(READS.collaboration, { collaborationIdentifier }))?.collaboration),
  compared: { ...NAMED, ...LOGS, CreatorDisplayName: 'PropertyDiffers', AnalyticsEngine: 'PropertyDiffers', DataEncryptionMetadata: 'PropertyDiffers', AllowedResultRegions: 'PropertyDiffers', AutoApprovedChangeTypes: 'PropertyDiffers' },
  defaults: { ...NO_LOGS, AutoApprovedChangeTypes: [] },
};

/** What is read of each type of resource, except collaborations. */
export const READINGS: Readonly<Record<string, Reading>> = {
  [KnownResource.MEMBERSHIP]: {
    read: async (aws, membershipIdentifier) => propertiesOf((await aws.read(READS.membership, { membershipIdentifier }))?.membership),
    compared: { ...LOGS, DefaultResultConfiguration: 'ResultsDiffer', DefaultJobResultConfiguration: 'ResultsDiffer' },
    defaults: NO_LOGS,
  },
  [KnownResource.CONFIGURED_TABLE]: {
    read: readConfiguredTable,
    compared: {
      ...NAMED, AllowedColumns: 'ColumnsDiffer', AnalysisMethod: 'PropertyDiffers', SelectedAnalysisMethods: 'PropertyDiffers', TableReference: 'SourceDiffers', AnalysisRules: 'RuleDiffers',
    },
    defaults: { AnalysisRules: [] },
  },
  [KnownResource.CONFIGURED_TABLE_ASSOCIATION]: {
    read: readAssociation,
    compared: { ...NAMED, RoleArn: 'PropertyDiffers', ConfiguredTableAssociationAnalysisRules: 'RuleDiffers' },
    defaults: { ConfiguredTableAssociationAnalysisRules: [] },
  },
  [KnownResource.ANALYSIS_TEMPLATE]: {
    read: async (aws, analysisTemplateIdentifier, membershipIdentifier) => propertiesOf(
      (await aws.read(READS.analysisTemplate, { analysisTemplateIdentifier, membershipIdentifier }))?.analysisTemplate),
    compared: {
      ...NAMED, Format: 'TemplateDiffers', Source: 'TemplateDiffers', AnalysisParameters: 'TemplateDiffers', ErrorMessageConfiguration: 'TemplateDiffers', SyntheticDataParameters: 'TemplateDiffers',
    },
  },
  [KnownResource.PRIVACY_BUDGET_TEMPLATE]: {
    read: readBudget,
    compared: { AutoRefresh: 'BudgetDiffers', PrivacyBudgetType: 'BudgetDiffers', Parameters: 'BudgetDiffers' },
  },
  [KnownResource.ID_MAPPING_TABLE]: {
    read: async (aws, idMappingTableIdentifier, membershipIdentifier) => propertiesOf(
      (await aws.read(READS.idMappingTable, { idMappingTableIdentifier, membershipIdentifier }))?.idMappingTable),
    compared: { ...NAMED, InputReferenceConfig: 'SourceDiffers', KmsKeyArn: 'PropertyDiffers' },
  },
  [KnownResource.ID_NAMESPACE_ASSOCIATION]: {
    read: async (aws, idNamespaceAssociationIdentifier, membershipIdentifier) => propertiesOf(
      (await aws.read(READS.idNamespaceAssociation, { idNamespaceAssociationIdentifier, membershipIdentifier }))?.idNamespaceAssociation),
    compared: { ...NAMED, InputReferenceConfig: 'SourceDiffers', IdMappingConfig: 'RuleDiffers' },
  },
};

async function readConfiguredTable(aws: Aws, configuredTableIdentifier: string): Promise<LiveProperties | undefined> {
  const table = (await aws.read(READS.configuredTable, { configuredTableIdentifier }))?.configuredTable;
  const rules = await Promise.all((table?.analysisRuleTypes ?? []).map(async (analysisRuleType) =>
    (await aws.read(READS.configuredTableRule, { configuredTableIdentifier, analysisRuleType }))?.analysisRule));
  return table && { ...propertiesOf(table), AnalysisRules: rules.flatMap(ruleOf) };
}

async function readAssociation(aws: Aws, id: string, membershipIdentifier: string): Promise<LiveProperties | undefined> {
  const named = { configuredTableAssociationIdentifier: id, membershipIdentifier };
  const association = (await aws.read(READS.association, named))?.configuredTableAssociation;
  const rules = await Promise.all((association?.analysisRuleTypes ?? []).map(async (analysisRuleType) =>
    (await aws.read(READS.associationRule, { ...named, analysisRuleType }))?.analysisRule));
  return association && { ...propertiesOf(association), ConfiguredTableAssociationAnalysisRules: rules.flatMap(ruleOf) };
}

/** The API has the parameters of each kind of budget under a name of their own. */
async function readBudget(aws: Aws, privacyBudgetTemplateIdentifier: string, membershipIdentifier: string): Promise<LiveProperties | undefined> {
  const budget = (await aws.read(READS.budgetTemplate, { privacyBudgetTemplateIdentifier, membershipIdentifier }))?.privacyBudgetTemplate;
  return budget && { ...propertiesOf(budget), Parameters: inTemplateForm(Object.values(budget.parameters ?? {})[0]) };
}

function ruleOf(rule: { readonly type?: string; readonly policy?: unknown } | undefined): unknown[] {
  return rule ? [inTemplateForm({ type: rule.type, policy: rule.policy })] : [];
}

function propertiesOf(resource: object | undefined): LiveProperties | undefined {
  return resource && inTemplateForm(resource) as LiveProperties;
}
