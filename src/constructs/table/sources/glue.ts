import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { catalogArns, namesOf, regionInReference } from './catalog-table';
import type { CatalogTable } from './catalog-table';
import { checkCatalogTable } from './catalog-table-rules';
import { readFolder } from './data-folder';
import type { DataFolder } from './data-folder';
import { warnAboutCatalog, warnAboutGlueTable } from './glue-rules';
import { grantOn } from './grants-on-definitions';
import type { TableSourceImplementation } from './table-source-implementation';
import { withReason } from '../../../foundation/acknowledgements';
import type { ValidationFault } from '../../../foundation/validation-faults';

/** A Glue table over S3, as far as it is known. */
export interface GlueTable extends CatalogTable {
  /** Returns the folder with the data. Throws an error if it is not known at the time of the call. */
  readonly locate: () => DataFolder;

  /** Checks what the table is made of besides its names. */
  readonly check: () => ValidationFault[];

  /** Returns the ARNs of the schema and its registry, if the table takes its columns from a Glue Schema Registry. */
  readonly schemaArns?: () => string[] | undefined;

  /** Grants the role the use of the keys that encrypt the data and the catalog. */
  readonly decryptWith: (role: IRole, scope: Construct) => void;
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
  const { definition, describe, locate } = table;
  return {
    kind: 'glue',
    definition,
    canChange: definition !== undefined,
    describe: () => ({ columns: describe().columns, bucketArn: locate().bucketArn, prefix: locate().prefix }),
    readFor: 'everyMember',

    check: () => [...checkCatalogTable('glue', table), ...table.check()],

    warnings: (analysisMethods, scope) => [
      ...warnAboutGlueTable({ prefix: locate().prefix, isIceberg: describe().isIceberg, analysisMethods }),
      ...warnAboutCatalog(Stack.of(scope).account, describe().account),
    ],

    render: (scope) => ({ glue: { ...namesOf(table), region: regionInReference(scope, table) } }),

    grantRead: (role, scope) => {
      grantOn(definition !== undefined, role, () => readStatements(role, table));
      table.decryptWith(role, scope);
      return [];
    },
  };
}

const READS_SCHEMA = 'the table does not name the registry of its schema, or the schema: '
  + 'https://docs.aws.amazon.com/glue/latest/webapi/API_SchemaId.html';

function readStatements(role: IRole, table: GlueTable): PolicyStatement[] {
  const schemaArns = table.schemaArns?.();
  return [
    new PolicyStatement({ actions: READ_CATALOG, resources: catalogArns(role, table) }),
    ...readFolder(table.locate()),
    ...schemaArns ? [withReason(new PolicyStatement({ actions: ['glue:GetSchema', 'glue:GetSchemaVersion'], resources: schemaArns }), READS_SCHEMA)] : [],
  ];
}
