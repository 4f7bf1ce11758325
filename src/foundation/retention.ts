import { CfnDeletionPolicy, RemovalPolicy } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';

/** Whether a policy keeps a resource that leaves its stack. Two do: they differ for a stack that cannot be made. */
export function isRetained(policy?: RemovalPolicy): boolean {
  return policy === RemovalPolicy.RETAIN || policy === RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
}

/** Whether a resource has such a policy, whoever gave it. */
export function hasRetainingPolicy({ cfnOptions: { deletionPolicy } }: CfnResource): boolean {
  return deletionPolicy === CfnDeletionPolicy.RETAIN || deletionPolicy === CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
}
