import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Column, TableSourceImplementation } from './table-source';
import { folder } from '../service-role';

/** A folder of a bucket. */
export interface DataFolder {
  readonly bucketArn: string;
  readonly prefix?: string;
  readonly bucketAccount: string;
}

/** A table in a Glue catalog, as far as it is known. */
export interface GlueTableParts {
  readonly databaseName: string;
  readonly tableName: string;
  readonly account: string;
  readonly region: string;
  readonly columns?: Column[];
  readonly data: DataFolder;
  /** The ARNs of the schema and its registry, where the table takes its columns from the Glue Schema Registry. */
  readonly schemaArns?: string[];
  readonly decryptWith: (role: IRole) => void;
  /** The table, where this program defines it, so that it is there first. */
  readonly definition?: Construct;
}

const READ_CATALOG = [
  'glue:BatchGetPartition',
  'glue:GetDatabase',
  'glue:GetDatabases',
  'glue:GetPartition',
  'glue:GetPartitions',
  'glue:GetTable',
  'glue:GetTables',
];

/** A table whose data lies in S3 and whose columns stand in a Glue catalog. */
export function glueSource(parts: GlueTableParts): TableSourceImplementation {
  const { databaseName, tableName, account, region, data } = parts;
  return {
    kind: 'glue',
    columns: parts.columns,
    definition: parts.definition,

    render: (scope) => {
      const elsewhere = !Token.isUnresolved(region) && region !== Stack.of(scope).region;
      return { glue: { databaseName, tableName, region: elsewhere ? region : undefined } };
    },

    grantRead: (role) => {
      const stack = Stack.of(role);
      const glueArn = (resource: string, resourceName?: string) => stack.formatArn({
        service: 'glue', account, region, resource, resourceName,
        arnFormat: resourceName ? ArnFormat.SLASH_RESOURCE_NAME : ArnFormat.NO_RESOURCE_NAME,
      });
      const conditions = { StringEquals: { 's3:ResourceAccount': data.bucketAccount } };
      const statements = [
        new PolicyStatement({
          actions: READ_CATALOG,
          resources: [glueArn('catalog'), glueArn('database', databaseName), glueArn('table', `${databaseName}/${tableName}`)],
        }),
        new PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [data.bucketArn], conditions }),
        new PolicyStatement({ actions: ['s3:GetObject'], resources: [`${data.bucketArn}/${folder(data.prefix)}*`], conditions }),
      ];
      if (parts.schemaArns) {
        statements.push(new PolicyStatement({ actions: ['glue:GetSchema', 'glue:GetSchemaVersion'], resources: parts.schemaArns }));
      }
      statements.forEach((statement) => role.addToPrincipalPolicy(statement));
      parts.decryptWith(role);
    },
  };
}
