import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';

/** The file format of results. */
export enum ResultFormat {
  /** Comma-separated values. */
  CSV = 'CSV',

  /** Apache Parquet. */
  PARQUET = 'PARQUET',
}

/** A destination for results. */
export interface ResultConfiguration {
  /**
   * The bucket. It should not be a bucket from which tables are read. Import a bucket of another account or Region with
   * `Bucket.fromBucketAttributes`, `account` and `region`.
   */
  readonly bucket: s3Refs.IBucketRef;

  /**
   * The prefix of the keys, a folder such as `results`: at most 512 letters, digits and characters of `_!.=*\/-`. Each query or job has a
   * folder of its own in it.
   *
   * @default - the root of the bucket
   */
  readonly prefix?: string;

  /**
   * The role with which Clean Rooms writes the results. It is granted the permissions that it needs.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a new role that can write below the prefix, and use the key of the bucket if it has one
   */
  readonly role?: IRole;
}

/**
 * The default destination for the query results of a member.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_MembershipProtectedQueryResultConfiguration.html
 */
export interface QueryResultConfiguration extends ResultConfiguration {
  /**
   * Whether Clean Rooms has no role to write the results with, but only the permissions of who starts the query, who then needs them on the
   * bucket and its key. Set it only for a member who both runs queries and receives their results, and only if no query takes more than 12
   * hours: the results of longer ones are not written without a role.
   *
   * @default false
   * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/edit-query-results-settings.html
   */
  readonly withoutRole?: boolean;

  /** The format of the files. */
  readonly format: ResultFormat;

  /**
   * Whether all results of a query are written to one file.
   *
   * @default - the default of the service: several files
   */
  readonly singleFileOutput?: boolean;
}

/**
 * The default destination for the job results of a member.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_MembershipProtectedJobResultConfiguration.html
 */
export interface JobResultConfiguration extends ResultConfiguration {
  /**
   * The format of the files.
   *
   * @default - the default of the service: CSV
   */
  readonly format?: ResultFormat;
}
