import { CfnResource, Lazy, Token } from 'aws-cdk-lib';
import { CfnDataCatalog } from 'aws-cdk-lib/aws-athena';
import { EncryptedResources } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { KeyGrants } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IEnvironmentAware, aws_glue as glueRefs, aws_kms as kmsRefs, aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import type { Construct, IConstruct } from 'constructs';
import { athenaSource } from './sources/athena';
import type { AthenaTable } from './sources/athena';
import type { AthenaTableAttributes, AthenaTableOptions } from './sources/athena-table';
import { cfnWorkGroupOf, workGroupOf } from './sources/athena-workgroup';
import type { CatalogTable } from './sources/catalog-table';
import { checkSchema } from './sources/catalog-table-rules';
import { folderUrl } from './sources/data-folder';
import type { DataFolder } from './sources/data-folder';
import { checkLocation } from './sources/data-folder-rules';
import { databricksSource } from './sources/databricks';
import type { DatabricksTableAttributes } from './sources/databricks-table';
import { glueSource } from './sources/glue';
import { catalogTableOf, cfnTableOf, locationOf, schemaArnsOf, schemaOf } from './sources/glue-definition';
import { warnAboutUnknownKey } from './sources/glue-rules';
import type { GlueTableAttributes, GlueTableOptions } from './sources/glue-table';
import { snowflakeSource } from './sources/snowflake';
import type { SnowflakeSecret } from './sources/snowflake';
import type { SnowflakeTableAttributes } from './sources/snowflake-table';
import type { TableDescription, TableSourceImplementation } from './sources/table-source-implementation';
import { checkBucket, placeOf } from '../../foundation/bucket-folders';
import { checkExactArn } from '../../foundation/exact-names';
import { checked } from '../../foundation/parameters';
import { ownerOf, resolveBucketReference, resourceBehind } from '../../foundation/references';
import { code, fail } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import { ruleTextAt } from '../../program/analysis-rule';
import { recordFacts } from '../../program/facts';
import { KnownResource } from '../../program/known-resources';
import { Program } from '../../program/program';
import { renderedProperty, valueAt } from '../../program/rendered-properties';
import type { ProgramResource } from '../../program/resource';

/**
 * The source of a configured table: where its rows come from.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/create-configured-table.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
 * import {
 *   AdditionalAnalyses, AllowedColumns, AnalysisRule, ConfiguredTable, SnowflakeColumnType, TableSource,
 * } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * new ConfiguredTable(stack, 'Customers', {
 *   source: TableSource.snowflake({
 *     accountIdentifier: 'MYORG-MYACCOUNT',
 *     databaseName: 'SALES',
 *     schemaName: 'PUBLIC',
 *     tableName: 'CUSTOMERS',
 *     columns: [{ name: 'hashed_email', type: SnowflakeColumnType.VARCHAR }, { name: 'segment', type: SnowflakeColumnType.VARCHAR }],
 *     secret: Secret.fromSecretCompleteArn(stack, 'Credentials', 'arn:aws:secretsmanager:us-east-1:111111111111:secret:snowflake-AbCdEf'),
 *   }),
 *   allowedColumns: AllowedColumns.of('hashed_email', 'segment'),
 *   analysisRule: AnalysisRule.custom().allowTemplateArns(
 *     'arn:aws:cleanrooms:us-east-1:222222222222:membership/44444444-4444-4444-8444-444444444444/analysistemplate/66666666-6666-4666-8666-666666666666',
 *   ).withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED),
 * });
 */
@checked('TableSource')
export class TableSource {
  /**
   * Uses a Glue table over S3 that is defined in this app, as an L1 or an L2. Columns are checked against its definition.
   *
   * The L2s of `@aws-cdk/aws-glue-alpha` do not say in their types that they are Glue tables: give their L1,
   * `TableSource.glue(table.node.defaultChild as CfnTable)`.
   *
   * Throws an error if the table is not defined in this app, or if neither its location nor `bucket` says where its data is.
   *
   * @param table The Glue table, an L1 or an L2.
   * @param options The bucket and the folder of the data. By default those of the location that the table has.
   */
  public static glue(table: glueRefs.ITableRef, options: GlueTableOptions = {}): TableSource {
    const definition = definitionOf(table, 'TableSource.glueTable');
    const { bucket, prefix } = options;
    const locate = () => bucket ? folderOf(bucket, prefix) : withPrefix(prefix, locationOf(definition) ?? fail(table, code`GlueTableLocationUnknown`,
      `the Glue table '${table.node.path}' has no location of the form s3://bucket/prefix: set 'bucket' to the bucket of its data`));
    locate();
    return new TableSource(glueSource({
      ...catalogTableOf(definition),
      ...givenRegion(options),
      locate,
      schemaArns: () => schemaArnsOf(definition),
      check: () => [
        ...bucket ? checkBucket('bucket', bucket) : checkLocation('the location of the table', locate()),
        ...checkSchema(schemaOf(definition) ?? {}),
        ...checkKeys(options.encryptionKeys),
      ],
      decryptWith: (role, scope) => {
        decryptWith(options.encryptionKeys, () => bucket ?? bucketAt(locate().bucketArn))(role);
        if (!bucket && !options.encryptionKeys) warnAboutKeyAt(scope, () => locate().bucketArn);
      },
    }));
  }

  /**
   * Uses a Glue table over S3 that is not defined in this app.
   *
   * @param attributes The database, the table, the bucket and the folder of the data, and the columns if they are known.
   */
  public static glueTable(attributes: GlueTableAttributes): TableSource {
    const { databaseName, tableName, bucket, prefix } = attributes;
    const columns = columnsNamed(attributes.columns);
    return new TableSource(glueSource({
      region: placeOf(bucket).region,
      ...givenRegion(attributes),
      describe: () => ({ databaseName, tableName, columns }),
      locate: () => folderOf(bucket, prefix),
      check: () => [...checkBucket('bucket', bucket), ...checkKeys(attributes.encryptionKeys)],
      decryptWith: decryptWith(attributes.encryptionKeys, () => bucket),
    }));
  }

  /**
   * Uses a Glue table that is defined in this app, as an L1 or an L2, and reads it through Athena. Tables that Lake Formation manages
   * can only be read this way. Columns are checked against the definition of the table.
   *
   * Throws an error if the table is not defined in this app.
   *
   * @param table The Glue table, an L1 or an L2.
   * @param options The workgroup, where Athena writes its results, and where the data of the table is.
   */
  public static athena(table: glueRefs.ITableRef, options: AthenaTableOptions): TableSource {
    const definition = definitionOf(table, 'TableSource.athenaTable');
    return new TableSource(athenaSource({ ...catalogTableOf(definition), ...givenRegion(options), ...throughAthena(options), canChange: true }));
  }

  /**
   * Uses a table or view of a Glue catalog that is not defined in this app, and reads it through Athena.
   *
   * @param attributes The database, the table or view, the workgroup, and the columns if they are known.
   */
  public static athenaTable(attributes: AthenaTableAttributes): TableSource {
    const { databaseName, tableName, workGroup } = attributes;
    const { account, region } = workGroup.env;
    const columns = columnsNamed(attributes.columns);
    return new TableSource(athenaSource({
      region,
      ...givenRegion(attributes),
      describe: () => ({ databaseName, tableName, account, columns }),
      ...throughAthena(attributes),
    }));
  }

  /**
   * Uses a table in Snowflake. Only custom analysis rules are allowed.
   *
   * @param attributes The database, schema and table, the account, the secret with its credentials, and the columns.
   */
  public static snowflake(attributes: SnowflakeTableAttributes): TableSource {
    return new TableSource(snowflakeSource({
      ...attributes,
      columns: attributes.columns.map(({ name, type }) => ({ name, type: type.name })),
      secret: secretOf(attributes),
    }));
  }

  /**
   * Uses a table in Databricks that is shared through Delta Sharing.
   *
   * @param attributes The share, the schema and the table, the endpoint and the workspace, and the columns if they are known.
   */
  public static databricks(attributes: DatabricksTableAttributes): TableSource {
    return new TableSource(databricksSource({ ...attributes, columns: columnsNamed(attributes.columns) }));
  }

  private constructor(
    /** @internal */
    public readonly _implementation: TableSourceImplementation,
  ) {}
}

const TABLE_SOURCE = Symbol.for('cdk-cleanrooms.table-source');

/**
 * Records the source of a table on the construct that was given it, a configured table or an association, where the model of the
 * program and other copies of this library find it.
 *
 * @internal
 */
export function recordTableSource(construct: IConstruct, { _implementation: source }: TableSource): void {
  Object.defineProperty(construct, TABLE_SOURCE, { value: source });
  const described = <Part extends keyof TableDescription>(part: Part) => source.definition
    ? Lazy.uncachedAny({ produce: () => source.describe()[part] }) as unknown as TableDescription[Part] : source.describe()[part];
  recordFacts(construct, {
    kind: 'table', source: source.kind, bucketArn: described('bucketArn'), prefix: described('prefix'), columns: described('columns'),
  });
}

/** Returns the source of a configured table; `undefined` for an L1 or an import. @internal */
export function tableSourceOf(table: IConstruct): TableSourceImplementation | undefined {
  return (table as { readonly [TABLE_SOURCE]?: TableSourceImplementation })[TABLE_SOURCE];
}

function definitionOf(table: glueRefs.ITableRef, otherwise: string) {
  return cfnTableOf(table) ?? fail(table, code`GlueTableNotDefined`,
    `the Glue table '${table.node.path}' is not defined in this app: use ${otherwise} instead`);
}

function throughAthena(options: AthenaTableOptions): Omit<AthenaTable, keyof CatalogTable> & Pick<CatalogTable, 'catalogPath'> {
  const { workGroup, output, dataCatalog, catalogPath, data, lakeFormationPermissions, encryptionKeys } = options;
  const catalogDefinition = resourceBehind(dataCatalog, CfnDataCatalog.CFN_RESOURCE_TYPE_NAME) as CfnDataCatalog | undefined;
  return {
    workGroup: () => workGroupOf(workGroup),
    canChange: cfnWorkGroupOf(workGroup) !== undefined || catalogDefinition !== undefined,
    output: output && {
      ...folderOf(output.bucket, output.prefix),
      url: folderUrl(output.bucket.bucketRef.bucketName, output.prefix),
      useKey: (role) => EncryptedResources.of(output.bucket)?.grantOnKey(role, 'kms:Decrypt', 'kms:GenerateDataKey'),
    },
    dataCatalogName: dataCatalog?.dataCatalogRef.dataCatalogName,
    dataCatalogType: () => catalogDefinition && valueAt(renderedProperty(catalogDefinition, 'Type')),
    catalogPath,
    check: () => [
      ...output ? checkBucket('output.bucket', output.bucket) : [],
      ...data ? checkBucket('data.bucket', data.bucket) : [],
      ...checkKeys(encryptionKeys),
    ],
    data: data && folderOf(data.bucket, data.prefix),
    lakeFormationPermissions: lakeFormationPermissions ?? false,
    decryptWith: decryptWith(encryptionKeys, () => data?.bucket),
  };
}

/** Returns the secret. An L2 knows its key, and whether its ARN is complete; the ARN of an L1 is complete. */
function secretOf({ secret, encryptionKey }: SnowflakeTableAttributes): SnowflakeSecret {
  const known: typeof secret & Partial<Pick<ISecret, 'encryptionKey' | 'secretFullArn'>> = secret;
  return {
    arn: secret.secretRef.secretId,
    region: secret.env.region,
    isComplete: !('secretFullArn' in known) || known.secretFullArn !== undefined,
    keyArn: (encryptionKey ?? known.encryptionKey)?.keyRef.keyArn,
  };
}

function folderOf(bucket: s3Refs.IBucketRef, prefix?: string): DataFolder {
  return { bucketArn: bucket.bucketRef.bucketArn, bucketAccount: placeOf(bucket).account, prefix };
}

/** Returns the Region of a catalog where it is given. */
function givenRegion({ region }: { readonly region?: string }): Partial<Pick<CatalogTable, 'region' | 'givenRegion'>> {
  return region === undefined ? {} : { region, givenRegion: region };
}

function withPrefix(prefix: string | undefined, data: DataFolder): DataFolder {
  return prefix === undefined ? data : { ...data, prefix };
}

/** Returns columns under the names that the service uses, in lower case. */
function columnsNamed(columns?: string[]): { readonly name: string }[] | undefined {
  return Token.isUnresolved(columns) ? undefined : columns?.map((name) => ({ name: Token.isUnresolved(name) ? name : name.toLowerCase() }));
}

function checkKeys(keys: kmsRefs.IKeyRef[] = []): ValidationFault[] {
  return keys.flatMap(({ keyRef }) => checkExactArn('encryptionKeys', keyRef.keyArn));
}

/** Grants the use of the given keys, and of the key of the bucket with the data, as far as its construct says it. */
function decryptWith(given: kmsRefs.IKeyRef[] = [], bucket: () => IEnvironmentAware | undefined): (role: IRole) => void {
  const keys = [...given];
  return (role) => {
    keys.forEach((key) => KeyGrants.fromKey(key).decrypt(role));
    const data = bucket();
    if (data) EncryptedResources.of(data)?.grantOnKey(role, 'kms:Decrypt');
  };
}

/** Registers a warning for a location of which the key cannot be known. */
function warnAboutKeyAt(scope: Construct, bucketArn: () => string): void {
  Program.of(scope).addCheck((model, findings) => {
    if (bucketAt(bucketArn())) return;
    const [, bucketName] = bucketArn().split(':::');
    const bucket = model.resources(KnownResource.BUCKET).find((each) => each.text('BucketName') === bucketName);
    if (bucket && !hasKey(bucket)) return;
    findings.warning(scope, ...warnAboutUnknownKey(bucketName, bucket?.path));
  });
}

/** Whether a bucket has a customer managed key, or may have one. An override names the property as CloudFormation does, an L1 in its own way. */
function hasKey(bucket: ProgramResource): boolean {
  const rule = [bucket.property('BucketEncryption'), 'ServerSideEncryptionConfiguration', 0, 'ServerSideEncryptionByDefault'] as const;
  return ['KmsMasterKeyId', 'KMSMasterKeyID'].some((name) => ruleTextAt(...rule, name) !== undefined);
}

/** The bucket of this app in a location that refers to it. */
function bucketAt(bucketArn: string): (IConstruct & IEnvironmentAware) | undefined {
  const bucket = resolveBucketReference(bucketArn);
  return CfnResource.isCfnResource(bucket) ? ownerOf(bucket) as IConstruct & IEnvironmentAware : undefined;
}
