import { warnAboutJoin } from './aggregation-rules';
import { repeated } from '../../../foundation/known-values';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import { checkRuleColumns } from '../../../program/checks/column-rules';
import type { TableRuleInput } from '../configured-table-rules';

/** A list rule, as far as the rules need it. */
export interface ListRuleInput {
  readonly joinColumns: string[];
  readonly allowedJoinOperators: string[];
  readonly listColumns: string[];
  readonly additionalAnalyses?: string;
}

/** Checks what the service enforces on a list rule. */
export function checkList({ joinColumns, listColumns }: ListRuleInput, table: TableRuleInput): ValidationFault[] {
  const faults = checkRuleColumns({ joinColumns, listColumns }, table);
  if (!joinColumns.length) {
    faults.push({
      code: code`NoJoinColumn`,
      message: "'joinColumns' of a list rule must have at least one column, such as joinOn('hashed_email')",
    });
  }
  return faults;
}

/** Warns about probable mistakes in a list rule. */
export function warnAboutList(rule: ListRuleInput): Warning[] {
  const warnings: Warning[] = [];
  for (const [property, columns] of Object.entries({ joinColumns: rule.joinColumns, listColumns: rule.listColumns })) {
    for (const column of repeated(columns)) {
      warnings.push({ id: 'cdk-cleanrooms:columnTwice', message: `'${property}' has '${column}' more than once` });
    }
  }
  if (!rule.listColumns.length && (rule.additionalAnalyses ?? 'NOT_ALLOWED') === 'NOT_ALLOWED') {
    warnings.push({
      id: 'cdk-cleanrooms:nothingToList',
      message: "the list rule has no 'listColumns' and does not allow 'additionalAnalyses': no query can use the table",
    });
  }
  return [...warnings, ...warnAboutJoin(rule)];
}
