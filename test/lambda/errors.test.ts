import { DeploymentError } from '../../lambda/errors';

test('shortens a message that is too long for CloudFormation', () => {
  const { stack } = new DeploymentError('ü'.repeat(5_000));

  expect(Buffer.byteLength(stack!)).toBeLessThan(2_100);
  expect(stack).toMatch(/^ü+.? \.\.\.$/);
});
