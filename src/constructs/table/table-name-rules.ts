import { Token } from 'aws-cdk-lib';
import type { ResourceKey } from '../../foundation/references';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';

/** A table, as far as its name concerns others. */
export interface NamedTable {
  readonly path: string;
  readonly name: string;
  /** The collaboration; where it is not known, the membership. */
  readonly place: ResourceKey;
}

/** Names of tables are unique over a collaboration, whoever brings them. */
export function checkTableNameAmong(table: NamedTable, earlier: NamedTable[]): ValidationFault[] {
  const other = twinsOf(table, earlier).find(({ name }) => name === table.name);
  return other ? [{
    code: code`TableNameTaken`,
    message: `the name '${table.name}' is taken by '${other.path}': the names of tables must be unique in a collaboration`,
  }] : [];
}

/** Queries do not tell capital from small letters. */
export function warnAboutTableNameAmong(table: NamedTable, earlier: NamedTable[]): Warning[] {
  const other = twinsOf(table, earlier).find(({ name }) => name !== table.name);
  return other ? [{
    id: 'cdk-cleanrooms:tableNamesDifferInCase',
    message: `the name '${table.name}' differs from '${other.name}' of '${other.path}' by capital letters alone, which queries do not tell apart`,
  }] : [];
}

function twinsOf({ name, place }: NamedTable, earlier: NamedTable[]): NamedTable[] {
  if (Token.isUnresolved(name)) return [];
  return earlier.filter((other) => other.place === place && other.name.toLowerCase() === name.toLowerCase());
}

/** A name that SQL reserves can only be quoted in queries. */
export function warnAboutTableName(name: string): Warning[] {
  return RESERVED_WORDS.has(name.toLowerCase()) ? [{
    id: 'cdk-cleanrooms:reservedTableName',
    message: `'${name}' is a reserved word of SQL: queries that name the table would have to quote it`,
  }] : [];
}

/** Reserved words of ANSI SQL, by the list of Apache Spark. */
const RESERVED_WORDS = new Set(`all and anti any array as at authorization between both by case cast check collate column commit constraint create
  cross cube current current_date current_time current_timestamp current_user delete describe distinct drop else end escape except exists external
  extract false fetch filter for foreign from full function global grant group grouping having in inner insert intersect interval into is join lateral
  leading left like local minus natural no not null of offset on only or order out outer overlaps partition position primary range references revoke
  right rollback row rows select semi session_user set some start table tablesample then time to trailing true truncate union unique unknown update
  user using values when where window with`.split(/\s+/));
