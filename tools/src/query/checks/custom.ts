import type { Asked } from './asked';
import { checkComparisons } from './comparisons';
import { checkDifferentialPrivacy } from './differential-privacy';
import { checkThresholds } from './thresholds';
import { branchesOf } from '../../sql/tree';
import type { Expression } from '../../sql/tree';
import { PAGES, about } from '../refusal';
import type { Refusal } from '../refusal';
import type { SharedTable } from '../room';
import type { CustomRule } from '../rules';

/** Checks a query on tables with custom analysis rules. */
export function checkCustom(asked: Asked): Refusal[] {
  return [
    ...asked.tables.flatMap((table) => checkAllowed(table, asked)),
    ...checkOutputColumns(asked),
    ...checkThresholds(asked),
    ...checkComparisons(asked),
    ...checkDifferentialPrivacy(asked),
  ];
}

/** Checks that the rule allows the template, or any query of who asks. */
function checkAllowed(table: SharedTable, { template, asker }: Asked): Refusal[] {
  const { allowedAnalyses, allowedAnalysisProviders } = table.rule as CustomRule;
  const provider = template?.owner.accountId ?? asker;
  const isProvider = allowedAnalyses.includes('ANY_QUERY') && allowedAnalysisProviders.includes(provider);
  if (isProvider || (template && table.allowsTemplate(template))) return [];
  return [{
    rule: 'custom: allowedAnalyses',
    page: PAGES.ALLOWED_ANALYSES,
    sure: 'exact',
    ...about(table),
    message: template ? `'${table.name}' does not allow the template '${template.name}' of account ${template.owner.accountId}`
      : `'${table.name}' allows no query of account ${asker} that is not a template it lists`,
  }];
}

/** Checks that nothing in the result is made of a disallowed output column, in whichever way it comes there. */
function checkOutputColumns(asked: Asked): Refusal[] {
  const { resolution } = asked;
  if (asked.fillsTable) return [];
  return branchesOf(resolution.query).flatMap(({ items }) => items).flatMap(({ expression, place }) =>
    resolution.originsOf(expression as Expression).flatMap(({ table, column }): Refusal[] => {
      const shared = asked.shared(table);
      return isDisallowed(shared, column) ? [{
        rule: 'custom: disallowedOutputColumns',
        page: PAGES.DISALLOWED_COLUMNS,
        sure: 'exact',
        place: (expression as Expression).place ?? place,
        ...about(shared, column),
        message: `'${column}' of '${shared.name}' may be part of no column of the result`,
      }] : [];
    }));
}

/** The columns of the result that are made of disallowed output columns, in lower case. */
export function disallowedColumnsOf({ resolution, shared }: Asked): string[] {
  return resolution.columns.filter(({ origins }) => origins.some(({ table, column }) => isDisallowed(shared(table), column)))
    .map(({ name }) => name.toLowerCase());
}

function isDisallowed({ rule }: SharedTable, column: string): boolean {
  return rule?.type === 'CUSTOM' && rule.disallowedOutputColumns.includes(column.toLowerCase());
}
