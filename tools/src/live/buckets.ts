import { READS } from './aws';
import type { Aws, Place } from './aws';
import type { LiveFindings } from './findings';
import { checkKey } from './keys';
import type { ProgramResource } from '../../../src/program/resource';

/** A bucket that Clean Rooms uses. */
export interface UsedBucket {
  readonly bucketName: string;
  /** What it is for, as messages say it: `for the results of queries`. */
  readonly purpose: string;
  /** The Regions that it can be in, and why. */
  readonly regions?: { readonly allowed: readonly string[]; readonly why: string };
  /** The role that Clean Rooms uses it with, and what this does with the key of the bucket. */
  readonly roleArn?: string;
  readonly keyAction: 'kms:Decrypt' | 'kms:GenerateDataKey';
}

/** Checks that a bucket is there, and in a Region that the service takes, and that its key can be used. */
export async function checkBucket(aws: (place: Pick<Place, 'region'>) => Aws, findings: LiveFindings, on: ProgramResource, bucket: UsedBucket): Promise<void> {
  const { bucketName: Bucket, purpose, regions, roleArn, keyAction } = bucket;
  const s3 = aws({});
  const location = await s3.read(READS.bucketLocation, { Bucket });
  if (!location) {
    findings.obstacle(on, 'BucketMissing', `the bucket '${Bucket}' ${purpose} does not exist`);
    return;
  }
  const region = regionOf(location.LocationConstraint);
  if (regions && !regions.allowed.includes(region)) {
    findings.obstacle(on, 'BucketInOtherRegion', `the bucket '${Bucket}' ${purpose} is in ${region}, ${regions.why}: ${regions.allowed.join(', ')}`);
  }
  await findings.reading(on, async () => {
    const encryption = await s3.read(READS.bucketEncryption, { Bucket });
    const { SSEAlgorithm, KMSMasterKeyID } = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault ?? {};
    if (!SSEAlgorithm?.startsWith('aws:kms') || KMSMasterKeyID === undefined || roleArn === undefined) return;
    const keyRegion = KMSMasterKeyID.startsWith('arn:') ? KMSMasterKeyID.split(':')[3] : region;
    await checkKey(aws({ region: keyRegion }), findings, on, {
      keyId: KMSMasterKeyID, purpose: `of the bucket '${Bucket}' ${purpose}`, roleArn, action: keyAction,
    });
  });
}

/** The oldest Regions have names of their own. */
function regionOf(constraint: string | undefined): string {
  return !constraint ? 'us-east-1' : constraint === 'EU' ? 'eu-west-1' : constraint;
}
