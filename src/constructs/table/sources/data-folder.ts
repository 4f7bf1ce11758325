import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { folder, objectsIn } from '../../../foundation/bucket-folders';

/** A folder of a bucket. */
export interface DataFolder {
  readonly bucketArn: string;
  readonly prefix?: string;
  readonly bucketAccount: string;
}

/** The folder that `s3://<bucket>/<prefix>` names, in a bucket of the scope's account; `undefined` where the URL is of no such form. */
export function folderAt(url: string | undefined, scope: IConstruct): DataFolder | undefined {
  const [, bucketName, prefix] = /^s3a?:\/\/([^/]+)\/?(.*)$/.exec(url ?? '') ?? [];
  const { account, partition } = Stack.of(scope);
  return bucketName === undefined ? undefined : { bucketArn: `arn:${partition}:s3:::${bucketName}`, bucketAccount: account, prefix };
}

/** A folder as Athena takes it. */
export function folderUrl(bucketName: string, prefix?: string): string {
  return `s3://${bucketName}/${folder(prefix)}`;
}

/** The statements by which a role reads what is in a folder, and nothing else. */
export function readFolder({ bucketArn, prefix, bucketAccount }: DataFolder): PolicyStatement[] {
  const conditions = { StringEquals: { 's3:ResourceAccount': bucketAccount } };
  return [
    new PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [bucketArn], conditions }),
    new PolicyStatement({ actions: ['s3:GetObject'], resources: [objectsIn(bucketArn, prefix)], conditions }),
  ];
}
