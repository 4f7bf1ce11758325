import { warnAboutJoin } from './aggregation-rules';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import { checkAllowed, checkApart, repeated } from '../configured-table-rules';
import type { TableRuleInput } from '../configured-table-rules';

/** What the rules need to know of a list rule. */
export interface ListRuleInput {
  readonly joinColumns: string[];
  readonly allowedJoinOperators: string[];
  readonly listColumns: string[];
  readonly additionalAnalyses?: string;
}

/** What of a list rule the service refuses. */
export function checkList({ joinColumns, listColumns }: ListRuleInput, table: TableRuleInput): ValidationFault[] {
  const faults = [
    ...checkAllowed('joinColumns', joinColumns, table),
    ...checkAllowed('listColumns', listColumns, table),
    ...checkApart('joinColumns', joinColumns, 'listColumns', listColumns),
  ];
  if (!joinColumns.length) {
    faults.push({
      code: code`NoJoinColumn`,
      message: "'joinColumns' of a list rule must have at least one column: such as joinOn('hashed_email')",
    });
  }
  return faults;
}

/** What of a list rule probably is a mistake. */
export function warnAboutList(rule: ListRuleInput): Warning[] {
  const advice: Warning[] = [];
  for (const [property, columns] of Object.entries({ joinColumns: rule.joinColumns, listColumns: rule.listColumns })) {
    for (const column of repeated(columns)) {
      advice.push({ id: 'cdk-cleanrooms:columnTwice', message: `'${property}' has '${column}' more than once` });
    }
  }
  if (!rule.listColumns.length && (rule.additionalAnalyses ?? 'NOT_ALLOWED') === 'NOT_ALLOWED') {
    advice.push({
      id: 'cdk-cleanrooms:nothingToList',
      message: "the list rule has no 'listColumns' and does not allow 'additionalAnalyses': nothing can be asked of the table",
    });
  }
  return [...advice, ...warnAboutJoin(rule)];
}
