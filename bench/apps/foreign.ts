import { addTable, ownMembership } from './l2';
import { synthesizeTables } from './program';

/** Tables beside constructs of others. */
export function run(tables: string, others: string) {
  return synthesizeTables(ownMembership, addTable, tables, others);
}
