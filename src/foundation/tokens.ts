import { Token } from 'aws-cdk-lib';

/** The placeholders of the CDK for context lookups that are yet to be made, and dynamic references of CloudFormation. */
const LOOKED_UP_LATER = /^dummy-value-for-|\{\{resolve:/;

/** Returns whether a value is known at synthesis: it is no token, no member of a list that is a token, and no placeholder for a lookup. */
export function isKnown(value: string): boolean {
  return !Token.isUnresolved(value) && !Token.isUnresolved([value]) && !LOOKED_UP_LATER.test(value);
}

/** Returns the value of an L1 property in the given type; `undefined` if it is a token or left out. */
export function known<T>(value: unknown): T | undefined {
  return value === undefined || Token.isUnresolved(value) ? undefined : value as T;
}
