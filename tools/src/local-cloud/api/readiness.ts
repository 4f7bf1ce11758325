import { policyOf, type AnalysisRule } from './analysis-rule';
import { violatedConstraints } from './inherited-constraints';
import { collaborationOf, type Resource, type Values } from './resource';
import type { CleanRoomsService } from './service';
import type { Table } from './tables';

interface StatusDetail extends Values {
  readonly analysisType: 'DIRECT_ANALYSIS' | 'ADDITIONAL_ANALYSIS';
  readonly status: 'READY' | 'NOT_READY';
  readonly reasons?: readonly { readonly code: string; readonly message: string }[];
}

/** Whether a table can be analysed, and if not, why: by the service's reason codes. */
export function statusDetails(table: Table, service: CleanRoomsService): StatusDetail[] {
  switch (table.kind) {
    case 'IdMappingTable': return [detail('DIRECT_ANALYSIS', idMappingTableReasons(table))];
    case 'IntermediateTable': return [detail('DIRECT_ANALYSIS', intermediateTableReasons(table))];
    case 'ConfiguredTableAssociation': return associationDetails(table, service);
  }
}

function associationDetails(association: Resource<'ConfiguredTableAssociation'>, service: CleanRoomsService): StatusDetail[] {
  const { configuredTable, rule: ownRule } = association.values;
  const { rule } = configuredTable.values;
  if (!rule) return [detail('DIRECT_ANALYSIS', ['ANALYSIS_RULE_MISSING'])];

  const { additionalAnalyses = 'NOT_ALLOWED' } = policyOf(rule);
  const always = [...tableRuleReasons(rule, association, service), ...ownRuleReasons(rule, ownRule)];
  const { allowedResultReceivers = [], allowedAdditionalAnalyses = [] } = ownRule ? policyOf(ownRule) : {};
  const isDirect = additionalAnalyses !== 'REQUIRED';
  const isAdditional = additionalAnalyses !== 'NOT_ALLOWED';
  return [
    ...(isDirect ? [detail('DIRECT_ANALYSIS', [
      ...always,
      ...(ownRule && !allowedResultReceivers.length ? ['RESULT_RECEIVERS_NOT_CONFIGURED'] : []),
      ...(!isAdditional && allowedAdditionalAnalyses.length ? ['ADDITIONAL_ANALYSES_NOT_ALLOWED'] : []),
    ], rule)] : []),
    ...(isAdditional ? [detail('ADDITIONAL_ANALYSIS', [
      ...always,
      ...(ownRule && !allowedAdditionalAnalyses.length ? ['ADDITIONAL_ANALYSES_NOT_CONFIGURED'] : []),
      ...(!isDirect && allowedResultReceivers.length ? ['RESULT_RECEIVERS_NOT_ALLOWED'] : []),
    ], rule)] : []),
  ];
}

function tableRuleReasons(rule: AnalysisRule, association: Resource<'ConfiguredTableAssociation'>, service: CleanRoomsService): string[] {
  const { custom } = rule.policy.v1;
  if (!custom) return [];
  const { allowedAnalyses = [], allowedAnalysisProviders = [], differentialPrivacy } = custom;
  const isOpen = allowedAnalyses.some((analysis) => analysis.startsWith('ANY_'));
  return [
    ...(allowedAnalyses.length ? [] : ['ANALYSIS_TEMPLATES_NOT_CONFIGURED']),
    ...(isOpen && !allowedAnalysisProviders.length ? ['ANALYSIS_PROVIDERS_NOT_CONFIGURED'] : []),
    ...(differentialPrivacy && !hasPrivacyBudget(association, service) ? ['DIFFERENTIAL_PRIVACY_POLICY_NOT_CONFIGURED'] : []),
  ];
}

function ownRuleReasons(rule: AnalysisRule, ownRule: AnalysisRule | undefined): string[] {
  if (!ownRule) return ['COLLABORATION_ANALYSIS_RULE_NOT_CONFIGURED'];
  return ownRule.type === rule.type ? [] : ['ANALYSIS_RULE_TYPES_NOT_COMPATIBLE'];
}

function hasPrivacyBudget(table: Table, { store }: CleanRoomsService): boolean {
  return store.list('PrivacyBudgetTemplate', table.region).some((template) =>
    template.values.privacyBudgetType === 'DIFFERENTIAL_PRIVACY' && collaborationOf(template) === collaborationOf(table));
}

function idMappingTableReasons({ values: { looksUntilPopulated } }: Resource<'IdMappingTable'>): string[] {
  return looksUntilPopulated === 0 ? [] : ['ID_MAPPING_TABLE_NOT_POPULATED'];
}

const REASONS_OF_STATUS: Readonly<Record<string, string>> = {
  CREATED: 'INTERMEDIATE_TABLE_NOT_POPULATED',
  POPULATE_STARTED: 'INTERMEDIATE_TABLE_NOT_POPULATED',
  POPULATE_FAILED: 'INTERMEDIATE_TABLE_NOT_POPULATED',
  DISALLOWED_BY_DATA_PROVIDER: 'INTERMEDIATE_TABLE_DISALLOWED_BY_DATA_PROVIDER',
  BASE_TABLE_REMOVED: 'INTERMEDIATE_TABLE_BASE_TABLE_REMOVED',
  RETENTION_PERIOD_EXPIRED: 'INTERMEDIATE_TABLE_RETENTION_PERIOD_EXPIRED',
};

function intermediateTableReasons(table: Resource<'IntermediateTable'>): string[] {
  const { rule, status } = table.values;
  return [
    ...(REASONS_OF_STATUS[status] ? [REASONS_OF_STATUS[status]] : []),
    ...(rule ? [] : ['INTERMEDIATE_TABLE_ANALYSIS_RULE_MISSING']),
    ...(rule && violatedConstraints(table).length ? ['INTERMEDIATE_TABLE_INHERITED_CONSTRAINTS_VIOLATED'] : []),
  ];
}

function detail(analysisType: StatusDetail['analysisType'], codes: readonly string[], rule?: AnalysisRule): StatusDetail {
  const reasons = codes.map((code) => ({ code, message: code.toLowerCase().replace(/_/g, ' ') }));
  return {
    analysisType,
    status: reasons.length ? 'NOT_READY' : 'READY',
    ...(reasons.length && { reasons }),
    ...(rule && { analysisRuleType: rule.type }),
    ...(rule?.policy.v1.custom?.differentialPrivacy && { configurations: ['DIFFERENTIAL_PRIVACY'] }),
  };
}
