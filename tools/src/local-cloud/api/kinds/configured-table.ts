import { checkTableRule, type AnalysisRule } from '../analysis-rule';
import type { Behaviour } from '../engine';
import { conflict, invalid, quotaExceeded } from '../exceptions';
import type { NamedValues } from '../resource';

export interface ConfiguredTableValues extends NamedValues {
  tableReference: { readonly glue?: unknown; readonly athena?: unknown; readonly snowflake?: Snowflake };
  allowedColumns: string[];
  analysisMethod: 'DIRECT_QUERY' | 'DIRECT_JOB' | 'MULTIPLE';
  selectedAnalysisMethods?: string[];
  rule?: AnalysisRule;
}

interface Snowflake {
  readonly tableSchema: { readonly v1: readonly { readonly columnName: string; readonly columnType: string }[] };
}

export const configuredTable: Behaviour<'ConfiguredTable'> = {
  quota: 'configuredTables',

  check(values, { service }) {
    const { allowedColumns, selectedAnalysisMethods, rule } = values;
    const quota = service.quotas.columnsOfTable;
    if (allowedColumns.length > quota) throw quotaExceeded('Allowed columns for each configured table', quota);
    if (selectedAnalysisMethods?.length === 1) throw invalid('selectedAnalysisMethods must name at least two methods');
    if (rule) checkTableRule(rule, values);
  },

  view: ({ values }) => ({ analysisRuleTypes: values.rule ? [values.rule.type] : [] }),

  beforeRemoval(resource, { service }) {
    const associations = service.store.list('ConfiguredTableAssociation', resource.region)
      .filter(({ values }) => values.configuredTable === resource);
    if (associations.length) {
      const arns = associations.map(({ arn }) => arn).join(', ');
      throw conflict(`The configured table is associated with a collaboration: ${arns}`, 'SUBRESOURCES_EXIST', resource);
    }
  },
};
