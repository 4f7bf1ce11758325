import { checkIntermediateTableOwner, warnAboutInheritance } from './intermediate-table-rules';
import type { BaseTable } from './intermediate-table-rules';
import { warnAboutReceivers } from './table-rules';
import { readAssociationRule, ruleTextAt, ruleTextsAt } from '../analysis-rule';
import type { Findings } from '../findings';
import { KnownResource } from '../known-resources';
import type { ProgramModel } from '../model';
import { textsAt, valueAt } from '../rendered-properties';
import type { ProgramResource } from '../resource';
import { wordsIn } from '../sql-tables';

/** Checks intermediate tables against their collaborations, and against the tables that they are filled from. */
export function checkIntermediateTables(model: ProgramModel, findings: Findings): void {
  for (const table of model.resources(KnownResource.INTERMEDIATE_TABLE)) {
    const collaboration = model.collaborationOfResource(table);
    const members = collaboration?.members();
    const owner = collaboration && model.isCertain(table.account, collaboration, table.cfn) ? collaboration.member(table.account) : undefined;
    const receivers = textsAt(customRule(table.property('AnalysisRules')), 'AllowedResultReceivers') ?? [];
    findings.fault(table.owner, ...checkIntermediateTableOwner(table.account, members, owner));
    findings.warning(table.owner, ...warnAboutReceivers(receivers, members, collaboration?.removedAccountIds()));
    if (collaboration) checkInheritance(model, findings, table, model.resourcesOf(collaboration, KnownResource.CONFIGURED_TABLE_ASSOCIATION));
  }
}

/** A rule that is looser than those of the tables underneath, which the text of the query names. */
function checkInheritance(model: ProgramModel, findings: Findings, table: ProgramResource, associations: readonly ProgramResource[]): void {
  const rule = customRule(table.property('AnalysisRules'));
  const query = table.text('PopulationAnalysisConfiguration', 'SqlParameters', 'QueryString');
  if (rule === undefined || query === undefined) return;
  const words = wordsIn(query);
  const bases = associations.filter((association) => words.has(association.text('Name')?.toLowerCase() ?? ''));
  findings.warning(table.owner, ...warnAboutInheritance({
    allowedResultReceivers: ruleTextsAt(rule, 'AllowedResultReceivers'),
    disallowedOutputColumns: ruleTextsAt(rule, 'DisallowedOutputColumns'),
    additionalAnalyses: ruleTextAt(rule, 'AdditionalAnalyses'),
  }, table.key('MembershipIdentifier'), bases.map((association) => baseTable(model, association))));
}

function baseTable(model: ProgramModel, association: ProgramResource): BaseTable {
  const rule = model.ruleOf(model.find(association.key('ConfiguredTableIdentifier')));
  return {
    path: association.path,
    membership: association.key('MembershipIdentifier'),
    allowedResultReceivers: readAssociationRule(association.property('ConfiguredTableAssociationAnalysisRules'))?.allowedResultReceivers,
    disallowedOutputColumns: rule?.disallowedOutputColumns,
    additionalAnalyses: rule?.additionalAnalyses,
  };
}

function customRule(analysisRules: unknown): unknown {
  return valueAt(analysisRules, 0, 'Policy', 'V1', 'Custom');
}
