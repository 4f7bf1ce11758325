import type { Dialect } from './dialect';
import { AGGREGATES } from './functions';
import { aggregates, counts, hiddenItems, identitiesOf } from './identities';
import type { Identity, Watched } from './identities';
import type { Resolution } from './resolution';
import { branchesOf } from './tree';
import type { Aggregate, Expression, FunctionCall, Join, Ordering, Query, Relation, Select, WindowCall } from './tree';

/*
 * Writes a resolved query for an engine. Every name is quoted, every relation has a name of its own, and the columns of each query are called by
 * their positions.
 */

/** A query for an engine. */
export interface WrittenQuery {
  readonly sql: string;
  /** What is counted beside the columns of the result, in this order. */
  readonly counted: readonly Identity[];
}

/** Writes the query, which also counts the identities behind its rows. With these, it has no LIMIT: rows are left out before they are limited. */
export function writtenQuery(resolution: Resolution, watched: Watched, dialect: Dialect): WrittenQuery {
  const counted = identitiesOf(resolution.query, resolution, watched);
  const writer = new Writer(resolution, watched, dialect);
  return { sql: writer.query(counted.length ? { ...resolution.query, limit: undefined } : resolution.query, counts), counted };
}

/** What a SELECT returns beside its columns. */
type Beside = (select: Select, query: Query, resolution: Resolution, watched: Watched, dialect: Dialect) => string[];

class Writer {
  private readonly ctes = new Map<Query, string>();

  constructor(private readonly resolution: Resolution, private readonly watched: Watched, private readonly dialect: Dialect) {}

  public query(query: Query, beside: Beside): string {
    const ctes = query.ctes.map(({ query: inner, name }) => {
      const text = this.query(inner, hiddenItems);
      this.ctes.set(inner, this.dialect.quoted(`${name} of ${this.ctes.size + 1}`));
      return `${this.ctes.get(inner)} AS (${text})`;
    });
    const branches = branchesOf(query);
    const selects = branches.map((select) => this.select(select, beside(select, query, this.resolution, this.watched, this.dialect)));
    const union = query.body.kind === 'union' && query.body.distinct ? ' UNION ' : ' UNION ALL ';
    return [
      ctes.length ? `WITH ${ctes.join(', ')} ` : '',
      selects.map((select) => selects.length > 1 ? `(${select})` : select).join(union),
      query.orderBy.length ? ` ORDER BY ${query.orderBy.map((ordering) => this.orderingOf(ordering, branches[0])).join(', ')}` : '',
      query.limit === undefined ? '' : ` LIMIT ${query.limit}`,
    ].join('');
  }

  private select(select: Select, hidden: readonly string[]): string {
    const items = select.items.map(({ expression }, index) => `${this.expression(expression as Expression)} AS ${this.dialect.quoted(`c${index + 1}`)}`);
    // Identities are counted for each row that comes out: equal rows are a group.
    const isDistinct = select.distinct && !hidden.length;
    const groupBy = select.distinct && hidden.length ? select.items.map(({ expression }) => expression as Expression) : select.groupBy;
    return [
      `SELECT ${isDistinct ? 'DISTINCT ' : ''}${[...items, ...hidden].join(', ')}`,
      select.from.length ? ` FROM ${select.from.map((relation) => this.relation(relation)).join(', ')}` : '',
      select.where ? ` WHERE ${this.expression(select.where)}` : '',
      groupBy.length ? ` GROUP BY ${groupBy.map((expression) => this.group(expression)).join(', ')}` : '',
      select.having ? ` HAVING ${this.expression(select.having)}` : '',
    ].join('');
  }

  /** A number alone would be the position of a column. */
  private group(expression: Expression): string {
    return expression.kind === 'literal' && expression.type === 'number' ? `(${this.expression(expression)} + 0)` : this.expression(expression);
  }

  private orderingOf({ expression, ...ordering }: Ordering, { items }: Select): string {
    const position = items.findIndex((item) => item.expression === expression);
    return this.ordering({ expression, ...ordering }, position < 0 ? this.group(expression) : String(position + 1));
  }

  private ordering({ descending, nullsFirst, expression }: Ordering, text = this.expression(expression)): string {
    return `${text} ${descending ? 'DESC' : 'ASC'} NULLS ${nullsFirst ? 'FIRST' : 'LAST'}`;
  }

  private relation(relation: Relation): string {
    if (relation.kind === 'join') return this.join(relation);
    const { id, table, cte } = this.resolution.sourceOf(relation);
    const { quoted } = this.dialect;
    if (table) return `${quoted(table.name)} AS ${quoted(id)}`;
    return `${cte ? this.ctes.get(cte)! : `(${this.query((relation as { readonly query: Query }).query, hiddenItems)})`} AS ${quoted(id)}`;
  }

  private join({ join, left, right, on }: Join): string {
    const condition = on ? ` ON ${this.expression(on)}` : '';
    const kind = join === 'inner' && !on ? 'CROSS' : join.toUpperCase();
    return `${this.relation(left)} ${kind} JOIN ${right.kind === 'join' ? `(${this.relation(right)})` : this.relation(right)}${condition}`;
  }

  public expression(expression: Expression): string {
    switch (expression.kind) {
      case 'column': {
        const { source, column } = this.resolution.referred(expression);
        return this.dialect.columnText(source.id, source.table ? column.name : `c${source.columns.indexOf(column) + 1}`);
      }
      case 'literal':
        return this.dialect.literal(expression);
      case 'operation':
        return this.dialect.operation(expression.operator, expression.operands.map((each) => this.expression(each)));
      case 'function':
        return this.scalar(expression);
      case 'aggregate':
        return this.aggregate(expression);
      case 'window':
        return this.window(expression);
      case 'case': {
        const whens = expression.whens.map(({ when, then }) => `WHEN ${this.expression(when)} THEN ${this.expression(then)}`).join(' ');
        const otherwise = expression.otherwise ? ` ELSE ${this.expression(expression.otherwise)}` : '';
        return `CASE ${expression.operand ? `${this.expression(expression.operand)} ` : ''}${whens}${otherwise} END`;
      }
      case 'cast':
        return this.dialect.cast(expression, this.resolution.typeOf(expression.operand), this.expression(expression.operand));
      case 'subquery': {
        const text = `(${this.query(expression.query, () => [])})`;
        if (expression.use === 'scalar') return text;
        return expression.use === 'exists' ? `EXISTS ${text}` : `(${this.expression(expression.operand!)} ${expression.use.toUpperCase()} ${text})`;
      }
      default:
        throw new Error(`${expression.kind} cannot be run`);
    }
  }

  private scalar({ name, arguments: args }: FunctionCall): string {
    return this.dialect.scalar(name, args.map((each) => this.expression(each)), args.length ? this.resolution.typeOf(args[0]) : undefined);
  }

  private aggregate(aggregate: Aggregate): string {
    return this.inTypeOfSpark(aggregate, this.call(aggregate));
  }

  private window(window: WindowCall): string {
    const partition = window.partitionBy.length ? [`PARTITION BY ${window.partitionBy.map((each) => this.expression(each)).join(', ')}`] : [];
    const order = window.orderBy.length ? [`ORDER BY ${window.orderBy.map((each) => this.ordering(each)).join(', ')}`] : [];
    const call = AGGREGATES.has(window.name) ? this.call(window) : `${window.name}(${window.arguments.map((each) => this.expression(each)).join(', ')})`;
    return this.inTypeOfSpark(window, `${call} OVER (${[...partition, ...order].join(' ')})`);
  }

  private call({ name, distinct, arguments: args }: Aggregate | WindowCall): string {
    return `${this.dialect.aggregate(name)}(${distinct ? 'DISTINCT ' : ''}${args.length ? args.map((each) => this.expression(each)).join(', ') : '*'})`;
  }

  private inTypeOfSpark({ name, arguments: [argument] }: Aggregate | WindowCall, call: string): string {
    return this.dialect.inTypeOfSpark(name, argument && this.resolution.typeOf(argument), call);
  }
}

/** Whether identities can be counted for the rows of a SELECT. */
export function canCount(select: Select): boolean {
  return !select.distinct || !(select.groupBy.length || aggregates(select));
}
