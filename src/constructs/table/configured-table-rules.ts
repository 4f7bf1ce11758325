import { Token } from 'aws-cdk-lib';
import type { Column, TableSourceImplementation } from './sources/table-source-implementation';
import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';

/** The largest analysis rule that the service keeps, 100 KB. */
const RULE_SIZE_LIMIT = 100 * 1024;

/** What the rules need to know of a configured table. */
export interface TableRuleInput {
  /** The columns that analyses may use; `undefined` where they are not known at synthesis. */
  readonly allowedColumns?: string[];
  /** All columns of the source; `undefined` where they are not known at synthesis. */
  readonly columns?: Column[];
  readonly analysisMethods: string[];
  readonly sourceKind: TableSourceImplementation['kind'];
  readonly ruleType?: string;
}

/** The rules that the service enforces on a configured table, less those of its analysis rule. */
export function checkConfiguredTable(table: TableRuleInput): ValidationFault[] {
  const faults: ValidationFault[] = [];
  const columns = table.columns?.map(({ name }) => name);
  for (const column of missing(table.allowedColumns ?? [], columns)) {
    faults.push({
      code: code`ColumnNotInTable`,
      message: `'allowedColumns' has '${column}', which is not among the columns of the table: ${columns!.join(', ')}`,
    });
  }
  if (!table.analysisMethods.length) {
    faults.push({ code: code`NoAnalysisMethod`, message: "'analysisMethods' must have at least one method: DIRECT_QUERY or DIRECT_JOB" });
  }
  if (table.ruleType && table.ruleType !== 'CUSTOM' && (table.sourceKind === 'athena' || table.sourceKind === 'snowflake')) {
    faults.push({
      code: code`RuleTypeNotForSource`,
      message: `'analysisRule' must be a custom rule on a table over ${table.sourceKind}, got ${table.ruleType}`,
    });
  }
  if (table.ruleType && table.ruleType !== 'CUSTOM' && table.analysisMethods.length && !table.analysisMethods.includes('DIRECT_QUERY')) {
    faults.push({
      code: code`RuleTypeNotForJobs`,
      message: `'analysisRule' must be a custom rule on a table for jobs alone ('analysisMethods' is DIRECT_JOB), got ${table.ruleType}`,
    });
  }
  return faults;
}

/** What probably is a mistake in a configured table. */
export function warnAboutConfiguredTable(table: TableRuleInput): Warning[] {
  const advice: Warning[] = [];
  for (const column of repeated(table.allowedColumns ?? [])) {
    advice.push({ id: 'cdk-cleanrooms:columnTwice', message: `'allowedColumns' has '${column}' more than once` });
  }
  if (table.ruleType && table.ruleType !== 'CUSTOM' && table.sourceKind === 'databricks') {
    advice.push({
      id: 'cdk-cleanrooms:ruleTypeOfDatabricks',
      message: `'analysisRule' is ${table.ruleType}: the service takes custom rules alone on tables that are not over S3, and has not said it of Databricks`,
    });
  }
  if (!table.ruleType) {
    advice.push({
      id: 'cdk-cleanrooms:noAnalysisRule',
      message: 'the table has no analysis rule: it can be associated with a collaboration, but no query can use it',
    });
  } else if (table.ruleType !== 'CUSTOM' && table.analysisMethods.length > 1) {
    advice.push({
      id: 'cdk-cleanrooms:jobsNeedCustomRule',
      message: `'analysisMethods' allows jobs, which need a custom rule: the rule of the table is ${table.ruleType}`,
    });
  }
  return advice;
}

/** A rule must not be larger than the service keeps. Tokens count for nothing, because what they become is not known. */
export function checkRuleSize(rule: unknown): ValidationFault[] {
  const size = JSON.stringify(rule ?? {}, (_, value: unknown) => Token.isUnresolved(value) ? '' : value).length;
  return size <= RULE_SIZE_LIMIT ? [] : [{
    code: code`AnalysisRuleTooLarge`,
    message: `'analysisRule' must be at most 100 KB large, got ${Math.ceil(size / 1024)} KB`,
  }];
}

/** The columns under a property of a rule that are not among the allowed ones. */
export function checkAllowed(property: string, columns: string[], { allowedColumns }: TableRuleInput): ValidationFault[] {
  return missing(columns, allowedColumns).map((column) => ({
    code: code`ColumnNotAllowed`,
    message: `'${property}' has '${column}', which is not among allowedColumns: ${allowedColumns!.join(', ')}`,
  }));
}

/** The columns that stand under two properties of a rule that exclude each other. */
export function checkApart(first: string, firstColumns: string[], second: string, secondColumns: string[]): ValidationFault[] {
  return [...new Set(firstColumns)].filter((column) => isKnown(column) && secondColumns.includes(column)).map((column) => ({
    code: code`ColumnInTwoRoles`,
    message: `'${column}' is under '${first}' and under '${second}': a column can be one of both`,
  }));
}

/** Values that stand more than once in a list, each once. */
export function repeated(values: string[]): string[] {
  const known = values.filter(isKnown);
  return [...new Set(known.filter((value, index) => known.indexOf(value) !== index))];
}

/** Those of the values that are not among others, each once; none where it is not known what the others are. */
export function missing(values: string[], others?: string[]): string[] {
  return others?.every(isKnown) ? [...new Set(values)].filter((value) => isKnown(value) && !others.includes(value)) : [];
}
