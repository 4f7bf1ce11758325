import { Stack, Token } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { CfnPrincipalPermissions, CfnResource } from 'aws-cdk-lib/aws-lakeformation';
import type { Construct, IConstruct } from 'constructs';
import type { CatalogTable } from './catalog-table';
import type { DataFolder } from './data-folder';
import { folder } from '../folder';

/** Whether this program registers the folder, or one above it, with Lake Formation. */
export function isRegisteredIn(app: IConstruct, { bucketArn, prefix }: DataFolder): boolean {
  const path = `${afterPartition(bucketArn)}/${folder(prefix)}`;
  return app.node.findAll()
    .filter((construct) => CfnResource.isCfnResource(construct))
    .some(({ resourceArn }) => path.startsWith(`${afterPartition(resourceArn).replace(/\/$/, '')}/`));
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

/** The name of the bucket and what follows; all of the ARN where it is a reference to the bucket. */
function afterPartition(arn: string): string {
  return Token.isUnresolved(arn) && !arn.includes(':::') ? arn : arn.slice(arn.indexOf(':::') + 3);
}
