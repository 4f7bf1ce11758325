import { fingerprintOf, parseRunPhysicalId, runPhysicalId, runsIn } from '../../lambda/run-physical-id';

const CURRENT = { id: 'membership/run-2', fingerprint: '0123456789abcdef' };
const PREVIOUS = { id: 'membership/run-1', fingerprint: 'fedcba9876543210' };

const isId = (id: string) => /^membership\/run-\d$/.test(id);

test('parses the current and the previous run from a physical id', () => {
  expect(parseRunPhysicalId(runPhysicalId(CURRENT), isId)).toEqual([CURRENT]);
  expect(parseRunPhysicalId(runPhysicalId(CURRENT, PREVIOUS), isId)).toEqual([CURRENT, PREVIOUS]);
});

test('parses no run from a physical id that CloudFormation made up', () => {
  expect(parseRunPhysicalId('Campaign-Resource-1GQ4LZMVN0KXW', isId)).toEqual([]);
});

test.each([
  'membership/run-2', `${runPhysicalId(CURRENT)}/more`, `${runPhysicalId(CURRENT)}+`, `+${runPhysicalId(CURRENT)}`, `${runPhysicalId(CURRENT)}\n`,
  `${runPhysicalId(CURRENT, PREVIOUS)}+${runPhysicalId(PREVIOUS)}`, `${runPhysicalId(CURRENT)}+membership/run-1`, runPhysicalId({ ...CURRENT, id: 'membership/../x' }),
  runPhysicalId({ ...CURRENT, fingerprint: 'XYZ' }),
])('refuses a physical id of another form: %j', (physicalId) => {
  expect(() => parseRunPhysicalId(physicalId, isId)).toThrow(`the physical id '${physicalId}' is none that this resource has had: take the resource out`);
  expect(runsIn(physicalId, isId)).toBeUndefined();
});

test('computes the same fingerprint for another time to wait, and another one for another request', () => {
  const requested = { Statement: 'SELECT 1', Version: '1', WaitSeconds: 60 };

  expect(fingerprintOf({ ...requested, WaitSeconds: 30 })).toBe(fingerprintOf(requested));
  expect(fingerprintOf({ ...requested, Version: '2' } as typeof requested)).not.toBe(fingerprintOf(requested));
});
