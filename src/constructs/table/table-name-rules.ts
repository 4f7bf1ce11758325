import type { Warning } from '../../foundation/warnings';

/** Warns about a name that is a reserved word of SQL, which queries have to quote. */
export function warnAboutTableName(name: string): Warning[] {
  return RESERVED_WORDS.has(name.toLowerCase()) ? [{
    id: 'cdk-cleanrooms:reservedTableName',
    message: `'${name}' is a reserved word of SQL: queries have to quote the name of the table`,
  }] : [];
}

/** The reserved words of ANSI SQL, from the list of Apache Spark. */
const RESERVED_WORDS = new Set(`all and anti any array as at authorization between both by case cast check collate column commit constraint create
  cross cube current current_date current_time current_timestamp current_user delete describe distinct drop else end escape except exists external
  extract false fetch filter for foreign from full function global grant group grouping having in inner insert intersect interval into is join lateral
  leading left like local minus natural no not null of offset on only or order out outer overlaps partition position primary range references revoke
  right rollback row rows select semi session_user set some start table tablesample then time to trailing true truncate union unique unknown update
  user using values when where window with`.split(/\s+/));
