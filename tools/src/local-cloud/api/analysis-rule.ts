import { invalid } from './exceptions';
import type { ConfiguredTableValues } from './kinds/configured-table';

export type RuleType = 'AGGREGATION' | 'LIST' | 'CUSTOM';

/** The one analysis rule of a table or of an association. */
export interface AnalysisRule {
  readonly type: RuleType;
  readonly policy: { readonly v1: RuleVersion };
  readonly createTime: number;
  readonly updateTime: number;
}

interface RuleVersion {
  readonly aggregation?: Aggregation;
  readonly list?: List;
  readonly custom?: Custom;
}

interface Aggregation extends AnyPolicy {
  readonly aggregateColumns: readonly { readonly columnNames: readonly string[] }[];
  readonly joinColumns: readonly string[];
  readonly dimensionColumns: readonly string[];
  readonly outputConstraints: readonly { readonly columnName: string }[];
}

interface List extends AnyPolicy {
  readonly joinColumns: readonly string[];
  readonly listColumns: readonly string[];
}

/** What the policies of every type may say, on a table or on an association. */
export interface AnyPolicy {
  readonly additionalAnalyses?: 'ALLOWED' | 'REQUIRED' | 'NOT_ALLOWED';
  readonly allowedResultReceivers?: readonly string[];
  readonly allowedAdditionalAnalyses?: readonly string[];
}

interface Custom extends AnyPolicy {
  readonly allowedAnalyses?: readonly string[];
  readonly allowedAnalysisProviders?: readonly string[];
  readonly disallowedOutputColumns?: readonly string[];
  readonly differentialPrivacy?: { readonly columns: readonly { readonly name: string }[] };
  readonly aggregationThresholds?: readonly Threshold[];
  readonly comparisonControls?: ComparisonControls;
}

interface ComparisonControls {
  readonly allowedLiteralComparisonColumns: readonly string[];
  readonly allowedColumnComparisonColumns: readonly string[];
}

interface Threshold {
  readonly identityColumns: readonly string[];
  readonly outputColumnThresholds?: readonly { readonly outputColumnName: string; readonly minimumIdentityCount: number }[];
}

/** The policy of a rule, whatever its type. */
export function policyOf({ policy: { v1 } }: AnalysisRule): AnyPolicy {
  return v1.aggregation ?? v1.list ?? v1.custom ?? {};
}

/** Refuses a rule whose policy is of another type than the rule itself. */
export function checkRuleType({ type, policy }: Pick<AnalysisRule, 'type' | 'policy'>): void {
  const [kind] = Object.keys(policy.v1);
  if (kind.toUpperCase() !== type) throw invalid(`The analysis rule is of type ${type}, and its policy is for ${kind}`);
}

/** Refuses a rule that does not fit its table, for the reasons that the User Guide and the API reference give. */
export function checkTableRule(rule: Pick<AnalysisRule, 'type' | 'policy'>, table: ConfiguredTableValues): void {
  checkRuleType(rule);
  const { aggregation, list, custom } = rule.policy.v1;
  checkTable(rule.type, table);
  if (aggregation) checkAggregation(aggregation, table.allowedColumns);
  if (list) checkList(list, table.allowedColumns);
  if (custom) checkCustom(custom, table);
}

/** The columns of an intermediate table are not known before it is populated. */
export function checkIntermediateTableRule(rule: Pick<AnalysisRule, 'type' | 'policy'>): void {
  checkRuleType(rule);
  checkAnalyses(rule.policy.v1.custom ?? {});
}

function checkTable(type: RuleType, { analysisMethod, tableReference }: ConfiguredTableValues): void {
  if (type === 'CUSTOM') return;
  if (analysisMethod === 'DIRECT_JOB') throw invalid(`A table for jobs takes a rule of type CUSTOM only, not ${type}`);
  if (!tableReference.glue) throw invalid(`Only tables in S3 take a rule of type ${type}`);
}

function checkAggregation(rule: Aggregation, allowedColumns: readonly string[]): void {
  const { joinColumns, dimensionColumns, outputConstraints } = rule;
  const aggregateColumns = rule.aggregateColumns.flatMap(({ columnNames }) => columnNames);
  const constrainedColumns = outputConstraints.map(({ columnName }) => columnName);
  checkAllowed({ aggregateColumns, joinColumns, dimensionColumns, outputConstraints: constrainedColumns }, allowedColumns);
  checkDisjoint('joinColumns', joinColumns, 'dimensionColumns', dimensionColumns);
  checkDisjoint('aggregateColumns', aggregateColumns, 'dimensionColumns', dimensionColumns);
}

function checkList({ joinColumns, listColumns }: List, allowedColumns: readonly string[]): void {
  checkAllowed({ joinColumns, listColumns }, allowedColumns);
  checkDisjoint('joinColumns', joinColumns, 'listColumns', listColumns);
}

function checkCustom(rule: Custom, { allowedColumns, analysisMethod, tableReference }: ConfiguredTableValues): void {
  const { differentialPrivacy, aggregationThresholds, comparisonControls } = rule;
  const identityColumns = differentialPrivacy?.columns.map(({ name }) => name) ?? [];
  checkAnalyses(rule);
  checkAllowed({ differentialPrivacy: identityColumns, ...comparisonControls }, allowedColumns);

  if (differentialPrivacy && !tableReference.glue) throw invalid('differentialPrivacy needs a table in S3');
  if (differentialPrivacy && aggregationThresholds) throw invalid('differentialPrivacy and aggregationThresholds exclude each other');
  if (differentialPrivacy && comparisonControls) throw invalid('differentialPrivacy and comparisonControls exclude each other');
  const allowsOnlyJobs = rule.allowedAnalyses?.length && rule.allowedAnalyses.every((analysis) => analysis === 'ANY_JOB');
  const isForJobs = analysisMethod === 'DIRECT_JOB' || allowsOnlyJobs;
  if ((aggregationThresholds || comparisonControls) && isForJobs) {
    throw invalid('aggregationThresholds and comparisonControls are not supported where only jobs are allowed');
  }
  for (const threshold of aggregationThresholds ?? []) checkThreshold(threshold, rule, allowedColumns);
}

function checkAnalyses({ allowedAnalyses = [], allowedAnalysisProviders = [] }: Custom): void {
  const [wildcard, ...more] = allowedAnalyses.filter((analysis) => analysis.startsWith('ANY_'));
  const hasTemplates = allowedAnalyses.length > more.length + 1;
  if (wildcard && hasTemplates) throw invalid(`allowedAnalyses names templates beside ${wildcard}`);
  if (wildcard && !allowedAnalysisProviders.length) throw invalid(`allowedAnalyses with ${wildcard} needs allowedAnalysisProviders`);
  if (!wildcard && allowedAnalysisProviders.length) throw invalid('allowedAnalysisProviders is only taken with ANY_QUERY or ANY_JOB');
}

function checkThreshold(threshold: Threshold, { comparisonControls }: Custom, allowedColumns: readonly string[]): void {
  const outputs = threshold.outputColumnThresholds ?? [];
  const names = outputs.map(({ outputColumnName }) => outputColumnName);
  checkAllowed({ identityColumns: threshold.identityColumns, outputColumnThresholds: names }, allowedColumns);

  const twice = names.find((name, position) => names.indexOf(name) !== position);
  if (twice) throw invalid(`outputColumnThresholds names the column "${twice}" more than once`);
  if (outputs.some(({ minimumIdentityCount }) => minimumIdentityCount === 1)) {
    throw invalid('minimumIdentityCount of an output column is 0, or 2 to 100000');
  }
  const literals = comparisonControls?.allowedLiteralComparisonColumns ?? [];
  checkDisjoint('identityColumns', threshold.identityColumns, 'allowedLiteralComparisonColumns', literals);
}

function checkAllowed(lists: Readonly<Record<string, readonly string[]>>, allowedColumns: readonly string[]): void {
  for (const [list, columns] of Object.entries(lists)) {
    const stranger = columns.find((column) => !allowedColumns.includes(column));
    if (stranger) throw invalid(`The column "${stranger}" of ${list} is not among the allowed columns of the table`);
  }
}

function checkDisjoint(oneList: string, one: readonly string[], otherList: string, other: readonly string[]): void {
  const shared = one.find((column) => other.includes(column));
  if (shared) throw invalid(`The column "${shared}" is in both ${oneList} and ${otherList}`);
}
