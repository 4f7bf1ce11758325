import type { Size } from 'aws-cdk-lib';

/** The lines of a container's logs that members can see. */
export enum ContainerLogType {
  /** All lines. */
  ALL = 'ALL',

  /** A summary of errors. */
  ERROR_SUMMARY = 'ERROR_SUMMARY',
}

/** Entity types that are redacted from logs. Use `redactPatterns` for anything else. */
export enum LogRedaction {
  /** Personally identifiable information, such as names, addresses and card numbers. */
  ALL_PERSONALLY_IDENTIFIABLE_INFORMATION = 'ALL_PERSONALLY_IDENTIFIABLE_INFORMATION',

  /** Numbers. */
  NUMBERS = 'NUMBERS',
}

/** A policy for the logs of a container. */
export interface ContainerLogsPolicy {
  /** The accounts of the members who can see the logs. 1 to 5. */
  readonly accountIds: string[];

  /**
   * The lines that they can see.
   *
   * @default - the default of the service
   */
  readonly logType?: ContainerLogType;

  /**
   * A regular expression for the lines that they can see. At most 1,024 characters.
   *
   * @default - all lines
   */
  readonly filterPattern?: string;

  /**
   * Entity types to redact.
   *
   * @default - only matches of `redactPatterns` are redacted
   */
  readonly redact?: LogRedaction[];

  /**
   * Regular expressions for other text to redact. At most 10.
   *
   * @default - only the entity types in `redact` are redacted
   */
  readonly redactPatterns?: string[];
}

/** The noise that is added to the metrics of the training. */
export enum MetricNoise {
  /** High noise: strongest privacy, least accurate metrics. */
  HIGH = 'HIGH',

  /** Medium noise. */
  MEDIUM = 'MEDIUM',

  /** Low noise: weaker privacy, more accurate metrics. */
  LOW = 'LOW',

  /** No noise: exact metrics. */
  NONE = 'NONE',
}

/** The logs and metrics of the training that members can see. */
export interface TrainedModelPolicy {
  /**
   * Policies for logs. At most 5.
   *
   * @default - no logs are shared
   */
  readonly containerLogs?: ContainerLogsPolicy[];

  /**
   * The noise that is added to the metrics.
   *
   * @default - no metrics are published
   */
  readonly metricNoise?: MetricNoise;

  /**
   * The maximum total size of the artifacts of a model, from 0.01 to 10 GB.
   *
   * @default - the limit of the service
   */
  readonly maxArtifactSize?: Size;
}

/** A part of a trained model that can be exported. */
export enum TrainedModelFile {
  /** The model. */
  MODEL = 'MODEL',

  /** Other output of the training. */
  OUTPUT = 'OUTPUT',
}

/** The exports of trained models to members who can receive model output. */
export interface TrainedModelExportPolicy {
  /** The parts that can be exported. */
  readonly files: TrainedModelFile[];

  /** The maximum size of an export, from 0.01 to 10 GB. */
  readonly maxSize: Size;
}

/** The logs and output of inference with trained models. */
export interface TrainedModelInferencePolicy {
  /**
   * Policies for logs. At most 5.
   *
   * @default - no logs are shared
   */
  readonly containerLogs?: ContainerLogsPolicy[];

  /**
   * The maximum size of the output of an inference job, from 0.01 to 10 GB.
   *
   * @default - the limit of the service
   */
  readonly maxOutputSize?: Size;
}

/**
 * The logs, metrics and exports of custom models that members of a collaboration can access.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_PrivacyConfigurationPolicies.html
 */
export interface ModelPrivacy {
  /**
   * Logs and metrics of the training.
   *
   * @default - neither logs nor metrics
   */
  readonly trainedModels?: TrainedModelPolicy;

  /**
   * Exports of trained models.
   *
   * @default - no exports
   */
  readonly trainedModelExports?: TrainedModelExportPolicy;

  /**
   * Logs and output of inference.
   *
   * @default - no logs
   */
  readonly trainedModelInferenceJobs?: TrainedModelInferencePolicy;
}
