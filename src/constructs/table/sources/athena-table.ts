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

/** How Clean Rooms reads a table through Athena. */
export interface AthenaTableOptions {
  /** The workgroup in which Clean Rooms runs its queries. */
  readonly workGroup: athenaRefs.IWorkGroupRef;

  /**
   * Where Athena puts what Clean Rooms reads. The role may write there, and use the key of the bucket where it has one.
   *
   * @default - the output location of the workgroup, which the role may use where the workgroup is defined in this app
   */
  readonly output?: BucketFolder;

  /**
   * The data catalog of Athena that has the table. It must be one of type Glue.
   *
   * @default - the account's own Glue catalog, `AwsDataCatalog`
   */
  readonly dataCatalog?: athenaRefs.IDataCatalogRef;

  /**
   * The path of the catalog inside the account's own Glue catalog that `dataCatalog` stands for, such as `s3tablescatalog/sales`.
   *
   * @default - the account's own Glue catalog
   */
  readonly catalogPath?: string;

  /**
   * Where the data lies, so that the role may read it: only where it is not registered with Lake Formation.
   *
   * @default - Lake Formation hands out the data
   */
  readonly data?: BucketFolder;

  /**
   * Whether the deployment gives the role its permissions in Lake Formation: DESCRIBE on the database, DESCRIBE and SELECT
   * on the table. Whoever deploys must then be an administrator of Lake Formation.
   *
   * @default false
   */
  readonly lakeFormationPermissions?: boolean;

  /**
   * The keys with which the data and the catalog are encrypted.
   *
   * @default - nothing is encrypted with a key of yours
   */
  readonly encryptionKeys?: kmsRefs.IKeyRef[];
}

/** A table or view that Athena reads and this app does not define. */
export interface AthenaTableAttributes extends AthenaTableOptions {
  /** The database of the table. */
  readonly databaseName: string;

  /** The name of the table or view in the database. */
  readonly tableName: string;

  /**
   * The names of all columns, partition keys among them.
   *
   * @default - not known: the service alone checks columns
   */
  readonly columns?: string[];
}
