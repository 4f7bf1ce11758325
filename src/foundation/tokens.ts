import { Token } from 'aws-cdk-lib';

/** What the CDK gives for a lookup that is yet to be made, after which it synthesizes again; what CloudFormation looks up itself. */
const LOOKED_UP_LATER = /^dummy-value-for-|\{\{resolve:/;

/** Whether a value is known at synthesis: neither a token, nor what stands for a whole list that is one, nor for a value looked up later. */
export function isKnown(value: string): boolean {
  return !Token.isUnresolved(value) && !Token.isUnresolved([value]) && !LOOKED_UP_LATER.test(value);
}

/** A value of an L1's property in the type that it has where it is no token; `undefined` where it is one, or left out. */
export function known<T>(value: unknown): T | undefined {
  return value === undefined || Token.isUnresolved(value) ? undefined : value as T;
}
