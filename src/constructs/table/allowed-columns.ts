import type { IConstruct } from 'constructs';
import { columnNames } from './analysis-rules/copied';
import { code, fail } from '../../foundation/validation-faults';

/** Which columns of a table analyses may use; a rule then says for what. At most 100. */
export class AllowedColumns {
  /** The given columns, in this order. */
  public static of(...columns: string[]): AllowedColumns {
    const named = columnNames(columns);
    return new AllowedColumns(() => named);
  }

  /** All columns of the table, which the table source must know. */
  public static all(): AllowedColumns {
    return AllowedColumns.allExcept();
  }

  /** All columns of the table but the given ones. The table source must know its columns. */
  public static allExcept(...excludedColumns: string[]): AllowedColumns {
    const excluded = columnNames(excludedColumns);
    return new AllowedColumns((known, scope) => {
      const columns = known ?? fail(scope, code`ColumnsUnknown`,
        "'allowedColumns' cannot be all columns, because the columns of the table are not known at synthesis: name them with AllowedColumns.of");
      const missing = excluded.find((column) => !columns.includes(column));
      if (missing !== undefined) {
        fail(scope, code`ColumnNotInTable`,
          `'allowedColumns' excludes '${missing}', which is not among the columns of the table: ${columns.join(', ')}`);
      }
      return columns.filter((column) => !excluded.includes(column));
    });
  }

  private constructor(private readonly choose: (known: string[] | undefined, scope: IConstruct) => string[]) {}

  /** @internal */
  public _resolve(known: string[] | undefined, scope: IConstruct): string[] {
    return this.choose(known, scope);
  }
}
