import { Token } from 'aws-cdk-lib';
import type { Column, TableSourceImplementation } from './sources/table-source-implementation';
import { repeated } from '../../foundation/known-values';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import { checkAllowedColumns } from '../../program/checks/column-rules';

/** The size limit of an analysis rule, 100 KB. */
const RULE_SIZE_LIMIT = 100 * 1024;

/** A configured table, as far as the rules need it. */
export interface TableRuleInput {
  /** The columns that analyses may use; `undefined` if they are not known at synthesis. */
  readonly allowedColumns?: string[];
  /** All columns of the source; `undefined` if they are not known at synthesis. */
  readonly columns?: Column[];
  readonly analysisMethods: string[];
  readonly sourceKind: TableSourceImplementation['kind'];
  readonly ruleType?: string;
}

/** Checks what the service enforces on a configured table, except for its analysis rule. */
export function checkConfiguredTable(table: TableRuleInput): ValidationFault[] {
  const faults = checkAllowedColumns(table);
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
      message: `'analysisRule' must be a custom rule on a table for jobs only ('analysisMethods' is DIRECT_JOB), got ${table.ruleType}`,
    });
  }
  return faults;
}

/** Warns about probable mistakes in a configured table. */
export function warnAboutConfiguredTable(table: TableRuleInput): Warning[] {
  const warnings: Warning[] = [];
  for (const column of repeated(table.allowedColumns ?? [])) {
    warnings.push({ id: 'cdk-cleanrooms:columnTwice', message: `'allowedColumns' has '${column}' more than once` });
  }
  if (table.ruleType && table.ruleType !== 'CUSTOM' && table.sourceKind === 'databricks') {
    warnings.push({
      id: 'cdk-cleanrooms:ruleTypeOfDatabricks',
      message: `'analysisRule' is ${table.ruleType}: the service accepts only custom rules on tables outside of S3, and probably on Databricks tables, too`,
    });
  }
  if (!table.ruleType) {
    warnings.push({
      id: 'cdk-cleanrooms:noAnalysisRule',
      message: 'the table has no analysis rule: it can be associated with a collaboration, but no query can use it',
    });
  } else if (table.ruleType !== 'CUSTOM' && table.analysisMethods.length > 1) {
    warnings.push({
      id: 'cdk-cleanrooms:jobsNeedCustomRule',
      message: `'analysisMethods' allows jobs, which need a custom rule: the rule of the table is ${table.ruleType}`,
    });
  }
  return warnings;
}

/** Checks the size of a rule. Tokens count as empty, because their values are not known. */
export function checkRuleSize(rule: unknown): ValidationFault[] {
  const size = JSON.stringify(rule ?? {}, (_, value: unknown) => Token.isUnresolved(value) ? '' : value).length;
  return size <= RULE_SIZE_LIMIT ? [] : [{
    code: code`AnalysisRuleTooLarge`,
    message: `'analysisRule' must be at most 100 KB large, got ${Math.ceil(size / 1024)} KB`,
  }];
}
