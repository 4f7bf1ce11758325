import { Token } from 'aws-cdk-lib';
import { repeated } from '../../../foundation/known-values';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import { checkRuleColumns, isText } from '../../../program/checks/column-rules';
import type { TableRuleInput } from '../configured-table-rules';

/** An aggregation rule, as far as the rules need it. */
export interface AggregationRuleInput {
  readonly joinColumns: string[];
  readonly dimensionColumns: string[];
  readonly aggregateColumns: { readonly function: string; readonly columns: string[] }[];
  readonly outputConstraints: { readonly column: string; readonly minimum: number }[];
  readonly allowedJoinOperators: string[];
  /** Whether a join is required. Only an aggregation rule can require one. */
  readonly joinRequired?: boolean;
  readonly additionalAnalyses?: string;
}

/** The range of a minimum number of distinct values. */
export const MINIMUM = { least: 2, most: 100_000 };

/** Checks what the service enforces on an aggregation rule. */
export function checkAggregation(rule: AggregationRuleInput, table: TableRuleInput): ValidationFault[] {
  const { joinColumns, dimensionColumns } = rule;
  const aggregated = rule.aggregateColumns.flatMap(({ columns }) => columns);
  const constrained = rule.outputConstraints.map(({ column }) => column);
  const faults = checkRuleColumns({ joinColumns, dimensionColumns, aggregateColumns: aggregated, outputConstraints: constrained }, table);
  if (!aggregated.length) {
    faults.push({
      code: code`NoAggregateColumn`,
      message: "'aggregateColumns' of an aggregation rule must have at least one column, such as sum('amount')",
    });
  }
  for (const { function: name, columns } of aggregated.length ? rule.aggregateColumns : []) {
    if (columns.length) continue;
    faults.push({ code: code`NoAggregateColumn`, message: `'aggregateColumns' of an aggregation rule must have at least one column for ${name}` });
  }
  if (!rule.outputConstraints.length) {
    faults.push({
      code: code`NoOutputConstraint`,
      message: "'outputConstraints' of an aggregation rule must have at least one constraint, such as requireAtLeast(100, 'user_id')",
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

/** Warns about probable mistakes in an aggregation rule. */
export function warnAboutAggregation(rule: AggregationRuleInput, table: TableRuleInput): Warning[] {
  const warnings: Warning[] = [];
  for (const name of new Set(rule.aggregateColumns.map((aggregate) => aggregate.function))) {
    const columns = rule.aggregateColumns.flatMap((aggregate) => aggregate.function === name ? aggregate.columns : []);
    for (const column of repeated(columns)) {
      warnings.push({ id: 'cdk-cleanrooms:columnTwice', message: `'aggregateColumns' has '${column}' more than once for ${name}` });
    }
    for (const column of table.columns ?? []) {
      if (/^(SUM|AVG)/.test(name) && columns.includes(column.name) && isText(column)) {
        warnings.push({
          id: 'cdk-cleanrooms:numbersOfText',
          message: `'aggregateColumns' has ${name} over '${column.name}', whose type is ${column.type}`,
        });
      }
    }
  }
  for (const column of repeated(rule.outputConstraints.map((constraint) => constraint.column))) {
    warnings.push({ id: 'cdk-cleanrooms:columnTwice', message: `'outputConstraints' has '${column}' more than once` });
  }
  warnings.push(...warnAboutJoin(rule));
  if (rule.additionalAnalyses && rule.additionalAnalyses !== 'NOT_ALLOWED') {
    warnings.push({
      id: 'cdk-cleanrooms:additionalAnalysesOfAggregation',
      message: `'additionalAnalyses' is ${rule.additionalAnalyses}: the API reference documents it only for list and custom rules, though the console offers it`,
    });
  }
  return warnings;
}

/** Warns about probable mistakes in the join settings of an aggregation or list rule. */
export function warnAboutJoin(rule: Pick<AggregationRuleInput, 'joinColumns' | 'allowedJoinOperators' | 'joinRequired'>): Warning[] {
  if (rule.joinColumns.length) return [];
  return [
    ...rule.allowedJoinOperators.length ? [{
      id: 'cdk-cleanrooms:joinOperatorsWithoutColumns' as const,
      message: "'allowedJoinOperators' has no effect without 'joinColumns'",
    }] : [],
    ...rule.joinRequired ? [{
      id: 'cdk-cleanrooms:joinRequiredWithoutColumns' as const,
      message: "'joinRequired' is true, but 'joinColumns' is empty, so that no query can run: add a join column, such as joinOn('hashed_email')",
    }] : [],
  ];
}

/** Returns whether a number of distinct values can be a minimum. */
export function isMinimum(value: number): boolean {
  return Token.isUnresolved(value) || (Number.isInteger(value) && value >= MINIMUM.least && value <= MINIMUM.most);
}
