import type { IConstruct } from 'constructs';
import { columnNames } from '../../foundation/column-names';
import { code, fail } from '../../foundation/validation-faults';

/** The columns of a table that analyses may use, at most 100. The analysis rule says what they may be used for. */
export class AllowedColumns {
  /** Allows the given columns, in this order. */
  public static of(...columns: string[]): AllowedColumns {
    const named = columnNames(columns);
    return new AllowedColumns(() => [...named]);
  }

  /** Allows all columns of the table. The table source must know its columns. */
  public static all(): AllowedColumns {
    return AllowedColumns.allExcept();
  }

  /** Allows all columns of the table except the given ones. The table source must know its columns. */
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
