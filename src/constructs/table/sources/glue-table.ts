import type { aws_kms as kmsRefs, aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';

/** What the definition of a Glue table does not tell. */
export interface GlueTableOptions {
  /**
   * The bucket with the data. Import one of another account or Region by `Bucket.fromBucketAttributes`, with `account` and `region`.
   *
   * @default - the bucket in the location of the table
   */
  readonly bucket?: s3Refs.IBucketRef;

  /**
   * The folder in the bucket, such as `purchases`.
   *
   * @default - the folder in the location of the table; where `bucket` is given, the root of the bucket
   */
  readonly prefix?: string;

  /**
   * The keys with which the data and the catalog are encrypted.
   *
   * @default - nothing is encrypted with a key of yours
   */
  readonly encryptionKeys?: kmsRefs.IKeyRef[];
}

/** A Glue table that this app does not define. */
export interface GlueTableAttributes {
  /** The database of the table. */
  readonly databaseName: string;

  /** The name of the table in the database. */
  readonly tableName: string;

  /** The bucket with the data. Import one of another account or Region by `Bucket.fromBucketAttributes`, with `account` and `region`. */
  readonly bucket: s3Refs.IBucketRef;

  /**
   * The folder in the bucket, such as `purchases`.
   *
   * @default - the root of the bucket
   */
  readonly prefix?: string;

  /**
   * The names of all columns, partition keys among them.
   *
   * @default - not known: the service alone checks columns
   */
  readonly columns?: string[];

  /**
   * The Region of the Glue catalog.
   *
   * @default - the Region of the bucket
   */
  readonly region?: string;

  /**
   * The keys with which the data and the catalog are encrypted.
   *
   * @default - nothing is encrypted with a key of yours
   */
  readonly encryptionKeys?: kmsRefs.IKeyRef[];
}

