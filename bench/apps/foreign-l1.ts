import { addTable, ownMembership } from './l1';
import { synthesizeTables } from './program';

/** Tables of L1s beside constructs of others. */
export function run(tables: string, others: string) {
  return synthesizeTables(ownMembership, addTable, tables, others);
}
