import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { warnAboutAthenaTable, checkAthenaTable, checkResultsOfWorkGroup } from './athena-rules';
import type { WorkGroup } from './athena-workgroup';
import { catalogArns, namesOf, regionInReference } from './catalog-table';
import type { CatalogTable } from './catalog-table';
import { checkCatalogTable } from './catalog-table-rules';
import { readFolder } from './data-folder';
import type { DataFolder } from './data-folder';
import { grantOn } from './grants-on-definitions';
import { grantInLakeFormation } from './lake-formation';
import type { TableSourceImplementation } from './table-source-implementation';
import { withReason } from '../../../foundation/acknowledgements';
import { objectsIn } from '../../../foundation/bucket-folders';
import type { ValidationFault } from '../../../foundation/validation-faults';

/** A table that is read through Athena, as far as it is known. */
export interface AthenaTable extends CatalogTable {
  /** Returns the workgroup, as it is known at the time of the call. */
  readonly workGroup: () => WorkGroup;

  /** Whether the table, the workgroup or the data catalog is defined in this app, and can be changed until templates are written. */
  readonly canChange: boolean;

  /** The name of the Athena data catalog, if it is not the Glue catalog of the account. */
  readonly dataCatalogName?: string;

  /** Returns the type of that data catalog, if it is known. */
  readonly dataCatalogType: () => string | undefined;

  /** The output location of Athena, if it was given. */
  readonly output?: DataFolder & { readonly url: string; readonly useKey: (role: IRole) => void };

  /** The location of the data; `undefined` if Lake Formation gives access to it. */
  readonly data?: DataFolder;

  /** Checks the buckets and the keys. */
  readonly check: () => ValidationFault[];

  /** Grants the role the use of the keys that encrypt the data and the catalog. */
  readonly decryptWith: (role: IRole) => void;

  /** Whether the role is also granted permissions in Lake Formation. */
  readonly lakeFormationPermissions: boolean;
}

/** The name of the Athena data catalog for the Glue catalog of the account. */
const OWN_CATALOG = 'AwsDataCatalog';

/** Returns the source for a table in a Glue catalog that Clean Rooms reads through Athena. */
export function athenaSource(table: AthenaTable): TableSourceImplementation {
  const { definition, canChange, describe, dataCatalogName, output } = table;
  return {
    kind: 'athena',
    definition,
    canChange,
    describe: () => ({ columns: describe().columns, bucketArn: table.data?.bucketArn }),
    readFor: 'everyMember',

    check: () => [
      ...checkCatalogTable('athena', table),
      ...checkAthenaTable({ columns: describe().columns, dataCatalogName, workGroup: table.workGroup() }),
      ...table.check(),
    ],

    checkLate: () => checkResultsOfWorkGroup(table.workGroup()),

    warnings: (analysisMethods) => warnAboutAthenaTable({
      workGroupName: table.workGroup().name,
      workGroupHasOutput: table.workGroup().hasOutput,
      hasOutput: output !== undefined,
      dataCatalogType: table.dataCatalogType(),
      lakeFormationHandsOut: table.data === undefined,
      analysisMethods,
    }),

    render: (scope) => ({
      athena: {
        ...namesOf(table),
        workGroup: table.workGroup().name,
        catalogName: dataCatalogName,
        outputLocation: output?.url,
        region: regionInReference(scope, table),
      },
    }),

    grantRead: (role, scope) => {
      grantOn(canChange, role, () => readStatements(role, table));
      output?.useKey(role);
      table.decryptWith(role);
      return table.lakeFormationPermissions ? grantInLakeFormation(scope, role, table) : [];
    },
  };
}

const HAS_NO_RESOURCE_TYPE = 'lakeformation:GetDataAccess has no resource type: '
  + 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslakeformation.html';
const KEEPS_RESULTS = 'Athena names the objects of its results: https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html';

function readStatements(role: IRole, table: AthenaTable): PolicyStatement[] {
  const { output, data } = table;
  const workGroup = table.workGroup();
  return [
    ...queryIn(role, workGroup, table.dataCatalogName ?? OWN_CATALOG),
    new PolicyStatement({ actions: ['glue:GetCatalog', 'glue:GetDatabase', 'glue:GetTable'], resources: catalogArns(role, table) }),
    withReason(new PolicyStatement({ actions: ['lakeformation:GetDataAccess'], resources: ['*'] }), HAS_NO_RESOURCE_TYPE),
    ...[output, workGroup.output].flatMap((place) => place ? keepResults(place) : []),
    ...data ? readFolder(data) : [],
    ...workGroup.outputKeyArn ? [new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [workGroup.outputKeyArn] })] : [],
  ];
}

/** Returns the statements to run queries in a workgroup over a data catalog. */
function queryIn(scope: IConstruct, { name, account, region }: WorkGroup, dataCatalogName: string): PolicyStatement[] {
  const arn = (resource: string, resourceName: string) => Stack.of(scope).formatArn({
    service: 'athena', account, region, resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return [
    new PolicyStatement({
      actions: ['athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:GetWorkGroup', 'athena:StartQueryExecution'],
      resources: [arn('workgroup', name)],
    }),
    new PolicyStatement({ actions: ['athena:GetDataCatalog', 'athena:GetTableMetadata'], resources: [arn('datacatalog', dataCatalogName)] }),
  ];
}

/** Returns the statements to write results of Athena to a folder, and to read them. */
function keepResults({ bucketArn, prefix, bucketAccount }: DataFolder): PolicyStatement[] {
  const conditions = { StringEquals: { 'aws:ResourceAccount': bucketAccount } };
  return [
    new PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [bucketArn], conditions }),
    withReason(new PolicyStatement({
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      resources: [objectsIn(bucketArn, prefix)],
      conditions,
    }), KEEPS_RESULTS),
  ];
}
