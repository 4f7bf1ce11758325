import { fingerprintOf, parseRunPhysicalId, runPhysicalId } from '../../lambda/run-physical-id';

const CURRENT = { id: 'membership/run-2', fingerprint: '0123456789abcdef' };
const BEFORE = { id: 'membership/run-1', fingerprint: 'fedcba9876543210' };

test('a physical id tells what was performed, and what before', () => {
  expect(parseRunPhysicalId(runPhysicalId(CURRENT))).toEqual([CURRENT]);
  expect(parseRunPhysicalId(runPhysicalId(CURRENT, BEFORE))).toEqual([CURRENT, BEFORE]);
});

test('a physical id that CloudFormation made up tells nothing', () => {
  expect(parseRunPhysicalId('Campaign-Resource-1GQ4LZMVN0KXW')).toEqual([]);
});

test('a fingerprint is that of what is asked for, not of how long one waits', () => {
  const asked = { Statement: 'SELECT 1', Version: '1', WaitSeconds: 60 };

  expect(fingerprintOf({ ...asked, WaitSeconds: 30 })).toBe(fingerprintOf(asked));
  expect(fingerprintOf({ ...asked, Version: '2' } as typeof asked)).not.toBe(fingerprintOf(asked));
});
