import type { Size } from 'aws-cdk-lib';

/** Which lines of the logs of a container somebody sees. */
export enum ContainerLogType {
  /** All lines. */
  ALL = 'ALL',

  /** A summary of errors. */
  ERROR_SUMMARY = 'ERROR_SUMMARY',
}

/** What is struck from logs by itself. Whatever else is to be struck is told by patterns. */
export enum LogRedaction {
  /** What identifies a person, such as names, addresses and numbers of cards. */
  ALL_PERSONALLY_IDENTIFIABLE_INFORMATION = 'ALL_PERSONALLY_IDENTIFIABLE_INFORMATION',

  /** Numbers. */
  NUMBERS = 'NUMBERS',
}

/** Who sees which logs of a container. */
export interface ContainerLogsPolicy {
  /** The accounts of the members who see the logs. 1 to 5. */
  readonly accountIds: string[];

  /**
   * Which lines they see.
   *
   * @default - the default of the service
   */
  readonly logType?: ContainerLogType;

  /**
   * A regular expression for the lines that they see. At most 1024 characters.
   *
   * @default - every line
   */
  readonly filterPattern?: string;

  /**
   * What is struck from the lines.
   *
   * @default - nothing but what `redactPatterns` says
   */
  readonly redact?: LogRedaction[];

  /**
   * Regular expressions for what is struck from the lines. At most 10.
   *
   * @default - nothing but what `redact` says
   */
  readonly redactPatterns?: string[];
}

/** How much noise is added to the metrics of a training. */
export enum MetricNoise {
  /** Much. */
  HIGH = 'HIGH',

  /** Some. */
  MEDIUM = 'MEDIUM',

  /** Little. */
  LOW = 'LOW',

  /** None. */
  NONE = 'NONE',
}

/** What members see of the training of a model. */
export interface TrainedModelPolicy {
  /**
   * Who sees which logs. At most 5.
   *
   * @default - no logs are shared
   */
  readonly containerLogs?: ContainerLogsPolicy[];

  /**
   * How much noise is added to the metrics that members see.
   *
   * @default - no metrics are published
   */
  readonly metricNoise?: MetricNoise;

  /**
   * The most that the artifacts of a model may take together, from 0.01 to 10 GB.
   *
   * @default - the limit of the service
   */
  readonly maxArtifactSize?: Size;
}

/** What of a trained model can be exported. */
export enum TrainedModelFile {
  /** The model. */
  MODEL = 'MODEL',

  /** What the training wrote beside the model. */
  OUTPUT = 'OUTPUT',
}

/** What of a trained model goes to the members who can receive model output. */
export interface TrainedModelExportPolicy {
  /** What can be exported. */
  readonly files: TrainedModelFile[];

  /** The most that can be exported at once, from 0.01 to 10 GB. */
  readonly maxSize: Size;
}

/** What members see of inference with a trained model. */
export interface TrainedModelInferencePolicy {
  /**
   * Who sees which logs. At most 5.
   *
   * @default - no logs are shared
   */
  readonly containerLogs?: ContainerLogsPolicy[];

  /**
   * The most that the output of an inference may take, from 0.01 to 10 GB.
   *
   * @default - the limit of the service
   */
  readonly maxOutputSize?: Size;
}

/**
 * What the members of a collaboration see of a model of one's own, and get of it.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_PrivacyConfigurationPolicies.html
 */
export interface ModelPrivacy {
  /**
   * What members see of the training.
   *
   * @default - neither logs nor metrics
   */
  readonly trainedModels?: TrainedModelPolicy;

  /**
   * What of a trained model can be exported.
   *
   * @default - nothing
   */
  readonly trainedModelExports?: TrainedModelExportPolicy;

  /**
   * What members see of inference.
   *
   * @default - no logs
   */
  readonly trainedModelInferenceJobs?: TrainedModelInferencePolicy;
}
