/** What the values of a column of synthetic data are. */
export enum SyntheticDataColumnType {
  /** Some of a set of values. */
  CATEGORICAL = 'CATEGORICAL',

  /** Numbers. */
  NUMERICAL = 'NUMERICAL',
}

/** A column of the results from which synthetic data is made. */
export interface SyntheticDataColumn {
  /** The name of the column in the results: at most 128 lower-case letters, digits, underscores and hyphens. */
  readonly name: string;

  /** What its values are. */
  readonly type: SyntheticDataColumnType;

  /**
   * Whether a model is to predict this column.
   *
   * @default false
   */
  readonly predictiveValue?: boolean;
}

/**
 * How synthetic data is made of the results of a SQL analysis template, for the training of models. Such a template serves
 * machine learning input channels alone.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_MLSyntheticDataParameters.html
 */
export interface SyntheticData {
  /** The privacy budget, 0.0001 to 10. Less is more private and less useful. */
  readonly epsilon: number;

  /** The chance of telling whether somebody is in the data above which no data is made, 0.5 to 1. */
  readonly maxMembershipInferenceAttackScore: number;

  /** The columns of the results, 5 to 1,000. */
  readonly columns: SyntheticDataColumn[];
}
