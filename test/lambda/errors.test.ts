import { DeploymentError } from '../../lambda/errors';

test('shortens a message that is too long for CloudFormation', () => {
  const { message } = new DeploymentError('ü'.repeat(5_000));

  expect(Buffer.byteLength(message)).toBeLessThan(2_100);
  expect(message).toMatch(/^ü+.? \.\.\.$/);
});
