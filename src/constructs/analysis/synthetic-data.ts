/** The type of the values in a column of synthetic data. */
export enum SyntheticDataColumnType {
  /** Values of a finite set. */
  CATEGORICAL = 'CATEGORICAL',

  /** Numbers. */
  NUMERICAL = 'NUMERICAL',
}

/** A column of the results from which synthetic data is generated. */
export interface SyntheticDataColumn {
  /** The name of the column in the results: at most 128 lower-case letters, digits, underscores and hyphens. */
  readonly name: string;

  /** The type of its values. */
  readonly type: SyntheticDataColumnType;

  /**
   * Whether models are trained to predict this column.
   *
   * @default false
   */
  readonly predictiveValue?: boolean;
}

/**
 * Settings for synthetic data that is generated from the results of a SQL analysis template, for the training of models. Such a template
 * can only be used in machine learning input channels.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_MLSyntheticDataParameters.html
 */
export interface SyntheticData {
  /** The privacy budget, 0.0001 to 10. A lower value is more private and less accurate. */
  readonly epsilon: number;

  /** The highest accepted score of a membership inference attack, 0.5 to 1. No data is generated above it. */
  readonly maxMembershipInferenceAttackScore: number;

  /** The columns of the results, 5 to 1,000. */
  readonly columns: SyntheticDataColumn[];
}
