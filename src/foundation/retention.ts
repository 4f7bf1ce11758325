import { CfnDeletionPolicy, RemovalPolicy } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';

/** Returns whether a removal policy keeps a resource that leaves its stack. Two do; they differ only if the creation of the stack fails. */
export function isRetained(policy?: RemovalPolicy): boolean {
  return policy === RemovalPolicy.RETAIN || policy === RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
}

/** Returns whether a resource has a deletion policy that keeps it. */
export function hasRetainingPolicy({ cfnOptions: { deletionPolicy } }: CfnResource): boolean {
  return deletionPolicy === CfnDeletionPolicy.RETAIN || deletionPolicy === CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
}
