import { TOKEN, ruleValueAt } from './analysis-rule';
import { listAt, textAt } from './rendered-properties';

/*
 * What the analysis rule of a table has to protect the people behind its rows, as its template will have it.
 */

/** A minimum number of distinct values behind each row of the results. */
export interface Minimum {
  /** The property of the rule that has it. */
  readonly property: 'outputConstraints' | 'aggregationThresholds' | 'outputColumns';
  readonly column: string;
  readonly minimum: number;
}

/** The minimums of a rule. Those that are tokens are left out. */
export function minimumsIn(analysisRules: unknown): Minimum[] {
  const constraints = listAt(analysisRules, 0, 'Policy', 'V1', 'Aggregation', 'OutputConstraints') ?? [];
  const thresholds = listAt(analysisRules, 0, 'Policy', 'V1', 'Custom', 'AggregationThresholds') ?? [];
  return [
    ...constraints.flatMap((constraint) => minimumIn('outputConstraints', textAt(constraint, 'ColumnName'), textAt(constraint, 'Minimum'))),
    ...thresholds.flatMap((threshold) => [
      ...minimumIn('aggregationThresholds', textAt(threshold, 'IdentityColumns', 0), textAt(threshold, 'MinimumIdentityCount')),
      ...(listAt(threshold, 'OutputColumnThresholds') ?? [])
        .flatMap((output) => minimumIn('outputColumns', textAt(output, 'OutputColumnName'), textAt(output, 'MinimumIdentityCount'))),
    ]),
  ];
}

function minimumIn(property: Minimum['property'], column: string | undefined, minimum: string | undefined): Minimum[] {
  return column === undefined || minimum === undefined || !/^\d+$/.test(minimum) ? [] : [{ property, column, minimum: Number(minimum) }];
}

/**
 * Which of the controls that apply only to queries a custom rule has; `undefined` where that is a token. `additionalAnalyses` is a control if
 * it is REQUIRED: nobody receives results then.
 */
export interface QueryControls {
  readonly aggregationThresholds?: boolean;
  readonly comparisonControls?: boolean;
  readonly differentialPrivacyColumn?: boolean;
  readonly disallowedOutputColumns?: boolean;
  readonly additionalAnalyses?: boolean;
}

/** The controls that apply only to queries, in the property `AnalysisRules` of a table. */
export function queryControlsIn(analysisRules: unknown): QueryControls {
  const has = (...path: string[]) => isGiven(ruleValueAt(analysisRules, 0, 'Policy', 'V1', 'Custom', ...path));
  const additionalAnalyses = ruleValueAt(analysisRules, 0, 'Policy', 'V1', 'Custom', 'AdditionalAnalyses');
  return {
    aggregationThresholds: has('AggregationThresholds'),
    comparisonControls: has('ComparisonControls'),
    differentialPrivacyColumn: has('DifferentialPrivacy'),
    disallowedOutputColumns: has('DisallowedOutputColumns'),
    additionalAnalyses: additionalAnalyses === TOKEN ? undefined : additionalAnalyses === 'REQUIRED',
  };
}

function isGiven(value: unknown): boolean | undefined {
  if (value === TOKEN) return undefined;
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}
