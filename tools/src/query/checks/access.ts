import type { Asked } from './asked';
import { PAGES, about } from '../refusal';
import type { Refusal } from '../refusal';
import type { Room, SharedTable } from '../room';

/** Checks who asks, for whom, and whether the tables are ready: what is the same for every type of rule. */
export function checkAccess(asked: Asked, room: Room): Refusal[] {
  return [...checkMembers(asked, room), ...checkTables(asked), ...checkReceivers(asked)];
}

function checkMembers({ asker, receivers, fillsTable }: Asked, { members, name }: Room): Refusal[] {
  const member = (account: string) => members.find(({ accountId }) => accountId === account);
  const lacks = (account: string, ability: string) => member(account)?.abilities?.includes(ability) !== true;
  return [
    ...lacks(asker, 'CAN_QUERY') ? [{
      rule: 'collaboration: CAN_QUERY', page: PAGES.MEMBERS, sure: 'exact' as const, message: `account ${asker} cannot query in the collaboration '${name}'`,
    }] : [],
    ...receivers.filter((account) => lacks(account, 'CAN_RECEIVE_RESULTS')).map((account): Refusal => ({
      rule: 'collaboration: CAN_RECEIVE_RESULTS', page: PAGES.MEMBERS, sure: 'exact', message: `account ${account} cannot receive results in the collaboration '${name}'`,
    })),
    ...receivers.length || fillsTable ? [] : [{
      rule: 'collaboration: CAN_RECEIVE_RESULTS', page: PAGES.MEMBERS, sure: 'exact' as const, message: `nobody can receive results in the collaboration '${name}'`,
    }],
  ];
}

/** Checks that tables are ready for queries. */
export function checkReadiness(tables: readonly SharedTable[]): Refusal[] {
  return tables.filter((table) => table.notReady !== undefined).map((table): Refusal => ({
    rule: 'table: readiness', page: PAGES.READINESS, sure: 'exact', ...about(table), message: `the table '${table.name}' is not ready: ${table.notReady}`,
  }));
}

function checkTables({ tables }: Asked): Refusal[] {
  const notReady = checkReadiness(tables);
  const types = [...new Set(tables.flatMap(({ rule }) => rule?.type ?? []))];
  if (types.length === 1 && types[0] === 'ID_MAPPING_TABLE') {
    return [...notReady, {
      rule: 'query: one type of analysis rule', page: PAGES.ID_MAPPING, sure: 'exact', message: `'${tables[0].name}' can be read beside tables with another rule only`,
    }];
  }
  return types.length < 2 ? notReady : [...notReady, {
    rule: 'query: one type of analysis rule',
    page: PAGES.RULES,
    sure: 'exact',
    message: `the tables of a query must have one type of analysis rule: ${tables.map(({ name, rule }) => `${name} has ${rule?.type ?? 'none'}`).join(', ')}`,
  }];
}

function checkReceivers({ tables, receivers }: Asked): Refusal[] {
  return tables.flatMap((table) => receivers.filter((account) => !table.allowedResultReceivers.includes(account)).map((account): Refusal => ({
    rule: 'association: allowedResultReceivers',
    page: PAGES.ASSOCIATION_RULES,
    sure: 'exact',
    ...about(table),
    message: `the results of '${table.name}' may not go to account ${account}: ${table.allowedResultReceivers.join(', ') || 'nobody'} may receive them`,
  })));
}
