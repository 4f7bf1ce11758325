/** The expressions that a query may aggregate under an aggregation threshold. */
export enum AggregateExpressions {
  /** Only columns and constants, such as `SUM(amount)`. */
  COLUMNS_ONLY = 'COLUMNS_ONLY',

  /** Any expression, such as `SUM(amount * 2)` or `SUM(CASE WHEN city = 'Bonn' THEN amount ELSE 0 END)`. */
  ANY_EXPRESSION = 'ANY_EXPRESSION',
}

/** The minimum number of distinct identities behind a row that contains a certain column. */
export interface OutputColumnThreshold {
  /** The output column. */
  readonly column: string;

  /** The minimum number of distinct identities behind a row: 2 to 100,000, or 0 for no minimum. */
  readonly minimum: number;
}

/** Options of an aggregation threshold. */
export interface AggregationThresholdOptions {
  /**
   * Other minimums for rows that contain certain columns. Each column can be given once.
   *
   * @default - the minimum of the threshold applies to all columns
   */
  readonly outputColumns?: OutputColumnThreshold[];

  /**
   * The expressions that a query may aggregate.
   *
   * @default AggregateExpressions.COLUMNS_ONLY
   */
  readonly allowedExpressions?: AggregateExpressions;
}

/**
 * A minimum number of distinct identities behind each row of the results of a custom analysis. Other rows are omitted.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/custom-min-agg-thresholds.html
 */
export interface AggregationThreshold extends AggregationThresholdOptions {
  /** The column with the identities, such as `user_id`. Its type must be string, varchar or char. */
  readonly column: string;

  /** The minimum number of distinct identities behind a row, 2 to 100,000. */
  readonly minimum: number;
}

/**
 * The columns that a query may compare. Other columns cannot be compared.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/custom-comparison-controls.html
 */
export interface ComparisonControls {
  /**
   * Columns that a query may compare to literals, as in `WHERE city = 'Bonn'`. The column of an aggregation threshold cannot
   * be one of them.
   *
   * @default - no columns
   */
  readonly allowedLiteralComparisonColumns?: string[];

  /**
   * Columns that a query may compare to columns, in joins, conditions, `GROUP BY` and window functions.
   *
   * @default - no columns
   */
  readonly allowedColumnComparisonColumns?: string[];
}
