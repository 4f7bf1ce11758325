import { DeploymentError } from '../../lambda/errors';

test('a message that CloudFormation could not take is cut short', () => {
  const { stack } = new DeploymentError('ü'.repeat(5_000));

  expect(Buffer.byteLength(stack!)).toBeLessThan(2_100);
  expect(stack).toMatch(/^ü+.? \.\.\.$/);
});
