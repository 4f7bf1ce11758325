import { CfnResource, Token } from 'aws-cdk-lib';
import { displayed } from './displayed';
import { isKnown } from '../../../../src/foundation/tokens';
import { listAt, textAt, valueAt } from '../../../../src/program/rendered-properties';
import { ProgramResource, keyOf } from '../../../../src/program/resource';
import { resultRegionsOf } from '../../../../src/program/result-buckets';
import type { Text } from '../text';
import { say, words } from '../text';

/** The kinds of results of which a membership says where they go, though not what it says: it is known at deployment only. */
export function unknownPlacesOf(membership: ProgramResource): ResultPlace['kind'][] {
  const known = resultPlacesOf(membership).map(({ kind }) => kind);
  return PROPERTIES.filter(({ kind, name }) => membership.property(name) !== undefined && !known.includes(kind)).map(({ kind }) => kind);
}

/** Where the results of a member are written by default. What is `undefined` is not known, unless something else is said. */
export interface ResultPlace {
  readonly kind: 'queries' | 'jobs';
  readonly bucket: string;
  /** The path of the bucket, where this program defines it. */
  readonly path?: string;
  readonly prefix?: string;
  readonly region?: string;
  readonly encryption?: Text;
  readonly retention?: Retention;
  readonly roleArn: unknown;
}

/** How long objects are kept. */
export interface Retention {
  /** `undefined` for as long as nobody deletes them. */
  readonly days?: number;
}

const PROPERTIES = [
  { kind: 'queries', name: 'DefaultResultConfiguration', region: 'defaultResult' }, { kind: 'jobs', name: 'DefaultJobResultConfiguration', region: 'defaultJobResult' },
] as const;

/** The places of a membership. */
export function resultPlacesOf(membership: ProgramResource): ResultPlace[] {
  const regions = resultRegionsOf(membership);
  return PROPERTIES.flatMap(({ kind, name, region }): ResultPlace[] => {
    const configuration = membership.value<Record<string, unknown>>(name);
    const s3 = valueAt<Record<string, unknown>>(configuration?.OutputConfiguration, 'S3');
    if (!configuration || s3?.Bucket === undefined) return [];
    const key = keyOf(membership.cfn, s3.Bucket);
    const bucket = CfnResource.isCfnResource(key) && key.cfnResourceType === 'AWS::S3::Bucket' ? new ProgramResource(key) : undefined;
    const prefix = textAt(s3.KeyPrefix);
    return [{
      kind,
      bucket: bucket ? bucket.path : displayed(membership.cfn, s3.Bucket),
      path: bucket?.path,
      prefix: prefix !== undefined && isKnown(prefix) ? prefix : undefined,
      region: regions[region],
      encryption: bucket && encryptionOf(bucket),
      retention: bucket && retentionOf(bucket, prefix ?? ''),
      roleArn: configuration.RoleArn,
    }];
  });
}

/** How a bucket encrypts, in words. */
function encryptionOf(bucket: ProgramResource): Text | undefined {
  const property = bucket.property('BucketEncryption');
  if (property === undefined) return words('a key of Amazon S3');
  const rule = valueAt<Record<string, unknown>>(listAt(property, 'ServerSideEncryptionConfiguration')?.[0], 'ServerSideEncryptionByDefault');
  const algorithm = textAt(rule?.SSEAlgorithm);
  if (algorithm === 'AES256') return words('a key of Amazon S3');
  if (algorithm === undefined || !algorithm.startsWith('aws:kms')) return undefined;
  return rule?.KMSMasterKeyID === undefined ? words('the AWS managed key of the account in AWS KMS') : say`the key ${displayed(bucket.cfn, rule.KMSMasterKeyID)} in AWS KMS`;
}

/** After how many days the lifecycle rules of a bucket delete objects of a folder. Rules with other filters say nothing of all of them. */
function retentionOf(bucket: ProgramResource, prefix: string): Retention | undefined {
  const configuration = bucket.property('LifecycleConfiguration');
  if (configuration === undefined) return {};
  const rules = listAt(configuration, 'Rules')?.map((rule) => valueAt<Record<string, unknown>>(rule));
  if (!rules?.every((rule) => rule !== undefined)) return undefined;
  if (rules.some((rule) => [rule.Status, rule.Prefix, rule.ExpirationInDays].some((value) => Token.isUnresolved(value)))) return undefined;
  const isOfAll = (rule: Record<string, unknown>) => rule.Status === 'Enabled' && prefix.startsWith(textAt(rule.Prefix) ?? '')
    && ['Filter', 'TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'].every((limit) => rule[limit] === undefined);
  const days = rules.filter(isOfAll).flatMap(({ ExpirationInDays }) => ExpirationInDays === undefined ? [] : [Number(ExpirationInDays)]);
  // In a bucket with versions, what expires stays as an older version, unless these expire, too.
  const keepsVersions = bucket.property('VersioningConfiguration') !== undefined
    && !rules.some((rule) => isOfAll(rule) && (rule.NoncurrentVersionExpiration ?? rule.NoncurrentVersionExpirationInDays) !== undefined);
  return days.length && !keepsVersions ? { days: Math.min(...days) } : {};
}
