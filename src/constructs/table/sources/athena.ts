import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { warnAboutAthenaTable, checkAthenaTable } from './athena-rules';
import type { WorkGroup } from './athena-workgroup';
import { catalogArns, regionIfElsewhere } from './catalog-table';
import type { CatalogTable } from './catalog-table';
import { readFolder } from './data-folder';
import type { DataFolder } from './data-folder';
import { grantInLakeFormation } from './lake-formation';
import type { TableSourceImplementation } from './table-source-implementation';
import { objectsIn } from '../../../foundation/bucket-folders';

/** A table that Athena reads, as far as it is known. */
export interface AthenaTableParts extends CatalogTable {
  readonly workGroup: WorkGroup;

  /** The name of Athena's data catalog, where it is not the account's own Glue catalog. */
  readonly dataCatalogName?: string;

  /** The type of that data catalog, where it is known. */
  readonly dataCatalogType?: string;

  /** Where Athena puts results, where the user said it. */
  readonly output?: DataFolder & { readonly url: string; readonly useKey: (role: IRole) => void };

  /** Where the data lies; `undefined` where Lake Formation hands it out. */
  readonly data?: DataFolder;

  /** Lets the role use the keys with which data and catalog are encrypted. */
  readonly decryptWith: (role: IRole) => void;

  /** Whether the role is given permissions in Lake Formation, too. */
  readonly lakeFormationPermissions: boolean;
}

/** Athena's name for the Glue catalog of the account. */
const OWN_CATALOG = 'AwsDataCatalog';

/** A table in a Glue catalog that Clean Rooms reads through Athena. */
export function athenaSource(parts: AthenaTableParts): TableSourceImplementation {
  const { databaseName, tableName, columns, definition, workGroup, dataCatalogName, output } = parts;
  return {
    kind: 'athena',
    columns,
    definition,
    bucketArn: parts.data?.bucketArn,
    readFor: 'everyMember',

    check: () => checkAthenaTable({ columns, dataCatalogName }),

    advise: (analysisMethods) => warnAboutAthenaTable({
      workGroupName: workGroup.name,
      workGroupHasOutput: workGroup.hasOutput,
      hasOutput: output !== undefined,
      dataCatalogType: parts.dataCatalogType,
      lakeFormationHandsOut: parts.data === undefined,
      analysisMethods,
    }),

    render: (scope) => ({
      athena: {
        databaseName,
        tableName,
        workGroup: workGroup.name,
        catalogName: dataCatalogName,
        outputLocation: output?.url,
        region: regionIfElsewhere(scope, parts),
      },
    }),

    grantRead: (role, scope) => {
      const statements = [
        ...queryIn(role, workGroup, dataCatalogName ?? OWN_CATALOG),
        new PolicyStatement({ actions: ['glue:GetCatalog', 'glue:GetDatabase', 'glue:GetTable'], resources: catalogArns(role, parts) }),
        new PolicyStatement({ actions: ['lakeformation:GetDataAccess'], resources: ['*'] }), // has no resource type
        ...[output, workGroup.output].flatMap((place) => place ? keepResults(place) : []),
        ...parts.data ? readFolder(parts.data) : [],
      ];
      if (workGroup.outputKeyArn) {
        statements.push(new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [workGroup.outputKeyArn] }));
      }
      statements.forEach((statement) => role.addToPrincipalPolicy(statement));
      output?.useKey(role);
      parts.decryptWith(role);
      return parts.lakeFormationPermissions ? grantInLakeFormation(scope, role, parts) : [];
    },
  };
}

/** The statements by which a role runs queries in a workgroup over a data catalog. */
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

/** The statements by which a role has Athena put results into a folder, and reads them there. */
function keepResults({ bucketArn, prefix, bucketAccount }: DataFolder): PolicyStatement[] {
  const conditions = { StringEquals: { 'aws:ResourceAccount': bucketAccount } };
  return [
    new PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [bucketArn], conditions }),
    new PolicyStatement({
      actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      resources: [objectsIn(bucketArn, prefix)],
      conditions,
    }),
  ];
}
