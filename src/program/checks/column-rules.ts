import { Token } from 'aws-cdk-lib';
import { missing } from '../../foundation/known-values';
import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { RuleColumns, RuleColumnsProperty } from '../rule-columns';

/** A column of the source of a table. */
export interface SourceColumn {
  readonly name: string;
  readonly type?: string;
}

/** The columns of a table. What is not known at synthesis is `undefined`. */
export interface TableColumns {
  /** The columns that analyses may use. */
  readonly allowedColumns?: readonly string[];
  /** All columns of the source. */
  readonly columns?: readonly SourceColumn[];
}

/** The properties of rules whose columns must be allowed. */
const OF_ALLOWED_COLUMNS: readonly RuleColumnsProperty[] = [
  'joinColumns', 'dimensionColumns', 'aggregateColumns', 'outputConstraints', 'listColumns', 'differentialPrivacyColumn',
  'allowedLiteralComparisonColumns', 'allowedColumnComparisonColumns', 'aggregationThresholds', 'outputColumns',
];

/** The properties of rules that cannot have a column in common. */
const APART: readonly (readonly [RuleColumnsProperty, RuleColumnsProperty])[] = [
  ['joinColumns', 'dimensionColumns'], ['aggregateColumns', 'dimensionColumns'], ['joinColumns', 'listColumns'],
  ['aggregationThresholds', 'allowedLiteralComparisonColumns'],
];

/** Checks that the allowed columns are columns of the source. */
export function checkAllowedColumns({ allowedColumns = [], columns }: TableColumns): ValidationFault[] {
  return checkInTable('allowedColumns', allowedColumns, columns);
}

/** Checks what the service enforces on the columns of an analysis rule. */
export function checkRuleColumns(rule: RuleColumns, { allowedColumns, columns }: TableColumns): ValidationFault[] {
  return [
    ...OF_ALLOWED_COLUMNS.flatMap((property) => missing(rule[property] ?? [], allowedColumns).map((column) => ({
      code: code`ColumnNotAllowed`,
      message: `'${property}' has '${column}', which is not among allowedColumns: ${allowedColumns!.join(', ')}`,
    }))),
    ...APART.flatMap(([first, second]) => checkApart(first, rule[first], second, rule[second])),
    ...checkInTable('disallowedOutputColumns', rule.disallowedOutputColumns ?? [], columns),
    ...[...new Set(rule.aggregationThresholds)].flatMap((column) => checkIdentity(columns?.find(({ name }) => name === column))),
  ];
}

function checkApart(first: string, firstColumns: readonly string[] = [], second: string, secondColumns: readonly string[] = []): ValidationFault[] {
  return [...new Set(firstColumns)].filter((column) => isKnown(column) && secondColumns.includes(column)).map((column) => ({
    code: code`ColumnInTwoRoles`,
    message: `'${column}' is in both '${first}' and '${second}': a column can be in only one of them`,
  }));
}

function checkInTable(property: string, named: readonly string[], columns: readonly SourceColumn[] | undefined): ValidationFault[] {
  const names = columns?.map(({ name }) => name);
  return missing(named, names).map((column) => ({
    code: code`ColumnNotInTable`,
    message: `'${property}' has '${column}', which is not among the columns of the table: ${names!.join(', ')}`,
  }));
}

function checkIdentity(column: SourceColumn | undefined): ValidationFault[] {
  if (column?.type === undefined || Token.isUnresolved(column.type) || isText(column)) return [];
  return [{
    code: code`IdentityColumnNotText`,
    message: `'aggregationThresholds' has '${column.name}', whose type must be string, varchar or char, got ${column.type}`,
  }];
}

/** Returns whether the type of a column is text, in which the service can count identities. Snowflake has many names for varchar. */
export function isText({ type }: SourceColumn): boolean {
  return /^(string|text|character|n?(var)?char|nvarchar2)\b/i.test(type ?? '');
}
