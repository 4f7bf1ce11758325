import { Token } from 'aws-cdk-lib';

/** Whether a value of a list is known at synthesis: neither a token, nor what stands for a whole list that is one. */
export function isKnown(value: string): boolean {
  return !Token.isUnresolved(value) && !Token.isUnresolved([value]);
}

/** A value of an L1's property in the type that it has where it is no token; `undefined` where it is one, or left out. */
export function known<T>(value: unknown): T | undefined {
  return value === undefined || Token.isUnresolved(value) ? undefined : value as T;
}
