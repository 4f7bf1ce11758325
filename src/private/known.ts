import { Token } from 'aws-cdk-lib';

/** Whether a value of a list is known at synthesis: neither a token, nor what stands for a whole list that is one. */
export function isKnown(value: string): boolean {
  return !Token.isUnresolved(value) && !Token.isUnresolved([value]);
}
