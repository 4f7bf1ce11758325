import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { catalogArns, regionIfElsewhere } from './catalog-table';
import type { CatalogTable } from './catalog-table';
import { readFolder } from './data-folder';
import type { DataFolder } from './data-folder';
import { warnAboutCatalog, warnAboutGlueTable } from './glue-rules';
import type { TableSourceImplementation } from './table-source-implementation';

/** A Glue table over S3, as far as it is known. */
export interface GlueTable extends CatalogTable {
  readonly data: DataFolder;

  /** The ARNs of the schema and its registry, if the table takes its columns from a Glue Schema Registry. */
  readonly schemaArns?: string[];

  /** Grants the role the use of the keys that encrypt the data and the catalog. */
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

/** Returns the source for a Glue table over S3. */
export function glueSource(table: GlueTable): TableSourceImplementation {
  const { databaseName, tableName, columns, definition, data } = table;
  return {
    kind: 'glue',
    columns,
    definition,
    bucketArn: data.bucketArn,
    prefix: data.prefix,
    readFor: 'everyMember',

    warnings: (analysisMethods, scope) => [
      ...warnAboutGlueTable({ prefix: data.prefix, isIceberg: table.isIceberg, analysisMethods }),
      ...warnAboutCatalog(Stack.of(scope).account, table.account),
    ],

    render: (scope) => ({ glue: { databaseName, tableName, region: regionIfElsewhere(scope, table) } }),

    grantRead: (role) => {
      const statements = [new PolicyStatement({ actions: READ_CATALOG, resources: catalogArns(role, table) }), ...readFolder(data)];
      if (table.schemaArns) {
        statements.push(new PolicyStatement({ actions: ['glue:GetSchema', 'glue:GetSchemaVersion'], resources: table.schemaArns }));
      }
      statements.forEach((statement) => role.addToPrincipalPolicy(statement));
      table.decryptWith(role);
      return [];
    },
  };
}
