import { memberOf } from './kinds/collaboration';
import type { ConfiguredTableValues } from './kinds/configured-table';
import { collaborationOf, type Resource } from './resource';
import type { Store } from './store';

/** What queries know by name. */
export type TableKind = 'ConfiguredTableAssociation' | 'IdMappingTable' | 'IntermediateTable';
export type Table = { [K in TableKind]: Resource<K> }[TableKind];

/** The kinds of tables, of all of which a name must be unique in a collaboration. */
export const TABLE_KINDS: readonly TableKind[] = ['ConfiguredTableAssociation', 'IdMappingTable', 'IntermediateTable'];

/** The tables of a collaboration that its active members bring; those of a member that was removed are out of reach. */
export function tablesOf(collaboration: Resource<'Collaboration'>, store: Store): Table[] {
  return TABLE_KINDS.flatMap((kind): Table[] => store.list(kind, collaboration.region) as Table[])
    .filter((table) => collaborationOf(table) === collaboration && memberOf(collaboration, table.account)?.status === 'ACTIVE');
}

/** The configured table that an association stands for; nothing, for other tables. */
export function configuredTableOf(table: Table): ConfiguredTableValues | undefined {
  return table.kind === 'ConfiguredTableAssociation' ? table.values.configuredTable.values : undefined;
}

export function hasDifferentialPrivacy(table: Table): boolean {
  return configuredTableOf(table)?.rule?.policy.v1.custom?.differentialPrivacy !== undefined;
}

export function tableNamed(name: string, tables: readonly Table[]): Table | undefined {
  return tables.find((table) => table.values.name.toLowerCase() === name.toLowerCase());
}

/** The names of the tables that a query reads, which are not the query's own common table expressions. */
export function tableNamesIn(sql: string): string[] {
  const own = [...sql.matchAll(/(\w+)\s+as\s*\(/gi)].map(([, name]) => name.toLowerCase());
  const read = [...sql.matchAll(/\b(?:from|join)\s+(?:"([^"]+)"|`([^`]+)`|(\w+))/gi)].map(([, ...names]) => names.find((name) => name)!);
  return [...new Set(read)].filter((name) => !own.includes(name.toLowerCase()));
}
