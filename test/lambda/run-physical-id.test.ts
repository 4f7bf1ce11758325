import { fingerprintOf, parseRunPhysicalId, runPhysicalId } from '../../lambda/run-physical-id';

const CURRENT = { id: 'membership/run-2', fingerprint: '0123456789abcdef' };
const PREVIOUS = { id: 'membership/run-1', fingerprint: 'fedcba9876543210' };

test('parses the current and the previous run from a physical id', () => {
  expect(parseRunPhysicalId(runPhysicalId(CURRENT))).toEqual([CURRENT]);
  expect(parseRunPhysicalId(runPhysicalId(CURRENT, PREVIOUS))).toEqual([CURRENT, PREVIOUS]);
});

test('parses no run from a physical id that CloudFormation made up', () => {
  expect(parseRunPhysicalId('Campaign-Resource-1GQ4LZMVN0KXW')).toEqual([]);
});

test('computes the same fingerprint for another time to wait, and another one for another request', () => {
  const requested = { Statement: 'SELECT 1', Version: '1', WaitSeconds: 60 };

  expect(fingerprintOf({ ...requested, WaitSeconds: 30 })).toBe(fingerprintOf(requested));
  expect(fingerprintOf({ ...requested, Version: '2' } as typeof requested)).not.toBe(fingerprintOf(requested));
});
