import type { Resolution, Table } from '../../sql/resolution';
import { expressionsOf, branchesOf, queriesIn } from '../../sql/tree';
import type { Expression } from '../../sql/tree';
import type { SharedTable, Template } from '../room';

/** A query, with who asks it and what it is about. */
export interface Asked {
  readonly resolution: Resolution;
  /** The account that asks. */
  readonly asker: string;
  /** The accounts that receive the result. */
  readonly receivers: readonly string[];
  /** Whether the result fills an intermediate table: who may receive it, and which of its columns, is checked when that is queried. */
  readonly fillsTable: boolean;
  /** The template that is run, where the query is no text of its own. */
  readonly template?: Template;
  /** The tables that the query reads, each once. */
  readonly tables: readonly SharedTable[];
  /** The table of the collaboration behind a table of the engine. */
  shared(table: Table): SharedTable;
}

/** Every expression of the query, those in common table expressions and subqueries included. */
export function allExpressions({ resolution }: Asked): Expression[] {
  const expressions = queriesIn(resolution.query).flatMap((query) => [
    ...branchesOf(query).flatMap(expressionsOf), ...query.orderBy.map(({ expression }) => expression),
  ]);
  return [...new Set(expressions)];
}
