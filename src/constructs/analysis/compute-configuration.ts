import type { Workers } from '../../custom-resources/contract';

/** The size of a worker. */
export class WorkerType {
  /** The smallest. */
  public static readonly CR_1X = new WorkerType('CR.1X');

  /** Four times the smallest. */
  public static readonly CR_4X = new WorkerType('CR.4X');

  /** Eight times the smallest. For queries alone. */
  public static readonly CR_8X = new WorkerType('CR.8X');

  /** A size that the service has and this class does not list yet, by the service's name. */
  public static of(name: string): WorkerType {
    return new WorkerType(name);
  }

  private constructor(
    /** The name of the size in the API. */
    public readonly name: string,
  ) {}
}

/**
 * The workers that run a query or a job.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_WorkerComputeConfiguration.html
 */
export interface ComputeConfiguration {
  /** The size of each worker. */
  readonly workerType: WorkerType;

  /**
   * The number of workers. Queries: at least 2, by default at most 128 of CR.1X, 32 of CR.4X, 16 of CR.8X. Jobs: at least 4, by
   * default at most 128 of CR.1X, 32 of CR.4X.
   */
  readonly workers: number;

  /**
   * Settings of Apache Spark, at most 50.
   *
   * @default - the settings of the service
   */
  readonly sparkProperties?: { [key: string]: string };
}

/** The workers as custom resources have them. @internal */
export function workersOf({ workerType, workers, sparkProperties }: ComputeConfiguration): Workers {
  return { Type: workerType.name, Number: workers, Spark: sparkProperties };
}
