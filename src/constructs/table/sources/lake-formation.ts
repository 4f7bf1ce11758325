import { Lazy, Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { CfnPrincipalPermissions } from 'aws-cdk-lib/aws-lakeformation';
import type { Construct } from 'constructs';
import { namesOf } from './catalog-table';
import type { CatalogTable } from './catalog-table';

/**
 * Grants permissions in Lake Formation, which are needed in addition to those in IAM. Only a Lake Formation administrator can deploy
 * them.
 */
export function grantInLakeFormation(scope: Construct, role: IRole, table: CatalogTable): CfnPrincipalPermissions[] {
  const { databaseName, tableName } = namesOf(table);
  const catalogId = table.definition ? Lazy.uncachedString({ produce: () => catalogIdOf(scope, table) }) : catalogIdOf(scope, table);
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

function catalogIdOf(scope: Construct, { catalogPath, describe }: CatalogTable): string {
  const { account = Stack.of(scope).account } = describe();
  return catalogPath === undefined ? account : `${account}:${catalogPath}`;
}
