/** What a query may aggregate under an aggregation threshold. */
export enum AggregateExpressions {
  /** Columns as they are, and constants: such as `SUM(amount)`. */
  COLUMNS_ONLY = 'COLUMNS_ONLY',

  /** Any expression: such as `SUM(amount * 2)` or `SUM(CASE WHEN city = 'Bonn' THEN amount ELSE 0 END)`. */
  ANY_EXPRESSION = 'ANY_EXPRESSION',
}

/** The number of distinct identities that a row must stand for where it shows a certain column. */
export interface OutputColumnThreshold {
  /** The column that comes out. */
  readonly column: string;

  /** The least number of distinct identities behind a row: 2 to 100,000, or 0 for no minimum. */
  readonly minimum: number;
}

/** What an aggregation threshold can say beside its column and its number. */
export interface AggregationThresholdOptions {
  /**
   * Other numbers where a row shows certain columns, each column once.
   *
   * @default - the number of the threshold holds for every column
   */
  readonly outputColumns?: OutputColumnThreshold[];

  /**
   * What a query may aggregate.
   *
   * @default AggregateExpressions.COLUMNS_ONLY
   */
  readonly allowedExpressions?: AggregateExpressions;
}

/**
 * A number of distinct identities below which a row is left out of the results of a custom analysis.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/custom-min-agg-thresholds.html
 */
export interface AggregationThreshold extends AggregationThresholdOptions {
  /** The column that identifies whom a row is about, such as `user_id`. Its type is string, varchar or char. */
  readonly column: string;

  /** The least number of distinct identities behind a row, 2 to 100,000. */
  readonly minimum: number;
}

/**
 * The columns that a query may compare, when not all of them.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/custom-comparison-controls.html
 */
export interface ComparisonControls {
  /**
   * Columns that a query may compare to literals, as in `WHERE city = 'Bonn'`. The column of an aggregation threshold cannot
   * be one of them.
   *
   * @default - none
   */
  readonly allowedLiteralComparisonColumns?: string[];

  /**
   * Columns that a query may compare to columns: in joins, conditions, `GROUP BY` and window functions.
   *
   * @default - none
   */
  readonly allowedColumnComparisonColumns?: string[];
}
