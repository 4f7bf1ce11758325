import type { Workers } from '../../custom-resources/contract';
import { copied } from '../../foundation/copied';
import { checked } from '../../foundation/parameters';

/** The size of a worker. */
@checked('WorkerType')
export class WorkerType {
  /** The smallest. */
  public static readonly CR_1X = new WorkerType('CR.1X');

  /** Four times the smallest. */
  public static readonly CR_4X = new WorkerType('CR.4X');

  /** Eight times the smallest. Only for queries. */
  public static readonly CR_8X = new WorkerType('CR.8X');

  /**
   * Creates a size that this class does not list yet, by its name in the API.
   *
   * @param name The name of the size in the API, such as `CR.1X`. It is not checked.
   */
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
   * The number of workers. For queries at least 2, with default quotas of 128 CR.1X, 32 CR.4X and 16 CR.8X. For jobs at least 4, with
   * default quotas of 128 CR.1X and 32 CR.4X.
   */
  readonly workers: number;

  /**
   * Settings of Apache Spark, at most 50.
   *
   * @default - the settings of the service
   */
  readonly sparkProperties?: { [key: string]: string };
}

/** Returns the workers as a property of a custom resource. @internal @internal */
export function workersOf({ workerType, workers, sparkProperties }: ComputeConfiguration): Workers {
  return { Type: workerType.name, Number: workers, Spark: copied(sparkProperties) };
}
