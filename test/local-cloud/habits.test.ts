import { habitsOf } from './habits';

test('are all together by default', () => {
  expect(habitsOf({})).toEqual({ hidesPendingVotes: true, refusesLongTagArns: true, uniqueNames: 'all', enforcesDependentActions: true });
});

test.each([
  ['none', {}],
  ['hiddenVotes', { hidesPendingVotes: true }],
  ['sameNames,dependentActions', { uniqueNames: 'none', enforcesDependentActions: true }],
])('are those that the environment names (%s)', (names, habits) => {
  expect(habitsOf({ LOCAL_CLOUD_HABITS: names })).toEqual(habits);
});

test('are no others', () => {
  expect(() => habitsOf({ LOCAL_CLOUD_HABITS: 'kindness' })).toThrow("LOCAL_CLOUD_HABITS has 'kindness', which is none of hiddenVotes, ");
});
