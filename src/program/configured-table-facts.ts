import type { IConstruct } from 'constructs';
import type { TableSourceImplementation } from '../constructs/table/sources/table-source-implementation';

/** What an association needs to know of its table. */
export interface ConfiguredTableFacts {
  readonly source: TableSourceImplementation;
}

const told = new WeakMap<IConstruct, ConfiguredTableFacts>();

/** Remembers what a table is made of. */
export function tellTable(table: IConstruct, facts: ConfiguredTableFacts): void {
  told.set(table, facts);
}

/** What a table is made of; `undefined` where it is an L1 or imported. */
export function tableFactsOf(table: IConstruct): ConfiguredTableFacts | undefined {
  return told.get(table);
}
