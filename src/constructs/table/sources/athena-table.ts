import type { aws_athena as athenaRefs, aws_kms as kmsRefs, aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';

/** A folder of a bucket. */
export interface BucketFolder {
  /** The bucket. Import one of another account or Region by `Bucket.fromBucketAttributes`, with `account` and `region`. */
  readonly bucket: s3Refs.IBucketRef;

  /**
   * The folder in the bucket, such as `athena/results`.
   *
   * @default - the root of the bucket
   */
  readonly prefix?: string;
}

/** Options of a table that is read through Athena. */
export interface AthenaTableOptions {
  /** The workgroup that runs the queries of Clean Rooms. */
  readonly workGroup: athenaRefs.IWorkGroupRef;

  /**
   * The output location of Athena. The role is granted write access to it, and the use of the bucket's key, if it has one.
   *
   * @default - the output location of the workgroup; the role is granted access to it if the workgroup is defined in this app
   */
  readonly output?: BucketFolder;

  /**
   * The Athena data catalog of the table. It must have the type GLUE.
   *
   * @default - the Glue catalog of the account, `AwsDataCatalog`
   */
  readonly dataCatalog?: athenaRefs.IDataCatalogRef;

  /**
   * The path of the catalog within the Glue catalog of the account to which `dataCatalog` refers, such as `s3tablescatalog/sales`.
   *
   * @default - the Glue catalog of the account
   */
  readonly catalogPath?: string;

  /**
   * The location of the data, which the role is granted read access to. Set it only if the location is not registered with Lake Formation.
   *
   * @default - Lake Formation gives access to the data
   */
  readonly data?: BucketFolder;

  /**
   * Whether to grant the role permissions in Lake Formation: DESCRIBE on the database, and DESCRIBE and SELECT on the table. The
   * deployment role must then be a Lake Formation administrator.
   *
   * @default false
   */
  readonly lakeFormationPermissions?: boolean;

  /**
   * The Region of the Glue catalog, for the reference to the table. Set it for a configured table that was created with it, so that the
   * reference stays the same.
   *
   * @default - the Region of the stack of the table, or of the workgroup if the table is not defined in this app; the reference has it only if it is not the Region of the stack
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

/** A table or view that is read through Athena and not defined in this app. */
export interface AthenaTableAttributes extends AthenaTableOptions {
  /** The database of the table. */
  readonly databaseName: string;

  /** The name of the table or view in the database. */
  readonly tableName: string;

  /**
   * The names of all columns, including partition keys.
   *
   * @default - not known: only the service checks columns
   */
  readonly columns?: string[];
}
