import type { aws_kms as kmsRefs, aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';

/** Options of a Glue table that is defined in this app. */
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
   * @default - the folder in the location of the table; the root of the bucket if `bucket` is given
   */
  readonly prefix?: string;

  /**
   * The Region of the Glue catalog, for the reference to the table. Set it for a configured table that was created with it, so that the
   * reference stays the same.
   *
   * @default - the Region of the stack of the table; the reference has it only if it is not the Region of the stack
   */
  readonly region?: string;

  /**
   * The customer managed keys that encrypt the data and the catalog. The key that the construct of the bucket has as its `encryptionKey` need not be
   * among them; that of a bucket that is only imported by its name must be.
   *
   * @default - no customer managed keys but that of the bucket
   */
  readonly encryptionKeys?: kmsRefs.IKeyRef[];
}

/** A Glue table that is not defined in this app. */
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
   * The names of all columns, including partition keys.
   *
   * @default - not known: only the service checks columns
   */
  readonly columns?: string[];

  /**
   * The Region of the Glue catalog, for the reference to the table as well.
   *
   * @default - the Region of the bucket; the reference has it only if it is not the Region of the stack
   */
  readonly region?: string;

  /**
   * The customer managed keys that encrypt the data and the catalog. The key that the construct of the bucket has as its `encryptionKey` need not be
   * among them; that of a bucket that is only imported by its name must be.
   *
   * @default - no customer managed keys but that of the bucket
   */
  readonly encryptionKeys?: kmsRefs.IKeyRef[];
}

