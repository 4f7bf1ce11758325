import { Token } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import type { Advice } from '../advice';
import { collaborationOf } from '../collaboration-facts';
import { code } from '../errors';
import type { Fault } from '../errors';

/** For each collaboration (or membership, where that is not known) the paths of the tables by their names. */
const taken = new WeakMap<IConstruct, Map<string, string>>();

/** Names of tables are unique over a collaboration, whoever brings them. */
export function checkTableNameIsUnique(scope: IConstruct, name: string, membership: refs.IMembershipRef): Fault[] {
  if (Token.isUnresolved(name)) return [];
  const place = collaborationOf(membership) ?? membership;
  const names = taken.get(place) ?? new Map<string, string>();
  taken.set(place, names);
  const other = names.get(name);
  names.set(name, other ?? scope.node.path);
  return other === undefined ? [] : [{
    code: code`TableNameTaken`,
    message: `the name '${name}' is taken by '${other}': the names of tables must be unique in a collaboration`,
  }];
}

/** A name that SQL reserves can only be quoted in queries. */
export function adviseTableName(name: string): Advice[] {
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
