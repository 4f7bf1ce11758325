import { checked } from '../../foundation/parameters';

/*
 * What a collaboration is set to, as value classes and structs.
 */

/** The engine that runs the queries of a collaboration. */
@checked('AnalyticsEngine')
export class AnalyticsEngine {
  /** Apache Spark SQL. */
  public static readonly SPARK = new AnalyticsEngine('SPARK');

  /**
   * Returns the engine of the given name in the API, for an engine that this class does not list yet.
   *
   * @param name The name of the engine, such as `SPARK`. It is not checked.
   */
  public static of(name: string): AnalyticsEngine {
    return new AnalyticsEngine(name);
  }

  private constructor(
    /** The name of the engine in the API. */
    public readonly name: string,
  ) {}
}

/** A type of change request that is approved automatically. */
@checked('AutoApprovedChangeType')
export class AutoApprovedChangeType {
  /** Requests that add a member. */
  public static readonly ADD_MEMBER = new AutoApprovedChangeType('ADD_MEMBER');

  /** Requests that give a member the ability to receive results. */
  public static readonly GRANT_RECEIVE_RESULTS_ABILITY = new AutoApprovedChangeType('GRANT_RECEIVE_RESULTS_ABILITY');

  /** Requests that take the ability to receive results from a member. */
  public static readonly REVOKE_RECEIVE_RESULTS_ABILITY = new AutoApprovedChangeType('REVOKE_RECEIVE_RESULTS_ABILITY');

  /**
   * Returns the type of the given name in the API, for a type that this class does not list yet.
   *
   * @param name The name of the type, such as `ADD_MEMBER`. It is not checked.
   */
  public static of(name: string): AutoApprovedChangeType {
    return new AutoApprovedChangeType(name);
  }

  private constructor(
    /** The name of the type in the API. */
    public readonly name: string,
  ) {}
}

/**
 * Settings for client-side encryption with Cryptographic Computing for Clean Rooms.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/crypto-computing-parameters.html
 */
export interface DataEncryption {
  /** Whether encrypted tables can contain cleartext columns. */
  readonly allowCleartext: boolean;

  /** Whether columns marked as fingerprint can contain duplicate non-null values. */
  readonly allowDuplicates: boolean;

  /** Whether fingerprint columns can be joined with fingerprint columns of another name. */
  readonly allowJoinsOnColumnsWithDifferentNames: boolean;

  /** Whether null values are copied to the encrypted tables as null (`true`) or encrypted (`false`). */
  readonly preserveNulls: boolean;
}
