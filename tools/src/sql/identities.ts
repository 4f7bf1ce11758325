import type { Dialect } from './dialect';
import type { Resolution, Source } from './resolution';
import { branchesOf, joinedIn, partsOf } from './tree';
import type { Query, Relation, Select } from './tree';

/*
 * Which identities stand behind the rows of a query: for each occurrence of a watched table, in whatever query it is, the distinct values of its
 * identity column. They travel as columns beside those of each query and are counted in the last one.
 */

/** Whose identities are counted: the identity columns of tables, by the occurrences of these. */
export type Watched = ReadonlyMap<string, readonly string[]>;

/** The identities of an occurrence of a table, as a SELECT sees them. */
export interface Identity {
  /** A name for them that no others of the SELECT have. */
  readonly key: string;
  /** The occurrence of the table, and which of its columns. */
  readonly occurrence: string;
  readonly watchedColumn: string;
  /** The relation and its column that have them in the query that is run. */
  readonly relation: string;
  readonly column: string;
  /** Whether a row can have several of them, as a list. */
  readonly isList: boolean;
}

/** The identities behind the rows of a SELECT before it groups them. */
export function identitiesIn(select: Select, resolution: Resolution, watched: Watched): Identity[] {
  return select.from.flatMap(joinedIn).flatMap((relation) => {
    const source = resolution.sourceOf(relation);
    const { id, table } = source;
    if (table) {
      return (watched.get(id) ?? []).map((column, index): Identity => ({
        key: `${id}_${index + 1}`, occurrence: id, watchedColumn: column, relation: id, column, isList: false,
      }));
    }
    return identitiesOf(queryOf(relation, source), resolution, watched).map((identity): Identity => ({
      ...identity, key: `${id}_${identity.key}`, relation: id, column: hiddenName(identity.key),
    }));
  });
}

/** The identities behind the rows of the result of a query: those of each of its SELECTs. */
export function identitiesOf(query: Query, resolution: Resolution, watched: Watched): Identity[] {
  const branches = branchesOf(query);
  return branches.flatMap((select) => identitiesIn(select, resolution, watched)
    .map((identity) => ({ ...identity, isList: identity.isList || groups(select) || branches.length > 1 })));
}

/** What a SELECT inside of another query returns beside its columns: its identities, and nothing in place of those of others. */
export function hiddenItems(select: Select, query: Query, resolution: Resolution, watched: Watched, dialect: Dialect): string[] {
  const own = new Map(identitiesIn(select, resolution, watched).map((identity) => [identity.key, identity]));
  return identitiesOf(query, resolution, watched).map(({ key, isList }) => {
    const identity = own.get(key);
    return `${identity ? inResult(identity, groups(select), isList, dialect) : 'NULL'} AS ${dialect.quoted(hiddenName(key))}`;
  });
}

/** What the last query counts beside its columns; NULL in a row that is of another SELECT of it. */
export function counts(select: Select, query: Query, resolution: Resolution, watched: Watched, dialect: Dialect): string[] {
  const own = new Map(identitiesIn(select, resolution, watched).map((identity) => [identity.key, identity]));
  return identitiesOf(query, resolution, watched).map(({ key }) => {
    const identity = own.get(key);
    return `${identity ? count(identity, groups(select), dialect) : 'NULL'} AS ${dialect.quoted(hiddenName(key))}`;
  });
}

/** Whether a SELECT makes one row of several. */
export function groups(select: Select): boolean {
  return select.groupBy.length > 0 || select.distinct || aggregates(select);
}

/** Whether a SELECT has an aggregate of its own. */
export function aggregates({ items, having }: Select): boolean {
  return [...items.flatMap(({ expression }) => expression.kind === 'star' ? [] : [expression]), ...having ? [having] : []]
    .flatMap(partsOf).some(({ kind }) => kind === 'aggregate');
}

function inResult({ relation, column, isList }: Identity, isGrouped: boolean, asList: boolean, { columnText, lists }: Dialect): string {
  const text = columnText(relation, column);
  if (isGrouped) return isList ? lists.unionOf(text) : lists.of(text);
  return asList && !isList ? lists.ofOne(text) : text;
}

function count({ relation, column, isList }: Identity, isGrouped: boolean, { columnText, lists }: Dialect): string {
  const text = columnText(relation, column);
  if (isGrouped) return isList ? lists.size(lists.unionOf(text)) : `count(DISTINCT ${text})`;
  return isList ? lists.size(text) : `CASE WHEN ${text} IS NULL THEN 0 ELSE 1 END`;
}

function queryOf(relation: Relation, source: Source): Query {
  return relation.kind === 'derived' ? relation.query : source.cte!;
}

function hiddenName(key: string): string {
  return `identities_${key}`;
}
