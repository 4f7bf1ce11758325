import { matchesRequest } from '../../lambda/matches-request';

const DESCRIBED = { sql: { text: 'SELECT 1', parameters: { a: '1' } }, workers: { type: 'CR.1X', number: 2 }, places: [{ bucket: 'one', isSingle: true }] };

test.each<[string, unknown]>([
  ['an empty request', {}],
  ['a part of the description', { sql: { text: 'SELECT 1' } }],
  ['properties that were not requested', { output: undefined, sql: { template: undefined } }],
  ['a map in which nothing was requested', { output: { bucket: undefined } }],
  ['a number and a flag', { workers: { number: 2 }, places: [{ isSingle: true }] }],
])('matches %s', (_, requested) => {
  expect(matchesRequest(DESCRIBED, requested)).toBe(true);
});

test.each<[string, unknown]>([
  ['another value', { sql: { text: 'SELECT 2' } }],
  ['a value that is not described', { output: { bucket: 'one' } }],
  ['a longer list', { places: [{ bucket: 'one' }, { bucket: 'two' }] }],
  ['a list where there is none', { sql: ['SELECT 1'] }],
])('does not match %s', (_, requested) => {
  expect(matchesRequest(DESCRIBED, requested)).toBe(false);
});
