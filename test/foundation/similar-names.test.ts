import { similarName } from '../../src/foundation/similar-names';

test.each<[string, string, string]>([
  ['another case', 'Purchases', 'purchases'],
  ['another case of a short name', 'AD', 'ad'],
  ['other punctuation', 'web-visits', 'web_visits'],
  ['blanks', 'web visits', 'webVisits'],
  ['a letter that is missing', 'purchase', 'purchases'],
  ['a letter too many', 'purchasess', 'purchases'],
  ['another letter', 'purchares', 'purchases'],
  ['two letters that changed places', 'pruchases', 'purchases'],
  ['two letters', 'purchs', 'purchase'],
  ['a letter at the beginning', 'urchases', 'purchases'],
  ['five letters, one of which differs', 'peple', 'peopl'],
  ['letters of other languages', 'kaufe', 'käufe'],
  ['the same number', 'reach2024x', 'reach2024y'],
])('finds a name that differs by %s', (_, name, other) => {
  expect(similarName(name, ['something', other])).toBe(other);
});

test.each<[string, string, string]>([
  ['another word', 'purchases', 'impressions'],
  ['three letters', 'purch', 'purchase'],
  ['a letter, when it is short', 'cats', 'rats'],
  ['a letter, when one of them is short', 'cats', 'catss'],
  ['a number', 'reach2024', 'reach2025'],
  ['a number at its end', 'people', 'people2'],
  ['letters beside a number', 'a1b2people', 'a12people3'],
])('finds no name that differs by %s', (_, name, other) => {
  expect(similarName(name, [other])).toBeUndefined();
});

test('finds the first of several similar names, and never the name itself', () => {
  expect(similarName('purchases', ['purchases', 'Purchases', 'purchase'])).toBe('Purchases');
  expect(similarName('purchases', ['purchases'])).toBeUndefined();
  expect(similarName('purchases', [])).toBeUndefined();
});
