import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checkAnalysisRegions, warnAboutAnalysisArns, warnAboutTemplateNotAllowed } from './analysis-rules';
import type { PlaceOfAnalysis } from './analysis-rules';
import { warnAboutProviders } from './table-rules';
import { groupBy } from '../../foundation/group-by';
import type { ResourceKey } from '../../foundation/references';
import { knownValue, readAssociationRule } from '../analysis-rule';
import type { CollaborationModel } from '../collaboration-model';
import type { Findings } from '../findings';
import { KnownResource } from '../known-resources';
import type { ProgramModel } from '../model';
import { comparableName, namesOfTables } from '../named-tables';
import { textAt } from '../rendered-properties';
import { keyOf } from '../resource';
import type { ProgramResource } from '../resource';

/** Checks the analyses that rules allow and that runs name against the collaborations in which they run. */
export function checkAnalyses(model: ProgramModel, findings: Findings): void {
  const associations = model.resources(KnownResource.CONFIGURED_TABLE_ASSOCIATION);
  associations.forEach((association) => checkAdditionalAnalyses(model, findings, association));
  for (const [table, ofTable] of groupBy(associations, (association) => model.find(association.key('ConfiguredTableIdentifier')))) {
    checkAllowedTemplates(model, findings, table, ofTable);
  }
  for (const table of [KnownResource.CONFIGURED_TABLE, KnownResource.INTERMEDIATE_TABLE].flatMap((type) => model.resources(type))) {
    const arns = knownValue(model.ruleOf(table)?.allowedAnalyses) ?? [];
    findings.fault(table.owner, ...checkAnalysisRegions('allowedTemplateArns', arns, table.stack.region));
  }
  model.resources(KnownResource.INTERMEDIATE_TABLE).forEach((table) => checkIntermediateTable(model, findings, table));
  const runs = [KnownResource.PROTECTED_QUERY, KnownResource.PROTECTED_JOB].flatMap((type) => model.resources(type));
  runs.forEach((run) => checkRun(model, findings, run));
}

function placeOf(collaborations: readonly CollaborationModel[]): PlaceOfAnalysis {
  const members = collaborations.map((collaboration) => collaboration.members());
  return {
    members: members.every((each) => each !== undefined) ? members.flat() : undefined,
    removed: collaborations.flatMap((collaboration) => collaboration.removedAccountIds()),
  };
}

function checkAdditionalAnalyses(model: ProgramModel, findings: Findings, association: ProgramResource): void {
  const collaboration = model.collaborationOfResource(association);
  const arns = knownValue(readAssociationRule(association.property('ConfiguredTableAssociationAnalysisRules'))?.allowedAdditionalAnalyses) ?? [];
  findings.fault(association.owner, ...checkAnalysisRegions('allowedAdditionalAnalyses', arns, association.stack.region));
  if (collaboration) findings.warning(association.owner, ...warnAboutAnalysisArns('allowedAdditionalAnalyses', arns, placeOf([collaboration])));
}

/** A template must be in one of the collaborations of the table. */
function checkAllowedTemplates(model: ProgramModel, findings: Findings, table: ProgramResource, associations: readonly ProgramResource[]): void {
  const collaborations = [...new Set(associations.map((association) => model.collaborationOfResource(association)))];
  const arns = knownValue(model.ruleOf(table)?.allowedAnalyses) ?? [];
  if (collaborations.every((collaboration) => collaboration !== undefined)) {
    findings.warning(table.owner, ...warnAboutAnalysisArns('allowedTemplateArns', arns, placeOf(collaborations)));
  }
}

function checkIntermediateTable(model: ProgramModel, findings: Findings, table: ProgramResource): void {
  const collaboration = model.collaborationOfResource(table);
  const arns = [table.text('PopulationAnalysisConfiguration', 'SqlParameters', 'AnalysisTemplateArn') ?? []].flat();
  findings.fault(table.owner, ...checkAnalysisRegions('analysisTemplateArn', arns, table.stack.region));
  if (!collaboration) return;
  const rule = model.ruleOf(table) ?? {};
  const place = placeOf([collaboration]);
  findings.warning(table.owner,
    ...warnAboutProviders(rule, place.members, place.removed),
    ...warnAboutAnalysisArns('allowedTemplateArns', knownValue(rule.allowedAnalyses) ?? [], place),
    ...warnAboutAnalysisArns('analysisTemplateArn', arns, place),
  );
}

function checkRun(model: ProgramModel, findings: Findings, run: ProgramResource): void {
  const collaboration = model.collaborationOfResource(run);
  const arn = run.type === KnownResource.PROTECTED_JOB ? run.property('AnalysisTemplateArn')
    : run.value<Record<string, unknown>>('Statement')?.AnalysisTemplateArn;
  if (arn === undefined) return;
  checkTemplateOfRun(findings, run.owner, collaboration, textAt(arn));
  if (!collaboration) return;

  const template = model.find(keyOf(run.cfn, arn));
  if (template?.type !== KnownResource.ANALYSIS_TEMPLATE) return;
  const associations = namesOfTables(model, run).flatMap((name) => associationsByName(model, collaboration).get(name) ?? []);
  const tables = associations.filter((association) => {
    const allowed = templatesAllowedBy(model, model.find(association.key('ConfiguredTableIdentifier')));
    return allowed !== undefined && !allowed.has(template.cfn);
  });
  findings.warning(run.owner, ...warnAboutTemplateNotAllowed(template.path, tables.map((association) => association.path)));
}

/** Checks the template of a run against its collaboration, if that is known, also that of a run that no resource has. */
export function checkTemplateOfRun(findings: Findings, run: IConstruct, collaboration?: CollaborationModel, arn?: string): void {
  if (arn === undefined) return;
  findings.fault(run, ...checkAnalysisRegions('analysisTemplateArn', [arn], Stack.of(run).region));
  if (collaboration) findings.warning(run, ...warnAboutAnalysisArns('analysisTemplateArn', [arn], placeOf([collaboration])));
}

function associationsByName(model: ProgramModel, collaboration: CollaborationModel): ReadonlyMap<string, readonly ProgramResource[]> {
  return model.answer(`associations by name in ${model.idOf(collaboration.key)}`, () => groupBy(
    model.resourcesOf(collaboration, KnownResource.CONFIGURED_TABLE_ASSOCIATION), (association) => comparableName(association, association.property('Name')),
  ));
}

/** The templates that a custom rule allows; `undefined` where it may allow others than templates of this program. */
function templatesAllowedBy(model: ProgramModel, table: ProgramResource | undefined): ReadonlySet<ResourceKey> | undefined {
  const allowed = knownValue(model.ruleOf(table)?.allowedAnalyses);
  if (!table || !allowed) return undefined;
  return model.answer(`templates allowed by ${table.cfn.node.path}`, () => {
    const keys = allowed.map((analysis) => keyOf(table.cfn, analysis));
    return keys.every((key) => model.find(key)?.type === KnownResource.ANALYSIS_TEMPLATE) ? new Set(keys) : undefined;
  });
}
