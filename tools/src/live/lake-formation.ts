import { READS } from './aws';
import type { Aws } from './aws';
import type { LiveFindings } from './findings';
import { folder } from '../../../src/foundation/bucket-folders';
import { warnAboutRegisteredFolder } from '../../../src/program/checks/table-rules';
import type { ProgramResource } from '../../../src/program/resource';

/** Where the rows of a table in S3 are. */
export interface Folder {
  readonly bucketName: string;
  readonly prefix?: string;
}

/** Reports a Glue table whose data are registered with Lake Formation: the same that a program is warned of that registers them itself. */
export async function checkRegistration(aws: Aws, findings: LiveFindings, on: ProgramResource, { bucketName, prefix }: Folder): Promise<void> {
  const pages = await aws.list(READS.registeredLocations, {}) ?? [];
  const registered = pages.flatMap(({ ResourceInfoList = [] }) => ResourceInfoList).some(({ ResourceArn = '' }) => {
    const [bucket, ...path] = ResourceArn.slice(ResourceArn.lastIndexOf(':') + 1).split('/');
    return bucket === bucketName && folder(prefix).startsWith(folder(path.join('/')));
  });
  if (registered) warnAboutRegisteredFolder().forEach(({ id, message }) => findings.obstacle(on, id, message));
}

/** A table in the Glue Data Catalog, and the role that reads it. */
export interface ReadTable {
  readonly catalogId: string;
  readonly databaseName: string;
  readonly tableName: string;
  readonly roleArn: string;
}

/**
 * Checks that a role may read a table through Athena as far as Lake Formation decides on that: by a grant, or because it leaves the table to IAM.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/setting-up-roles.html
 */
export async function checkGrants(aws: Aws, findings: LiveFindings, on: ProgramResource, table: ReadTable): Promise<void> {
  const { catalogId, databaseName, tableName, roleArn } = table;
  const pages = await aws.list(READS.lakeFormationPermissions, {
    Resource: { Table: { CatalogId: catalogId, DatabaseName: databaseName, Name: tableName } }, IncludeRelated: 'TRUE',
  });
  if (!pages) {
    findings.obstacle(on, 'TableMissing', `the table '${databaseName}.${tableName}' is not in the Glue Data Catalog of account ${catalogId}`);
    return;
  }
  const permissions = pages.flatMap(({ PrincipalResourcePermissions = [] }) => PrincipalResourcePermissions)
    .filter(({ Principal }) => ['IAM_ALLOWED_PRINCIPALS', roleArn, `${catalogId}:IAMPrincipals`].includes(Principal?.DataLakePrincipalIdentifier ?? ''))
    .flatMap(({ Permissions = [] }) => Permissions);
  if (permissions.some((permission) => permission === 'SELECT' || permission === 'ALL')) return;
  findings.obstacle(on, 'LakeFormationForbids', `the role ${roleArn} has no SELECT on '${databaseName}.${tableName}' in Lake Formation: grant it SELECT and `
    + 'DESCRIBE on the table, and DESCRIBE on the database');
}
