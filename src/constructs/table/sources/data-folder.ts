import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { withReason } from '../../../foundation/acknowledgements';
import { folder, objectsIn } from '../../../foundation/bucket-folders';

/** A folder of a bucket. */
export interface DataFolder {
  readonly bucketArn: string;
  readonly prefix?: string;
  readonly bucketAccount: string;
}

/** Returns the folder of a URL `s3://<bucket>/<prefix>`, in a bucket of the scope's account; `undefined` if the URL has another form. */
export function folderAt(url: unknown, scope: IConstruct): DataFolder | undefined {
  const [, bucketName, prefix] = /^s3a?:\/\/([^/]+)\/?(.*)$/.exec(typeof url === 'string' ? url : '') ?? [];
  const { account, partition } = Stack.of(scope);
  return bucketName === undefined ? undefined : { bucketArn: `arn:${partition}:s3:::${bucketName}`, bucketAccount: account, prefix };
}

/** Returns the URL of a folder in the form that Athena requires. */
export function folderUrl(bucketName: string, prefix?: string): string {
  return `s3://${bucketName}/${folder(prefix)}`;
}

const READS_FOLDER = 'Clean Rooms reads the objects of the table, whose names are not known: '
  + 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/setting-up-roles.html';

/** Returns the statements to read the objects in a folder, and nothing else. */
export function readFolder({ bucketArn, prefix, bucketAccount }: DataFolder): PolicyStatement[] {
  const conditions = { StringEquals: { 's3:ResourceAccount': bucketAccount } };
  return [
    new PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [bucketArn], conditions }),
    withReason(new PolicyStatement({ actions: ['s3:GetObject'], resources: [objectsIn(bucketArn, prefix)], conditions }), READS_FOLDER),
  ];
}
