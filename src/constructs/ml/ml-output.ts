import { EncryptedResources } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import type { ProviderStatement } from '../../custom-resources/provider-role';
import { folder, placeOf } from '../../foundation/bucket-folders';
import { grantAcknowledged, writeResults } from '../../foundation/service-role';

/** Where Clean Rooms ML writes results. */
export interface MlOutputLocation {
  /**
   * The bucket. It should not be a bucket from which training data or tables are read. Import a bucket of another account or Region with
   * `Bucket.fromBucketAttributes`, `account` and `region`.
   */
  readonly bucket: s3Refs.IBucketRef;

  /**
   * The prefix of the keys, a folder such as `audiences`.
   *
   * @default - the root of the bucket
   */
  readonly prefix?: string;
}

/** Returns the location as the API has it. @internal */
export function s3UriOf({ bucket, prefix }: MlOutputLocation): string {
  return `s3://${bucket.bucketRef.bucketName}/${folder(prefix)}`;
}

/** Allows a role to write to the location, and to use the key of the bucket if it has one. @internal */
export function grantOutput(role: IRole, { bucket, prefix }: MlOutputLocation): void {
  grantAcknowledged(role, writeResults(bucket.bucketRef.bucketArn, folder(prefix), placeOf(bucket).account));
  EncryptedResources.of(bucket)?.grantOnKey(role, 'kms:Decrypt', 'kms:GenerateDataKey');
}

/** The statement that lets the function give a role to Clean Rooms ML, and to no other service. @internal */
export function passRole(role: IRole): ProviderStatement {
  return {
    Action: ['iam:PassRole'],
    Resource: role.roleArn,
    Condition: { StringEquals: { 'iam:PassedToService': 'cleanrooms-ml.amazonaws.com' } },
  };
}
