import { Stack } from 'aws-cdk-lib';
import { KeyGrants } from 'aws-cdk-lib/aws-kms';
import type { aws_glue as glueRefs, aws_kms as kmsRefs, aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { code, fail } from '../private/errors';
import { glueSource } from '../private/table-sources/glue';
import type { DataFolder } from '../private/table-sources/glue';
import { cfnTableOf, columnsOf, locationOf, nameOf, schemaArnsOf } from '../private/table-sources/glue-table';
import type { TableSourceImplementation } from '../private/table-sources/table-source';

/** What the definition of a Glue table does not tell. */
export interface GlueTableOptions {
  /**
   * The bucket with the data.
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

  /** The bucket with the data. */
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

/**
 * Where the rows of a configured table come from.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/create-configured-table.html
 */
export class TableSource {
  /**
   * A Glue table over S3 that this app defines, by an L1 or by an L2 around one. Its columns are checked.
   *
   * Throws where the table is not defined in this app, and where neither its location nor `bucket` tells where its data is.
   */
  public static glue(table: glueRefs.ITableRef, options: GlueTableOptions = {}): TableSource {
    const definition = cfnTableOf(table) ?? fail(table, code`GlueTableNotDefined`,
      `the Glue table '${table.node.path}' is not defined in this app: name it with TableSource.glueTable`);
    const data = (options.bucket ? folderOf(options.bucket, options.prefix) : locationOf(definition)) ?? fail(table, code`GlueTableLocationUnknown`,
      `the Glue table '${table.node.path}' has no location of the form s3://bucket/prefix: tell the 'bucket' of its data`);
    const { account, region } = Stack.of(definition);
    return new TableSource(glueSource({
      databaseName: definition.databaseName,
      tableName: nameOf(definition),
      account,
      region,
      columns: columnsOf(definition),
      data: options.prefix === undefined ? data : { ...data, prefix: options.prefix },
      schemaArns: schemaArnsOf(definition),
      decryptWith: decryptWith(options.encryptionKeys),
      definition,
    }));
  }

  /** A Glue table over S3 that this app does not define. */
  public static glueTable(attributes: GlueTableAttributes): TableSource {
    return new TableSource(glueSource({
      databaseName: attributes.databaseName,
      tableName: attributes.tableName,
      account: attributes.bucket.env.account,
      region: attributes.region ?? attributes.bucket.env.region,
      columns: attributes.columns?.map((name) => ({ name })),
      data: folderOf(attributes.bucket, attributes.prefix),
      decryptWith: decryptWith(attributes.encryptionKeys),
    }));
  }

  private constructor(
    /** @internal */
    public readonly _implementation: TableSourceImplementation,
  ) {}
}

function folderOf(bucket: s3Refs.IBucketRef, prefix?: string): DataFolder {
  return { bucketArn: bucket.bucketRef.bucketArn, bucketAccount: bucket.env.account, prefix };
}

function decryptWith(keys: kmsRefs.IKeyRef[] = []): (role: IRole) => void {
  return (role) => keys.forEach((key) => KeyGrants.fromKey(key).decrypt(role));
}
