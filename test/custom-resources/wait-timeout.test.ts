import { CfnParameter, Duration, Token } from 'aws-cdk-lib';
import { waitTimeoutSeconds } from '../../src/custom-resources/wait-timeout';
import { expectRefused } from '../support/faults';
import { stackOf } from '../support/stacks';

test.each<[string, Duration, number]>([
  ['no time', Duration.seconds(0), 0],
  ['minutes', Duration.minutes(5), 300],
  ['as long as the function can', Duration.minutes(14), 840],
  ['milliseconds that are whole seconds', Duration.millis(2_000), 2],
])('%s can be waited', (_, timeout, seconds) => {
  expect(waitTimeoutSeconds(stackOf(), timeout)).toBe(seconds);
});

test.each<[string, Duration, string]>([
  ['longer than the function can', Duration.seconds(841), 'at most 14 minutes, got 14 minutes 1 second'],
  ['a part of a second', Duration.millis(1_500), 'whole seconds'],
])('%s is refused', (_, timeout, message) => {
  expectRefused(() => waitTimeoutSeconds(stackOf(), timeout), 'WaitTooLong', message);
});

test('a token is passed on', () => {
  const stack = stackOf();
  const parameter = new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber;
  const seconds = waitTimeoutSeconds(stack, Duration.seconds(parameter));

  expect(Token.isUnresolved(seconds)).toBe(true);
  expect(stack.resolve(seconds)).toEqual({ Ref: 'Seconds' });
});
