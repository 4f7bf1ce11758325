import type { Owner, Population, SharedTable, Template } from './room';
import { ADDITIONAL_ANALYSES_ONLY, RuleNotUsable, additionalAnalysesOf, readTableRule } from './rules';
import { isKnown } from '../../../src/foundation/tokens';
import { readAnalysisTemplate } from '../../../src/program/analysis-template';
import { KnownResource } from '../../../src/program/known-resources';
import type { ProgramModel } from '../../../src/program/model';
import { textsAt, valueAt } from '../../../src/program/rendered-properties';
import { keyOf } from '../../../src/program/resource';
import type { ProgramResource } from '../../../src/program/resource';

/*
 * Intermediate tables, as the program says them: what fills them, and the rule under which their rows are queried.
 */

/** An intermediate table before it is filled: its columns are known afterwards. */
export function intermediateTableOf(
  table: ProgramResource, model: ProgramModel, owner: Owner, templates: ReadonlyMap<Template, ProgramResource>,
): Omit<SharedTable, 'accessBudgets' | 'differentialPrivacy' | 'allowsTemplate'> {
  const population = populationOf(table, model, templates);
  const common = { name: table.knownName ?? table.path, owner, columns: [], otherColumns: [], allowedResultReceivers: [] };
  if (table.knownName === undefined) return { ...common, notReady: 'its name is known at deployment only' };
  if (typeof population === 'string') return { ...common, notReady: population };
  try {
    const rule = readTableRule(table.property('AnalysisRules'));
    const isForOthers = population.additionalAnalyses === 'REQUIRED';
    return { ...common, rule, population, notReady: isForOthers ? ADDITIONAL_ANALYSES_ONLY : undefined };
  } catch (error) {
    if (error instanceof RuleNotUsable) return { ...common, notReady: error.message };
    throw error;
  }
}

/** What fills a table, or why that is not known. */
function populationOf(table: ProgramResource, model: ProgramModel, templates: ReadonlyMap<Template, ProgramResource>): Population | string {
  const rules = table.property('AnalysisRules');
  const common = {
    allowedResultReceivers: textsAt(valueAt(rules, 0, 'Policy', 'V1', 'Custom'), 'AllowedResultReceivers'),
    additionalAnalyses: additionalAnalysesOf(rules),
  };
  const sql = table.text('PopulationAnalysisConfiguration', 'SqlParameters', 'QueryString');
  if (sql !== undefined) return isKnown(sql) ? { sql, ...common } : 'the SQL that fills it is known at deployment only';

  const arn = table.value<unknown>('PopulationAnalysisConfiguration')
    && (table.property('PopulationAnalysisConfiguration') as { readonly SqlParameters?: { readonly AnalysisTemplateArn?: unknown } }).SqlParameters?.AnalysisTemplateArn;
  const resource = model.find(keyOf(table.cfn, arn));
  const [template] = [...templates].find(([, each]) => each.cfn === resource?.cfn) ?? [];
  if (!template || !resource) return 'the template that fills it is not in this program';
  if (readAnalysisTemplate(resource).format !== 'SQL') return 'the template that fills it is no SQL, and is not run';
  const parameters = parametersOf(table, model);
  return parameters ? { template: { name: template.path ?? template.name, parameters }, ...common }
    : 'the program populates it with different values of the parameters of its template';
}

/** The values with which the program populates a table; `undefined` if there are several, or they are known at deployment only. */
function parametersOf(table: ProgramResource, model: ProgramModel): ReadonlyMap<string, string> | undefined {
  const given = model.resources(KnownResource.INTERMEDIATE_TABLE_POPULATION)
    .filter((population) => model.find(population.key('IntermediateTableIdentifier'))?.cfn === table.cfn)
    .map((population) => Object.entries((population.property('Parameters') ?? {}) as Record<string, unknown>).sort());
  const [first = [], ...others] = given;
  const isText = first.every((entry): entry is [string, string] => typeof entry[1] === 'string' && isKnown(entry[1]));
  return isText && others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? new Map(first as [string, string][]) : undefined;
}
