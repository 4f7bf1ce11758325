import type { Owner, SharedTable } from './room';
import type { Place } from '../sql/tree';

/** The pages of AWS that rules come from. */
export const PAGES = {
  RULES: { title: 'Analysis rules in AWS Clean Rooms', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules.html' },
  AGGREGATION: { title: 'Aggregation analysis rule', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules-aggregation.html' },
  SCALAR_FUNCTIONS: { title: 'AnalysisRuleAggregation', url: 'https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_AnalysisRuleAggregation.html' },
  LIST: { title: 'List analysis rule', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules-list.html' },
  ALLOWED_ANALYSES: { title: 'Allowed analyses', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/custom-allowed-analyses.html' },
  DISALLOWED_COLUMNS: { title: 'Configured table disallowed columns', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/disallowed-columns.html' },
  THRESHOLDS: { title: 'Minimum aggregation thresholds', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/custom-min-agg-thresholds.html' },
  THRESHOLDS_SQL: {
    title: 'SQL capabilities for minimum aggregation and comparison controls',
    url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/custom-sql-capabilities.html',
  },
  COMPARISONS: { title: 'Comparison controls', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/custom-comparison-controls.html' },
  CUSTOM_LIMITATIONS: {
    title: 'Considerations and limitations of custom analysis rules', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/custom-considerations.html',
  },
  DIFFERENTIAL_PRIVACY: {
    title: 'SQL capabilities of AWS Clean Rooms Differential Privacy', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/dp-sql-capabilities.html',
  },
  ID_MAPPING: { title: 'ID mapping table analysis rule', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules-id-mapping-table.html' },
  ASSOCIATION_RULES: { title: 'AnalysisRule of a configured table association', url: 'https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_ConfiguredTableAssociationAnalysisRulePolicyV1.html' },
  INTERMEDIATE: { title: 'Intermediate tables in AWS Clean Rooms', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/working-with-intermediate-tables.html' },
  INTERMEDIATE_RULE: {
    title: 'Configuring an analysis rule for an intermediate table', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/intermediate-table-analysis-rule.html',
  },
  READINESS: { title: 'SchemaStatusReason', url: 'https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_SchemaStatusReason.html' },
  MEMBERS: { title: 'AWS Clean Rooms Glossary', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/glossary.html' },
  BUDGETS: { title: 'AccessBudget', url: 'https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_AccessBudget.html' },
  SQL: { title: 'AWS Clean Rooms Spark SQL', url: 'https://docs.aws.amazon.com/clean-rooms/latest/sql-reference/sql-reference-spark.html' },
} as const;

export type Page = typeof PAGES[keyof typeof PAGES];

/** Why a query is not run. */
export interface Refusal {
  /** The part of a rule, such as `aggregation: joinColumns`. */
  readonly rule: string;
  readonly message: string;
  readonly page: Page;
  /** Whether the page says it in words, or it is how this tool reads the page. */
  readonly sure: 'exact' | 'approximate';
  readonly table?: string;
  readonly column?: string;
  readonly owner?: Owner;
  readonly place?: Place;
  /** The SQL that the place is in, where it is not that of the query itself. */
  readonly sql?: string;
}

/** The part of a refusal that says whose table it is about. */
export function about({ name: table, owner }: Pick<SharedTable, 'name' | 'owner'>, column?: string): Pick<Refusal, 'table' | 'owner' | 'column'> {
  return { table, owner, column };
}

/** Refusals, each once: where it is met first. */
export function withoutRepetition(refusals: readonly Refusal[]): Refusal[] {
  const idOf = ({ rule, message, table, column }: Refusal) => JSON.stringify([rule, message, table, column]);
  const ids = refusals.map(idOf);
  return refusals.filter((_, index) => ids.indexOf(ids[index]) === index);
}
