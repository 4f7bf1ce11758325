import {
  warnAboutAdditionalAnalysesByDefault, warnAboutAnyQuery, warnAboutControlsOfJobs, warnAboutMinimums, warnAboutQueryLogs,
} from './privacy-rules';
import { groupBy } from '../../foundation/group-by';
import { knownValue, readAssociationRule } from '../analysis-rule';
import type { RenderedAnalysisRule } from '../analysis-rule';
import type { Findings } from '../findings';
import { KnownResource } from '../known-resources';
import type { ProgramModel } from '../model';
import { minimumsIn, queryControlsIn } from '../privacy-controls';
import { keyOf } from '../resource';
import type { ProgramResource } from '../resource';

/** Checks what collaborations and rules leave open about the privacy of the people behind the rows. */
export function checkPrivacy(model: ProgramModel, findings: Findings): void {
  for (const collaboration of model.collaborations()) {
    const { definition, queryLogging } = collaboration;
    const canQuery = collaboration.members()?.some(({ abilities }) => abilities?.includes('CAN_QUERY') ?? true) ?? true;
    if (definition) findings.warning(definition.owner, ...warnAboutQueryLogs(queryLogging, canQuery));
  }
  const associations = groupBy(
    model.resources(KnownResource.CONFIGURED_TABLE_ASSOCIATION), (association) => model.find(association.key('ConfiguredTableIdentifier')),
  );
  for (const table of model.resources(KnownResource.CONFIGURED_TABLE)) {
    checkTable(model, findings, table, methodsOf(table), associations.get(table) ?? []);
  }
  for (const table of model.resources(KnownResource.INTERMEDIATE_TABLE)) {
    checkTable(model, findings, table, { queries: true, jobs: true }, []);
  }
}

/** How a table can be analysed. Neither is certain where that is a token. */
interface Methods {
  readonly queries: boolean;
  readonly jobs: boolean;
}

function methodsOf(table: ProgramResource): Methods {
  const selected = table.texts('SelectedAnalysisMethods') ?? [table.text('AnalysisMethod')];
  return { queries: selected.includes('DIRECT_QUERY'), jobs: selected.includes('DIRECT_JOB') };
}

function checkTable(
  model: ProgramModel, findings: Findings, table: ProgramResource, { queries, jobs }: Methods, associations: readonly ProgramResource[],
): void {
  const rule = model.ruleOf(table);
  if (!rule) return;
  const rules = table.property('AnalysisRules');
  const controls = queryControlsIn(rules);
  const jobsOn = jobs ? jobsAllowed(model, table, rule, queries) : undefined;
  if (queries) {
    findings.warning(table.owner, ...warnAboutMinimums(minimumsIn(rules)), ...warnAboutAnyQuery(strangersWithAnyQuery(table, rule), controls));
    if (leavesAdditionalAnalyses(rule) && !associations.some(listsAdditionalAnalyses)) {
      findings.warning(table.owner, ...warnAboutAdditionalAnalysesByDefault());
    }
  }
  if (rule.type === 'CUSTOM' && jobsOn !== undefined) findings.warning(table.owner, ...warnAboutControlsOfJobs(controls, jobsOn));
}

/** The accounts that may ask anything, except the owner of the table. */
function strangersWithAnyQuery({ account }: ProgramResource, { allowedAnalyses, allowedAnalysisProviders }: RenderedAnalysisRule): string[] {
  if (!knownValue(allowedAnalyses)?.includes('ANY_QUERY')) return [];
  return (knownValue(allowedAnalysisProviders) ?? []).filter((provider) => provider !== account);
}

/** Only list and custom rules are documented to have the setting, and only queries to heed it. */
function leavesAdditionalAnalyses({ type, additionalAnalyses, allowedAnalyses }: RenderedAnalysisRule): boolean {
  const allowsNoQuery = knownValue(allowedAnalyses)?.every((analysis) => analysis === 'ANY_JOB') ?? false;
  return additionalAnalyses === undefined && (type === 'LIST' || (type === 'CUSTOM' && !allowsNoQuery));
}

/** Such an association has a warning of its own. */
function listsAdditionalAnalyses(association: ProgramResource): boolean {
  const rule = readAssociationRule(association.property('ConfiguredTableAssociationAnalysisRules'));
  return (knownValue(rule?.allowedAdditionalAnalyses) ?? []).length > 0;
}

/** What lets jobs use the table, as messages say it; `undefined` where nothing certainly does. */
function jobsAllowed(model: ProgramModel, table: ProgramResource, { allowedAnalyses }: RenderedAnalysisRule, queries: boolean): string | undefined {
  if (!queries) return "'analysisMethods' of the table allows only jobs";
  const allowed = knownValue(allowedAnalyses) ?? [];
  if (allowed.includes('ANY_JOB')) return "'anyJobBy' allows any job";
  const template = allowed.map((analysis) => model.find(keyOf(table.cfn, analysis)))
    .find((each) => each?.type === KnownResource.ANALYSIS_TEMPLATE && each.text('Format')?.startsWith('PYSPARK'));
  return template && `the rule allows the PySpark template '${template.path}'`;
}
