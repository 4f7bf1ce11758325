import { columnNames } from '../../foundation/column-names';
import { checked } from '../../foundation/parameters';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

/** Columns that were chosen from those of a table, and what is wrong with the choice. */
interface ChosenColumns {
  readonly columns: string[];
  readonly faults: ValidationFault[];
}

/** The columns of a table that analyses may use, at most 100. The analysis rule says what they may be used for. */
@checked('AllowedColumns')
export class AllowedColumns {
  /**
   * Allows the given columns, in this order.
   *
   * @param columns The names of the columns as the table has them.
   */
  public static of(...columns: string[]): AllowedColumns {
    const named = columnNames(columns);
    return new AllowedColumns(false, () => ({ columns: [...named], faults: [] }));
  }

  /** Allows all columns of the table. The table source must know its columns. */
  public static all(): AllowedColumns {
    return AllowedColumns.allExcept();
  }

  /**
   * Allows all columns of the table except the given ones. The table source must know its columns.
   *
   * @param excludedColumns The columns that analyses never see. A name that the table does not have is an error.
   */
  public static allExcept(...excludedColumns: string[]): AllowedColumns {
    const excluded = columnNames(excludedColumns);
    return new AllowedColumns(true, (columns) => ({
      columns: (columns ?? []).filter((column) => !excluded.includes(column)),
      faults: columns ? checkExcluded(excluded, columns) : [{
        code: code`ColumnsUnknown`,
        message: "'allowedColumns' cannot be all columns, because the columns of the table are not known at synthesis: name them with AllowedColumns.of",
      }],
    }));
  }

  private constructor(
    /** Whether the choice changes with the columns of the table. @internal */
    public readonly _followsTable: boolean,
    private readonly choose: (columns: string[] | undefined) => ChosenColumns,
  ) {}

  /** Chooses from the columns of a table. @internal */
  public _chosenFrom(columns: string[] | undefined): ChosenColumns {
    return this.choose(columns);
  }
}

function checkExcluded(excluded: string[], columns: string[]): ValidationFault[] {
  return excluded.filter((column) => !columns.includes(column)).map((column) => ({
    code: code`ColumnNotInTable`,
    message: `'allowedColumns' excludes '${column}', which is not among the columns of the table: ${columns.join(', ')}`,
  }));
}
