import { Token } from 'aws-cdk-lib';
import { valueAt } from './rendered-properties';
import { columnNames } from '../foundation/column-names';

/** The properties of the rules of configured tables that name columns. */
export type RuleColumnsProperty =
  | 'joinColumns' | 'dimensionColumns' | 'aggregateColumns' | 'outputConstraints' | 'listColumns' | 'differentialPrivacyColumn'
  | 'allowedLiteralComparisonColumns' | 'allowedColumnComparisonColumns' | 'aggregationThresholds' | 'outputColumns' | 'disallowedOutputColumns';

/** The columns that a rule names, by the property that has them. */
export type RuleColumns = { readonly [property in RuleColumnsProperty]?: readonly string[] };

/** Where in the policy of a rule each property has its columns. `*` stands for each member of a list. */
const PLACES: Readonly<Record<RuleColumnsProperty, readonly string[]>> = {
  joinColumns: ['JoinColumns', '*'],
  dimensionColumns: ['DimensionColumns', '*'],
  aggregateColumns: ['AggregateColumns', '*', 'ColumnNames', '*'],
  outputConstraints: ['OutputConstraints', '*', 'ColumnName'],
  listColumns: ['ListColumns', '*'],
  differentialPrivacyColumn: ['DifferentialPrivacy', 'Columns', '*', 'Name'],
  allowedLiteralComparisonColumns: ['ComparisonControls', 'AllowedLiteralComparisonColumns', '*'],
  allowedColumnComparisonColumns: ['ComparisonControls', 'AllowedColumnComparisonColumns', '*'],
  aggregationThresholds: ['AggregationThresholds', '*', 'IdentityColumns', '*'],
  outputColumns: ['AggregationThresholds', '*', 'OutputColumnThresholds', '*', 'OutputColumnName'],
  disallowedOutputColumns: ['DisallowedOutputColumns', '*'],
};

/** The columns in the property `AnalysisRules` of a table, in lower case as in the service. What is a token is left out. */
export function ruleColumnsIn(analysisRules: unknown): RuleColumns {
  const policies = valueAt<Record<string, unknown>>(analysisRules, 0, 'Policy', 'V1') ?? {};
  const [policy] = Object.values(policies);
  return Object.fromEntries(Object.entries(PLACES).map(([property, place]) => [property, columnNames(textsAt(policy, place))]));
}

/** The known texts at a place below a rendered value. */
function textsAt(value: unknown, [key, ...rest]: readonly string[]): string[] {
  if (value === undefined || value === null || Token.isUnresolved(value)) return [];
  if (key === undefined) return typeof value === 'string' ? [value] : [];
  if (key !== '*') return textsAt((value as Record<string, unknown>)[key], rest);
  return Array.isArray(value) ? value.flatMap((member) => textsAt(member, rest)) : [];
}
