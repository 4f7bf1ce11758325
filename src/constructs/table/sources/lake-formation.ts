import { Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { CfnPrincipalPermissions, CfnResource } from 'aws-cdk-lib/aws-lakeformation';
import type { Construct, IConstruct } from 'constructs';
import type { CatalogTable } from './catalog-table';
import type { DataFolder } from './data-folder';
import { folder } from '../../../foundation/bucket-folders';
import { resolveBucketReference } from '../../../foundation/references';
import type { ResourceKey } from '../../../foundation/references';

/** Whether this program registers the folder, or one above it, with Lake Formation. */
export function isRegisteredIn(app: IConstruct, { bucketArn, prefix }: DataFolder): boolean {
  const bucket = resolveBucketReference(bucketArn);
  return app.node.findAll()
    .filter((construct) => CfnResource.isCfnResource(construct))
    .map(({ resourceArn }) => parted(resourceArn))
    .some((registered) => registered.bucket === bucket && folder(prefix).startsWith(folder(registered.prefix)));
}

/**
 * Lake Formation's own permissions on the table, which exist beside those of IAM. Only an administrator of Lake Formation
 * can deploy them.
 */
export function grantInLakeFormation(scope: Construct, role: IRole, table: CatalogTable): CfnPrincipalPermissions[] {
  const { account = Stack.of(scope).account, catalogPath, databaseName, tableName } = table;
  const catalogId = catalogPath === undefined ? account : `${account}:${catalogPath}`;
  const permissions = (id: string, names: string[], resource: CfnPrincipalPermissions.ResourceProperty) =>
    new CfnPrincipalPermissions(scope, id, {
      principal: { dataLakePrincipalIdentifier: role.roleArn },
      resource,
      permissions: names,
      permissionsWithGrantOption: [],
    });
  return [
    permissions('LakeFormationDatabase', ['DESCRIBE'], { database: { catalogId, name: databaseName } }),
    permissions('LakeFormationTable', ['DESCRIBE', 'SELECT'], { table: { catalogId, databaseName, name: tableName } }),
  ];
}

/** The bucket in an ARN, which can be a reference to one, and the prefix that follows it. */
function parted(arn: string): { readonly bucket: ResourceKey; readonly prefix: string } {
  const [bucketArn, ...prefix] = arn.split('/');
  return { bucket: resolveBucketReference(bucketArn), prefix: prefix.join('/') };
}
