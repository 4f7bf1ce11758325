import { Token } from 'aws-cdk-lib';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import { checkAllowed, checkApart, repeated } from '../configured-table-rules';
import type { TableRuleInput } from '../configured-table-rules';
import type { Column } from '../sources/table-source-implementation';

/** What the rules need to know of an aggregation rule. */
export interface AggregationRuleInput {
  readonly joinColumns: string[];
  readonly dimensionColumns: string[];
  readonly aggregateColumns: { readonly function: string; readonly columns: string[] }[];
  readonly outputConstraints: { readonly column: string; readonly minimum: number }[];
  readonly allowedJoinOperators: string[];
  /** Only an aggregation rule can require a join. */
  readonly joinRequired?: boolean;
  readonly additionalAnalyses?: string;
}

/** The numbers of distinct values that the service takes as a minimum. */
export const MINIMUM = { least: 2, most: 100_000 };

/** What of an aggregation rule the service refuses. */
export function checkAggregation(rule: AggregationRuleInput, table: TableRuleInput): ValidationFault[] {
  const aggregated = rule.aggregateColumns.flatMap(({ columns }) => columns);
  const constrained = rule.outputConstraints.map(({ column }) => column);
  const faults = [
    ...checkAllowed('joinColumns', rule.joinColumns, table),
    ...checkAllowed('dimensionColumns', rule.dimensionColumns, table),
    ...checkAllowed('aggregateColumns', aggregated, table),
    ...checkAllowed('outputConstraints', constrained, table),
    ...checkApart('joinColumns', rule.joinColumns, 'dimensionColumns', rule.dimensionColumns),
    ...checkApart('aggregateColumns', aggregated, 'dimensionColumns', rule.dimensionColumns),
  ];
  if (!aggregated.length) {
    faults.push({
      code: code`NoAggregateColumn`,
      message: "'aggregateColumns' of an aggregation rule must have at least one function with a column: such as sum('amount')",
    });
  }
  for (const { function: name, columns } of aggregated.length ? rule.aggregateColumns : []) {
    if (columns.length) continue;
    faults.push({ code: code`NoAggregateColumn`, message: `'aggregateColumns' of an aggregation rule must have at least one column for ${name}` });
  }
  if (!rule.outputConstraints.length) {
    faults.push({
      code: code`NoOutputConstraint`,
      message: "'outputConstraints' of an aggregation rule must have at least one minimum: such as requireAtLeast(100, 'user_id')",
    });
  }
  for (const { column, minimum } of rule.outputConstraints) {
    if (isMinimum(minimum)) continue;
    faults.push({
      code: code`OutputConstraintOutOfRange`,
      message: `the minimum of distinct values of '${column}' must be a whole number from ${MINIMUM.least} to ${MINIMUM.most}, got ${minimum}`,
    });
  }
  return faults;
}

/** What of an aggregation rule probably is a mistake. */
export function warnAboutAggregation(rule: AggregationRuleInput, table: TableRuleInput): Warning[] {
  const advice: Warning[] = [];
  for (const name of new Set(rule.aggregateColumns.map((aggregate) => aggregate.function))) {
    const columns = rule.aggregateColumns.flatMap((aggregate) => aggregate.function === name ? aggregate.columns : []);
    for (const column of repeated(columns)) {
      advice.push({ id: 'cdk-cleanrooms:columnTwice', message: `'aggregateColumns' has '${column}' more than once for ${name}` });
    }
    for (const column of table.columns ?? []) {
      if (/^(SUM|AVG)/.test(name) && columns.includes(column.name) && isText(column)) {
        advice.push({
          id: 'cdk-cleanrooms:numbersOfText',
          message: `'aggregateColumns' has ${name} over '${column.name}', whose type is ${column.type}`,
        });
      }
    }
  }
  for (const column of repeated(rule.outputConstraints.map((constraint) => constraint.column))) {
    advice.push({ id: 'cdk-cleanrooms:columnTwice', message: `'outputConstraints' has '${column}' more than once` });
  }
  advice.push(...warnAboutJoin(rule));
  if (rule.additionalAnalyses && rule.additionalAnalyses !== 'NOT_ALLOWED') {
    advice.push({
      id: 'cdk-cleanrooms:additionalAnalysesOfAggregation',
      message: `'additionalAnalyses' is ${rule.additionalAnalyses}: the API reference has it for list and custom rules alone, the console offers it`,
    });
  }
  return advice;
}

/** What of the join settings of an aggregation or list rule probably is a mistake. */
export function warnAboutJoin(rule: Pick<AggregationRuleInput, 'joinColumns' | 'allowedJoinOperators' | 'joinRequired'>): Warning[] {
  if (rule.joinColumns.length) return [];
  return [
    ...rule.allowedJoinOperators.length ? [{
      id: 'cdk-cleanrooms:joinOperatorsWithoutColumns' as const,
      message: "'allowedJoinOperators' has no effect without 'joinColumns'",
    }] : [],
    ...rule.joinRequired ? [{
      id: 'cdk-cleanrooms:joinRequiredWithoutColumns' as const,
      message: "'joinRequired' is set, but 'joinColumns' is empty, so that no query can join the table and none can run: name the columns, as in joinOn('hashed_email')",
    }] : [],
  ];
}

/** Whether a number of distinct values can be a minimum. */
export function isMinimum(value: number): boolean {
  return Token.isUnresolved(value) || (Number.isInteger(value) && value >= MINIMUM.least && value <= MINIMUM.most);
}

/** Whether a column holds text, by a type that the service counts identities in. Snowflake has many names for varchar. */
export function isText({ type }: Column): boolean {
  return /^(string|text|character|n?(var)?char|nvarchar2)\b/i.test(type ?? '');
}
