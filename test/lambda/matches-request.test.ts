import { matchesRequest } from '../../lambda/matches-request';

const DESCRIBED = { sql: { text: 'SELECT 1', parameters: { a: '1' } }, workers: { type: 'CR.1X', number: 2 }, places: [{ bucket: 'one', isSingle: true }] };

test.each<[string, unknown]>([
  ['nothing', {}],
  ['a part', { sql: { text: 'SELECT 1' } }],
  ['what was left out', { output: undefined, sql: { template: undefined } }],
  ['what was left out altogether', { output: { bucket: undefined } }],
  ['a number and a flag', { workers: { number: 2 }, places: [{ isSingle: true }] }],
])('finds %s', (_, asked) => {
  expect(matchesRequest(DESCRIBED, asked)).toBe(true);
});

test.each<[string, unknown]>([
  ['another value', { sql: { text: 'SELECT 2' } }],
  ['what is not described', { output: { bucket: 'one' } }],
  ['a longer list', { places: [{ bucket: 'one' }, { bucket: 'two' }] }],
  ['a list where there is none', { sql: ['SELECT 1'] }],
])('does not find %s', (_, asked) => {
  expect(matchesRequest(DESCRIBED, asked)).toBe(false);
});
