import { catalogSource } from './source';
import { isKnown } from '../../../../src/foundation/tokens';
import type { RuleValue } from '../../../../src/program/analysis-rule';
import { TOKEN, readAnalysisRule, readAssociationRule, ruleTextAt } from '../../../../src/program/analysis-rule';
import { listAt } from '../../../../src/program/rendered-properties';
import type { ProgramResource } from '../../../../src/program/resource';
import type { LoadedStage } from '../../assembly/program-tree';
import { columnsOf } from '../../query/program-room';
import { readTableRule } from '../../query/rules';
import type { TableRule } from '../../query/rules';
import type { Text } from '../text';

/*
 * A table of a room. What is `undefined` here is not known, unless something else is said.
 */

export interface ReviewedTable {
  readonly association: ProgramResource;
  /** `undefined` where this program does not define it. */
  readonly table?: ProgramResource;
  readonly name: string;
  readonly path: string;
  /** The paths that answers about its rows, columns and rule come from. */
  readonly sources: readonly string[];
  readonly source?: Text;
  /** The shared columns. */
  readonly columns?: readonly { readonly name: string; readonly type?: string }[];
  readonly leftOut?: readonly string[];
  readonly rule: TableRule | 'none' | 'unknown';
  readonly additionalAnalyses: RuleValue<string>;
  /** Whether queries and jobs may read it. */
  readonly methods?: readonly ('queries' | 'jobs')[];
  /** `undefined` if the association has no rule. */
  readonly receivers: RuleValue<string[]>;
  readonly allowedAdditionalAnalyses: RuleValue<string[]>;
}

export function tableOf(stage: LoadedStage, association: ProgramResource): ReviewedTable {
  const { model } = stage;
  const table = model.find(association.key('ConfiguredTableIdentifier'));
  const allowed = table?.texts('AllowedColumns');
  const known = columnsOf(stage, association, table);
  const columns = allowed?.every(isKnown) ? allowed.map((column) => column.toLowerCase()) : undefined;
  const rule = readAssociationRule(association.property('ConfiguredTableAssociationAnalysisRules'));
  const policies = Object.keys(valueOfPolicy(table) ?? {});
  return {
    association,
    table,
    name: association.knownName ?? association.path,
    path: association.path,
    sources: [table?.path ?? association.path],
    source: catalogSource(table),
    columns: columns?.map((name) => ({ name, type: known.find((column) => column.name === name)?.type })),
    leftOut: columns && known.length ? known.map(({ name }) => name).filter((name) => !columns.includes(name)) : undefined,
    rule: ruleOf(table),
    additionalAnalyses: ruleTextAt(table?.property('AnalysisRules'), 0, 'Policy', 'V1', policies[0] ?? 'Custom', 'AdditionalAnalyses'),
    methods: methodsOf(table),
    receivers: rule?.allowedResultReceivers,
    allowedAdditionalAnalyses: rule?.allowedAdditionalAnalyses,
  };
}

function valueOfPolicy(table: ProgramResource | undefined): object | undefined {
  return table?.value<object>('AnalysisRules', 0, 'Policy', 'V1');
}

function ruleOf(table: ProgramResource | undefined): ReviewedTable['rule'] {
  if (!table) return 'unknown';
  const rules = table.property('AnalysisRules');
  if (rules === undefined || listAt(rules)?.length === 0) return 'none';
  const rendered = readAnalysisRule(rules);
  if (rendered?.allowedAnalyses === TOKEN || rendered?.allowedAnalysisProviders === TOKEN) return 'unknown';
  try {
    return readTableRule(rules);
  } catch {
    return 'unknown'; // a part of it is known at deployment only, or it is of a type that is not known here
  }
}

function methodsOf(table: ProgramResource | undefined): ReviewedTable['methods'] {
  switch (table?.text('AnalysisMethod')) {
    case 'DIRECT_QUERY': return ['queries'];
    case 'DIRECT_JOB': return ['jobs'];
    case 'MULTIPLE': {
      const selected = table.texts('SelectedAnalysisMethods');
      if (!selected?.every(isKnown)) return undefined;
      return [...selected.includes('DIRECT_QUERY') ? ['queries' as const] : [], ...selected.includes('DIRECT_JOB') ? ['jobs' as const] : []];
    }
    default: return undefined;
  }
}
