import { CfnResource } from 'aws-cdk-lib';
import { READS } from './aws';
import type { Aws, Place } from './aws';
import { checkBucket } from './buckets';
import { inTemplateForm, known } from './comparison';
import type { DeployedStack } from './deployed';
import type { LiveFindings } from './findings';
import { checkKey } from './keys';
import { checkGrants, checkRegistration } from './lake-formation';
import { memberWith } from './members';
import type { LiveMember } from './members';
import type { LiveProperties } from './readings';
import { checkRole } from './roles';
import { resolveBucketReference } from '../../../src/foundation/references';
import { KnownResource } from '../../../src/program/known-resources';
import type { ProgramModel } from '../../../src/program/model';
import { textAt, valueAt } from '../../../src/program/rendered-properties';
import type { ProgramResource } from '../../../src/program/resource';

/** Where the rooms of a stage are read. */
export interface RoomPlace {
  readonly account: string;
  readonly aws: (place: Pick<Place, 'region'>) => Aws;
  readonly deployed: DeployedStack;
}

/** A room as AWS has it, as far as prerequisites depend on it. */
export interface LiveRoom {
  readonly region: string;
  readonly allowedResultRegions: readonly string[];
  readonly members: readonly LiveMember[];
}

/** The properties of a membership with what becomes of results, and the ability of whoever causes them. */
const RESULTS = [
  ['DefaultResultConfiguration', 'queries', 'CAN_QUERY'],
  ['DefaultJobResultConfiguration', 'jobs', 'CAN_RUN_JOB'],
] as const;

/** Checks what must be as the service needs it before anything can be analysed: roles, buckets, keys, Lake Formation. */
export class Prerequisites {
  constructor(private readonly model: ProgramModel, private readonly findings: LiveFindings, private readonly place: RoomPlace) {}

  /** Checks where the results of a membership go, and the role that writes them. */
  public async checkResults(resource: ProgramResource, membershipId: string, live: LiveProperties, room: LiveRoom): Promise<void> {
    const { members, allowedResultRegions } = room;
    const regions = allowedResultRegions.length
      ? { allowed: allowedResultRegions, why: "which is not among the Regions that the collaboration allows results in ('allowedResultRegions')" } : undefined;
    for (const [property, kind, ability] of RESULTS) {
      const bucketName = textAt(live, property, 'OutputConfiguration', 'S3', 'Bucket');
      const roleArn = textAt(live, property, 'RoleArn');
      const runner = memberWith(ability, members);
      if (roleArn !== undefined) {
        const causing = members.filter((member) => member === runner || (kind === 'jobs' && member.membershipId === membershipId));
        await this.reading(resource, async (aws) => checkRole(aws, this.findings, resource, {
          roleArn, task: `writes the results of ${kind}`, members: causing, runner: kind === 'queries' ? runner : undefined,
        }));
      }
      if (bucketName !== undefined) {
        await this.reading(resource, async () => checkBucket(this.place.aws, this.findings, resource, {
          bucketName, purpose: `for the results of ${kind}`, regions, roleArn, keyAction: 'kms:GenerateDataKey',
        }));
      }
    }
  }

  /** Checks that the role of an association can be assumed, and can read the table. */
  public async checkTable(
    resource: ProgramResource, membershipId: string, live: LiveProperties, table: LiveProperties | undefined, { members }: LiveRoom,
  ): Promise<void> {
    const roleArn = textAt(live, 'RoleArn');
    const source = await this.reading(resource, async (aws) => sourceOf(table ?? await configuredTable(aws, textAt(live, 'ConfiguredTableId'))));
    if (roleArn === undefined || source === undefined) return;
    const runner = memberWith('CAN_QUERY', members) ?? memberWith('CAN_RUN_JOB', members);
    const isForAll = source.kind === 'Glue' || source.kind === 'Athena';
    const causing = members.filter((member) => isForAll || member === runner || member.membershipId === membershipId);
    await this.reading(resource, async (aws) => checkRole(aws, this.findings, resource, {
      roleArn, task: 'reads the table', members: causing, runner: isForAll ? runner : undefined,
    }));
    if (source.kind === 'Athena') await this.checkAthenaTable(resource, source.reference, roleArn);
    if (source.kind === 'Glue') await this.checkGlueTable(resource, source.reference, roleArn);
  }

  /** Checks that the artifacts of a template are in the Region of the collaboration, and that the role that reads them can be assumed. */
  public async checkArtifacts(resource: ProgramResource, membershipId: string, live: LiveProperties, { members, region }: LiveRoom): Promise<void> {
    const roleArn = textAt(live, 'Source', 'Artifacts', 'RoleArn');
    const bucketName = textAt(live, 'Source', 'Artifacts', 'EntryPoint', 'Location', 'Bucket');
    if (roleArn === undefined || bucketName === undefined) return;
    const runner = memberWith('CAN_RUN_JOB', members);
    await this.reading(resource, async (aws) => checkRole(aws, this.findings, resource, {
      roleArn, task: 'reads the artifacts of the template', members: members.filter((member) => member === runner || member.membershipId === membershipId),
    }));
    await this.reading(resource, async () => checkBucket(this.place.aws, this.findings, resource, {
      bucketName, purpose: 'of the artifacts', roleArn, keyAction: 'kms:Decrypt', regions: { allowed: [region], why: 'which is not the Region of the collaboration' },
    }));
  }

  /** Checks that Clean Rooms may use the key of an ID mapping table. */
  public async checkMappingKey(resource: ProgramResource, live: LiveProperties): Promise<void> {
    const keyId = textAt(live, 'KmsKeyArn');
    if (keyId === undefined) return;
    await this.reading(resource, async (aws) => checkKey(aws, this.findings, resource, { keyId, purpose: 'of the ID mapping table', action: 'kms:Decrypt' }));
  }

  private async checkAthenaTable(resource: ProgramResource, reference: unknown, roleArn: string): Promise<void> {
    const [databaseName, tableName] = ['DatabaseName', 'TableName'].map((name) => textAt(reference, name));
    // The tables of other catalogs have other resources in Lake Formation.
    const isOfGlue = ['AwsDataCatalog', undefined].includes(textAt(reference, 'CatalogName'));
    if (!isOfGlue || databaseName === undefined || tableName === undefined) return;
    await this.reading(resource, async () => checkGrants(this.place.aws({ region: textAt(reference, 'Region') }), this.findings, resource, {
      catalogId: this.place.account, databaseName, tableName, roleArn,
    }));
  }

  /** The bucket is known where the program says it: the catalog is not asked. */
  private async checkGlueTable(resource: ProgramResource, reference: unknown, roleArn: string): Promise<void> {
    const { bucketArn, prefix = '' } = this.model.sourceOfAssociation(resource) ?? {};
    const bucketName = bucketArn === undefined ? undefined : await this.reading(resource, async () => this.bucketNamed(bucketArn));
    if (bucketName === undefined) return;
    await this.reading(resource, async () => checkBucket(this.place.aws, this.findings, resource, {
      bucketName, purpose: 'of the data', roleArn, keyAction: 'kms:Decrypt',
    }));
    if (known(prefix) === undefined) return;
    await this.reading(resource, async () => checkRegistration(this.place.aws({ region: textAt(reference, 'Region') }), this.findings, resource, { bucketName, prefix }));
  }

  private async bucketNamed(bucketArn: string): Promise<string | undefined> {
    const bucket = resolveBucketReference(bucketArn);
    if (typeof bucket === 'string') return known(bucket);
    return CfnResource.isCfnResource(bucket) && bucket.cfnResourceType === KnownResource.BUCKET ? this.place.deployed.idOf(bucket) : undefined;
  }

  private async reading<T>(resource: ProgramResource, read: (aws: Aws) => Promise<T>): Promise<T | undefined> {
    return this.findings.reading(resource, async () => read(this.place.aws({})));
  }
}

/** A configured table that the program does not have. */
async function configuredTable(aws: Aws, configuredTableIdentifier: string | undefined): Promise<unknown> {
  return inTemplateForm((await aws.read(READS.configuredTable, { configuredTableIdentifier }))?.configuredTable);
}

/** The kind of source of a configured table, and the reference to it. */
function sourceOf(table: unknown): { readonly kind: string; readonly reference: unknown } | undefined {
  const [[kind, reference] = []] = Object.entries(valueAt<object>(table, 'TableReference') ?? {});
  return kind === undefined ? undefined : { kind, reference };
}
