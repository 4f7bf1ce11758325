import { CfnParameter, Duration, Token } from 'aws-cdk-lib';
import { waitTimeoutSeconds } from '../../src/custom-resources/wait-timeout';
import { expectRefused } from '../support/faults';
import { stackOf } from '../support/stacks';

test.each<[string, Duration, number]>([
  ['no time', Duration.seconds(0), 0],
  ['minutes', Duration.minutes(5), 300],
  ['as long as an invocation of the function', Duration.minutes(14), 840],
  ['more, which takes several invocations', Duration.minutes(15), 900],
  ['an hour, which ends a minute before CloudFormation does', Duration.hours(1), 3540],
  ['milliseconds that are whole seconds', Duration.millis(2_000), 2],
])('accepts %s', (_, timeout, seconds) => {
  expect(waitTimeoutSeconds(stackOf(), timeout)).toBe(seconds);
});

test.each<[string, Duration, string]>([
  ['a timeout of more than the hour of CloudFormation', Duration.seconds(3601), 'at most 60 minutes, got 1 hour 1 second'],
  ['a fraction of a second', Duration.millis(1_500), 'whole seconds'],
])('rejects %s', (_, timeout, message) => {
  expectRefused(() => waitTimeoutSeconds(stackOf(), timeout), 'WaitTooLong', message);
});

test('rejects more than a construct allows', () => {
  expectRefused(() => waitTimeoutSeconds(stackOf(), Duration.minutes(15), Duration.minutes(14)), 'WaitTooLong', 'at most 14 minutes, got 15 minutes');
});

test('accepts a token', () => {
  const stack = stackOf();
  const parameter = new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber;
  const seconds = waitTimeoutSeconds(stack, Duration.seconds(parameter));

  expect(Token.isUnresolved(seconds)).toBe(true);
  expect(stack.resolve(seconds)).toEqual({ Ref: 'Seconds' });
});
