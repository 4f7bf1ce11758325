import { Token } from 'aws-cdk-lib';
import { readAnalysisRule } from '../../../src/program/analysis-rule';
import { listAt, textAt, textsAt, valueAt } from '../../../src/program/rendered-properties';

/*
 * The analysis rule of a table, with everything that a query can meet in it. A rule that is not known in full, because a part of it is known at
 * deployment only, is no rule that anything can be checked against.
 */

/** The analysis rule of a configured table. Columns are in lower case. */
export type TableRule = AggregationRule | ListRule | CustomRule;

/** The rule of anything that is a table in queries. */
export type QueriedRule = TableRule | IdMappingTableRule;

/** Controls of joins, which two types of rules have. */
export interface JoinControls {
  readonly joinColumns: readonly string[];
  /** `AND` where the rule leaves it out. */
  readonly allowedJoinOperators: readonly string[];
}

export interface AggregationRule extends JoinControls {
  readonly type: 'AGGREGATION';
  /** The columns of each function, such as `COUNT_DISTINCT`. */
  readonly aggregateColumns: ReadonlyMap<string, readonly string[]>;
  readonly isJoinRequired: boolean;
  readonly dimensionColumns: readonly string[];
  readonly scalarFunctions: readonly string[];
  readonly outputConstraints: readonly { readonly column: string; readonly minimum: number }[];
}

export interface ListRule extends JoinControls {
  readonly type: 'LIST';
  readonly listColumns: readonly string[];
}

export interface CustomRule {
  readonly type: 'CUSTOM';
  /** `ANY_QUERY`, or what stands for analysis templates, each of which can be a token. */
  readonly allowedAnalyses: readonly string[];
  readonly allowedAnalysisProviders: readonly string[];
  readonly disallowedOutputColumns: readonly string[];
  readonly differentialPrivacyColumn?: string;
  readonly threshold?: Threshold;
  readonly comparisonControls?: { readonly literalColumns: readonly string[]; readonly columnColumns: readonly string[] };
}

/** The columns of an ID mapping table. */
export const ID_MAPPING_COLUMNS: readonly string[] = ['sourceid', 'targetid'];

/** The rule that the service gives an ID mapping table. */
export interface IdMappingTableRule {
  readonly type: 'ID_MAPPING_TABLE';
  /** The columns whose namespaces let them be used as dimensions. */
  readonly dimensionColumns: readonly string[];
}

/** A minimum of distinct identities behind each row. */
export interface Threshold {
  readonly identityColumn: string;
  readonly minimum: number;
  readonly allowsExpressions: boolean;
  /** The minimum in place of it for rows with a column, 0 for none. */
  readonly outputColumns: ReadonlyMap<string, number>;
}

/** Why a table has no rule that a query can be checked against. */
export class RuleNotUsable extends Error {}

/** Reads the property `AnalysisRules` of a configured table. */
export function readTableRule(analysisRules: unknown): TableRule {
  const rendered = readAnalysisRule(analysisRules);
  if (rendered === undefined) throw new RuleNotUsable('its analysis rule is known at deployment only');
  const policies = valueAt<Record<string, unknown>>(analysisRules, 0, 'Policy', 'V1') ?? {};
  const [policy] = Object.values(policies);
  const { AllowedAnalyses: _, AllowedAnalysisProviders: __, ...others } = valueAt<Record<string, unknown>>(policy) ?? {};
  if (hasToken(others)) throw new RuleNotUsable('a part of its analysis rule is known at deployment only');

  const columns = (...path: (string | number)[]) => (textsAt(policy, ...path) ?? []).map((name) => name.toLowerCase());
  const joins = { joinColumns: columns('JoinColumns'), allowedJoinOperators: atLeastAnd(textsAt(policy, 'AllowedJoinOperators')) };
  switch (rendered.type) {
    case 'AGGREGATION':
      return {
        type: 'AGGREGATION',
        ...joins,
        aggregateColumns: new Map((listAt(policy, 'AggregateColumns') ?? []).map((each) => [textAt(each, 'Function')!, lowerCase(textsAt(each, 'ColumnNames'))])),
        isJoinRequired: textAt(policy, 'JoinRequired') === 'QUERY_RUNNER',
        dimensionColumns: columns('DimensionColumns'),
        scalarFunctions: textsAt(policy, 'ScalarFunctions') ?? [],
        outputConstraints: (listAt(policy, 'OutputConstraints') ?? []).map((each) => ({
          column: textAt(each, 'ColumnName')!.toLowerCase(), minimum: Number(textAt(each, 'Minimum')),
        })),
      };
    case 'LIST':
      return { type: 'LIST', ...joins, listColumns: columns('ListColumns') };
    case 'CUSTOM':
      return {
        type: 'CUSTOM',
        allowedAnalyses: textsAt(policy, 'AllowedAnalyses') ?? [],
        allowedAnalysisProviders: textsAt(policy, 'AllowedAnalysisProviders') ?? [],
        disallowedOutputColumns: columns('DisallowedOutputColumns'),
        differentialPrivacyColumn: textAt(policy, 'DifferentialPrivacy', 'Columns', 0, 'Name')?.toLowerCase(),
        threshold: readThreshold(listAt(policy, 'AggregationThresholds') ?? []),
        comparisonControls: valueAt(policy, 'ComparisonControls') === undefined ? undefined : {
          literalColumns: columns('ComparisonControls', 'AllowedLiteralComparisonColumns'),
          columnColumns: columns('ComparisonControls', 'AllowedColumnComparisonColumns'),
        },
      };
    case undefined:
      throw new RuleNotUsable('it has no analysis rule');
    default:
      throw new RuleNotUsable(`its analysis rule is of the type ${rendered.type}, which cannot be checked`);
  }
}

/** Why a table cannot be queried directly, in the words of a reason. */
export const ADDITIONAL_ANALYSES_ONLY = 'its rule requires additional analyses: the result of a query on it may be used for machine learning only';

/** Whether the results of queries may go to additional analyses, from the least strict. */
export const ADDITIONAL_ANALYSES = ['NOT_ALLOWED', 'ALLOWED', 'REQUIRED'] as const;
export type AdditionalAnalyses = typeof ADDITIONAL_ANALYSES[number];

/** What the property `AnalysisRules` of a table says of additional analyses. With `REQUIRED`, results go to them only, and to no member. */
export function additionalAnalysesOf(analysisRules: unknown): AdditionalAnalyses {
  const [policy] = Object.values(valueAt<Record<string, unknown>>(analysisRules, 0, 'Policy', 'V1') ?? {});
  return ADDITIONAL_ANALYSES.find((each) => each === textAt(policy, 'AdditionalAnalyses')) ?? 'NOT_ALLOWED';
}

function readThreshold(thresholds: readonly unknown[]): Threshold | undefined {
  const [threshold, ...others] = thresholds;
  if (threshold === undefined) return undefined;
  const [identityColumn, ...otherColumns] = lowerCase(textsAt(threshold, 'IdentityColumns'));
  if (others.length || otherColumns.length || identityColumn === undefined) throw new RuleNotUsable('its analysis rule has several identity columns');
  return {
    identityColumn,
    minimum: Number(textAt(threshold, 'MinimumIdentityCount')),
    allowsExpressions: textAt(threshold, 'AllowedAggregateExpressionType') === 'ANY_EXPRESSION',
    outputColumns: new Map((listAt(threshold, 'OutputColumnThresholds') ?? [])
      .map((each) => [textAt(each, 'OutputColumnName')!.toLowerCase(), Number(textAt(each, 'MinimumIdentityCount'))])),
  };
}

function atLeastAnd(operators: readonly string[] | undefined): readonly string[] {
  return operators?.length ? operators : ['AND'];
}

function lowerCase(names: readonly string[] | undefined): string[] {
  return (names ?? []).map((name) => name.toLowerCase());
}

function hasToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasToken);
}
