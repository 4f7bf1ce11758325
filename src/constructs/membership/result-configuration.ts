import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';

/** The file format of results. */
export enum ResultFormat {
  /** Comma-separated values. */
  CSV = 'CSV',

  /** Apache Parquet. */
  PARQUET = 'PARQUET',
}

/** Where the results of a member's analyses go. */
export interface ResultConfiguration {
  /**
   * The bucket. It should be none of the buckets from which tables are read. Import one of another account or Region by
   * `Bucket.fromBucketAttributes`, with `account` and `region`.
   */
  readonly bucket: s3Refs.IBucketRef;

  /**
   * The prefix of the keys, a folder such as `results`.
   *
   * @default - the root of the bucket
   */
  readonly prefix?: string;

  /**
   * The role with which Clean Rooms writes. It is granted what it needs.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a role is made that may write below the prefix, and use the key of the bucket where it has one
   */
  readonly role?: IRole;
}

/**
 * Where the results of a member's queries go, unless the query says otherwise.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_MembershipProtectedQueryResultConfiguration.html
 */
export interface QueryResultConfiguration extends ResultConfiguration {
  /** The format of the files. */
  readonly format: ResultFormat;

  /**
   * Whether all results of a query go into one file.
   *
   * @default - the service's default: several files
   */
  readonly singleFileOutput?: boolean;
}

/**
 * Where the results of a member's jobs go, unless the job says otherwise.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_MembershipProtectedJobResultConfiguration.html
 */
export interface JobResultConfiguration extends ResultConfiguration {
  /**
   * The format of the files.
   *
   * @default - the service's default: CSV
   */
  readonly format?: ResultFormat;
}
