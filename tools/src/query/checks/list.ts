import { isCondition } from './aggregation';
import type { Asked } from './asked';
import { checkJoins, checkParts, onlySelect } from './predefined-structure';
import type { Structure } from './predefined-structure';
import { joinsIn } from '../../sql/tree';
import type { Expression, Place } from '../../sql/tree';
import { PAGES, about } from '../refusal';
import type { Refusal } from '../refusal';
import type { SharedTable } from '../room';
import type { ListRule } from '../rules';

const STRUCTURE: Structure = { rule: 'list', page: PAGES.LIST, joinsOf: ruleOf, mustBeJoined: () => true };

/** Checks a query on tables with list analysis rules. */
export function checkList(asked: Asked): Refusal[] {
  const refusals: Refusal[] = [];
  const refuse = (message: string, place?: Place) => refusals.push({ rule: 'list: query structure', message, page: PAGES.LIST, sure: 'exact', place });
  const { query } = asked.resolution;
  if (query.orderBy.length) refuse('ORDER BY is not allowed', query.orderBy[0].expression.place);
  if (query.limit === 0) refuse('LIMIT must be a positive number');
  const select = onlySelect(asked, STRUCTURE, refusals);
  if (!select) return refusals;

  if (!select.distinct) refuse('the query must begin with SELECT DISTINCT', select.place);
  if (select.groupBy.length) refuse('GROUP BY is not allowed', select.groupBy[0].place);
  if (select.having) refuse('HAVING is not allowed', select.having.place);
  if (!select.from.flatMap(joinsIn).length) refuse('the query must have at least one INNER JOIN', select.place);
  return [
    ...refusals,
    ...checkJoins(select, asked, STRUCTURE),
    ...select.items.flatMap(({ expression }) => checkItem(expression as Expression, asked)),
    ...select.where ? checkWhere(select.where, asked) : [],
  ];
}

function ruleOf({ rule }: SharedTable): ListRule {
  return rule as ListRule;
}

function checkItem(expression: Expression, asked: Asked): Refusal[] {
  const origin = asked.resolution.bare(expression);
  if (!origin) return [{ rule: 'list: query structure', page: PAGES.LIST, sure: 'exact', place: expression.place, message: 'only columns can be listed, and nothing made of them' }];
  const shared = asked.shared(origin.table);
  const { listColumns } = ruleOf(shared);
  return listColumns.includes(origin.column.toLowerCase()) ? [] : [{
    rule: 'list: listColumns',
    page: PAGES.LIST,
    sure: 'exact',
    place: expression.place,
    ...about(shared, origin.column),
    message: `'${origin.column}' of '${shared.name}' may not be listed: ${listColumns.join(', ') || 'no column'} may`,
  }];
}

function checkWhere(condition: Expression, asked: Asked): Refusal[] {
  return checkParts(condition, asked, {
    allows: isCondition,
    columnsOf: (table) => ruleOf(table).listColumns,
    refusal: (message, { place }, more) => ({ rule: 'list: listColumns in WHERE', message, page: PAGES.LIST, sure: 'exact', place, ...more }),
  });
}
