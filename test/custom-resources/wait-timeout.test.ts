import { CfnParameter, Duration, Token } from 'aws-cdk-lib';
import { waitTimeoutSeconds } from '../../src/custom-resources/wait-timeout';
import { expectRefused } from '../support/faults';
import { stackOf } from '../support/stacks';

test.each<[string, Duration, number]>([
  ['no time', Duration.seconds(0), 0],
  ['minutes', Duration.minutes(5), 300],
  ['the longest timeout', Duration.minutes(14), 840],
  ['milliseconds that are whole seconds', Duration.millis(2_000), 2],
])('accepts %s', (_, timeout, seconds) => {
  expect(waitTimeoutSeconds(stackOf(), timeout)).toBe(seconds);
});

test.each<[string, Duration, string]>([
  ['a timeout that is longer than that of the function', Duration.seconds(841), 'at most 14 minutes, got 14 minutes 1 second'],
  ['a fraction of a second', Duration.millis(1_500), 'whole seconds'],
])('rejects %s', (_, timeout, message) => {
  expectRefused(() => waitTimeoutSeconds(stackOf(), timeout), 'WaitTooLong', message);
});

test('accepts a token', () => {
  const stack = stackOf();
  const parameter = new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber;
  const seconds = waitTimeoutSeconds(stack, Duration.seconds(parameter));

  expect(Token.isUnresolved(seconds)).toBe(true);
  expect(stack.resolve(seconds)).toEqual({ Ref: 'Seconds' });
});
