import { DeploymentError, withWholeEnd } from '../../lambda/errors';

test('shortens a message that is too long for CloudFormation', () => {
  const { message } = new DeploymentError('ü'.repeat(5_000));

  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(2_000);
  expect(message).toMatch(/^ü+ \.\.\.$/);
});

describe('a list before an end that must be read', () => {
  test('stays whole where there is room', () => {
    expect(withWholeEnd('because of: ', ['a', 'b'.repeat(1_900)], '. Remedy')).toBe(`because of: a; ${'b'.repeat(1_900)}. Remedy`);
  });

  test('is shortened where it is longest', () => {
    const message = withWholeEnd('because of: ', ['a', 'ü'.repeat(2_000), 'short', 'c'.repeat(2_000)], '. Remedy');

    expect(message).toMatch(/^because of: a; ü+ \.\.\.; short; c+ \.\.\.\. Remedy$/);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(2_000);
    expect(Buffer.byteLength(message)).toBeGreaterThan(1_990);
  });

  test('is shortened part by part where there are many', () => {
    const message = withWholeEnd('because of: ', [...Array(30).keys()].map((index) => `${index} ${'b'.repeat(300)}`), '. Remedy');

    expect(message).toMatch(/^because of: 0 b+ \.\.\.; 1 b+ \.\.\.; .*; 29 b+ \.\.\.\. Remedy$/);
    expect(new DeploymentError(message).message).toBe(message);
  });
});
