import type { Owner, Room, SharedTable, Template } from '../../query/room';
import { ADDITIONAL_ANALYSES_ONLY, ID_MAPPING_COLUMNS, RuleNotUsable, additionalAnalysesOf, readTableRule } from '../../query/rules';
import type { QueriedRule } from '../../query/rules';
import type { AnalysisRule } from '../api/analysis-rule';
import { policyOf } from '../api/analysis-rule';
import { disallowedColumnsOf, receiversOfIntermediateTable } from '../api/inherited-constraints';
import { memberOf } from '../api/kinds/collaboration';
import { columnsOf } from '../api/kinds/intermediate-table';
import { statusDetails } from '../api/readiness';
import type { Resource } from '../api/resource';
import { collaborationOf } from '../api/resource';
import type { CleanRoomsService } from '../api/service';
import { tablesOf, type Table } from '../api/tables';

/*
 * A collaboration of the local Clean Rooms as the checks of queries see it.
 */

/** The columns of the sources of tables, in lower case, as far as they are known. */
export type SourceColumns = ReadonlyMap<Table, Columns>;
type RunTemplate = Resource<'AnalysisTemplate'> | undefined;
type Columns = readonly { readonly name: string; readonly type?: string }[];

/** The room of a collaboration; `template` is the one that is run. */
export function storedRoom(
  collaboration: Resource<'Collaboration'>, template: RunTemplate, columns: SourceColumns, service: CleanRoomsService,
): Room {
  const run = template && templateOf(template);
  return {
    name: collaboration.values.name,
    members: collaboration.values.members
      .map(({ accountId, displayName, memberAbilities: abilities }) => ({ accountId, displayName, abilities })),
    tables: tablesOf(collaboration, service.store).map((table) => tableOf(table, template, columns.get(table) ?? [], service)),
    templates: run ? [run] : [],
  };
}

function ownerOf({ account }: Resource, collaboration: Resource<'Collaboration'>): Owner {
  return { accountId: account, displayName: memberOf(collaboration, account)?.displayName };
}

function templateOf(template: Resource<'AnalysisTemplate'>): Template {
  const { name, format, source, analysisParameters } = template.values;
  return {
    name,
    owner: ownerOf(template, collaborationOf(template)!),
    text: format === 'SQL' ? source.text : undefined,
    parameters: (analysisParameters ?? []).map((parameter) => ({ ...parameter })),
  };
}

function tableOf(
  table: Table, template: RunTemplate, columns: Columns, service: CleanRoomsService,
): SharedTable {
  const allowed = allowedColumnsOf(table);
  const { rule, notReady } = usableRule(table);
  const reasons = statusDetails(table, service).flatMap((detail) => detail.analysisType === 'DIRECT_ANALYSIS' ? detail.reasons ?? [] : []);
  return {
    name: table.values.name,
    owner: ownerOf(table, collaborationOf(table)!),
    columns: allowed.map((name) => ({ name, type: columns.find((column) => column.name === name)?.type })),
    otherColumns: columns.map(({ name }) => name).filter((name) => !allowed.includes(name)),
    rule,
    notReady: reasons.length ? reasons.map(({ message }) => message).join(', ') : notReady,
    allowedResultReceivers: receiversOf(table),
    accessBudgets: [], // the service counts these itself
    differentialPrivacy: privacyOf(table, service),
    allowsTemplate: () => rule?.type === 'CUSTOM' && rule.allowedAnalyses.includes(template?.arn ?? ''),
  };
}

function allowedColumnsOf(table: Table): readonly string[] {
  switch (table.kind) {
    case 'IdMappingTable': return ID_MAPPING_COLUMNS;
    case 'IntermediateTable': return columnsOf(table.values).map(({ name }) => name);
    case 'ConfiguredTableAssociation': return table.values.configuredTable.values.allowedColumns.map((name) => name.toLowerCase());
  }
}

function usableRule(table: Table): { readonly rule?: QueriedRule; readonly notReady?: string } {
  if (table.kind === 'IdMappingTable') return { rule: { type: 'ID_MAPPING_TABLE', dimensionColumns: [] } };
  const rule = table.kind === 'IntermediateTable' ? table.values.rule : table.values.configuredTable.values.rule;
  if (!rule) return { notReady: 'it has no analysis rule' };
  try {
    const rendered = [{ Type: rule.type, Policy: asInTemplates(rule.policy) }];
    const read = readTableRule(rendered);
    const disallowedOutputColumns = disallowedColumnsOf(table).map((name) => name.toLowerCase());
    return { rule: read.type === 'CUSTOM' ? { ...read, disallowedOutputColumns } : read, notReady: additionalAnalysesOf(rendered) === 'REQUIRED' ? ADDITIONAL_ANALYSES_ONLY : undefined };
  } catch (error) {
    if (error instanceof RuleNotUsable) return { notReady: error.message };
    throw error;
  }
}

/** The policy under the names that templates have for its members, which begin with a capital. */
function asInTemplates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asInTemplates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name[0].toUpperCase() + name.slice(1), asInTemplates(member)]));
}

function receiversOf(table: Table): readonly string[] {
  if (table.kind === 'IntermediateTable') return receiversOfIntermediateTable(table);
  const { rule } = table.values as { readonly rule?: AnalysisRule };
  return (rule && policyOf(rule).allowedResultReceivers) ?? [];
}

/** The noise that the owner of a table asks for, where it has a budget for it. */
function privacyOf(table: Table, { store }: CleanRoomsService): SharedTable['differentialPrivacy'] {
  return store.list('PrivacyBudgetTemplate', table.region)
    .filter((budget) => budget.account === table.account && collaborationOf(budget) === collaborationOf(table))
    .flatMap(({ values }) => values.parameters.differentialPrivacy ?? [])[0];
}
