import { RemovalPolicy } from 'aws-cdk-lib';

/** Whether a policy keeps a resource that leaves its stack. Two do: they differ for a stack that cannot be made. */
export function isRetained(policy?: RemovalPolicy): boolean {
  return policy === RemovalPolicy.RETAIN || policy === RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
}
