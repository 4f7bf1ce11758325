import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { catalogArns, regionIfElsewhere } from './catalog-table';
import type { CatalogTable } from './catalog-table';
import { readFolder } from './data-folder';
import type { DataFolder } from './data-folder';
import { warnAboutCatalog, warnAboutGlueTable } from './glue-rules';
import type { TableSourceImplementation } from './table-source-implementation';

/** A table in a Glue catalog whose data lies in S3, as far as it is known. */
export interface GlueTableParts extends CatalogTable {
  readonly data: DataFolder;

  /** The ARNs of the schema and its registry, where the table takes its columns from the Glue Schema Registry. */
  readonly schemaArns?: string[];

  /** Lets the role use the keys with which data and catalog are encrypted. */
  readonly decryptWith: (role: IRole) => void;
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
  const { databaseName, tableName, columns, definition, data } = parts;
  return {
    kind: 'glue',
    columns,
    definition,
    bucketArn: data.bucketArn,
    prefix: data.prefix,
    readFor: 'everyMember',

    advise: (analysisMethods, scope) => [
      ...warnAboutGlueTable({ prefix: data.prefix, isIceberg: parts.isIceberg, analysisMethods }),
      ...warnAboutCatalog(Stack.of(scope).account, parts.account),
    ],

    render: (scope) => ({ glue: { databaseName, tableName, region: regionIfElsewhere(scope, parts) } }),

    grantRead: (role) => {
      const statements = [new PolicyStatement({ actions: READ_CATALOG, resources: catalogArns(role, parts) }), ...readFolder(data)];
      if (parts.schemaArns) {
        statements.push(new PolicyStatement({ actions: ['glue:GetSchema', 'glue:GetSchemaVersion'], resources: parts.schemaArns }));
      }
      statements.forEach((statement) => role.addToPrincipalPolicy(statement));
      parts.decryptWith(role);
      return [];
    },
  };
}
