import * as fc from 'fast-check';
import { KnownNames } from '../../src/foundation/similar-names';

const similarName = (name: string, others: string[]) => new KnownNames(others).similarTo(name);

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
  ['a letter in a long word beside the same short one', 'oders_eu', 'orders_eu'],
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
  ['three letters at its beginning', 'abcpurchases', 'purchases'],
  ['three letters at its end', 'purchasesabc', 'purchases'],
  ['three letters in its middle', 'purXXXses', 'purchases'],
  ['a short word', 'orders_eu', 'orders_us'],
  ['a short word of a name without blanks', 'ordersEu', 'ordersUs'],
])('finds no name that differs by %s', (_, name, other) => {
  expect(similarName(name, [other])).toBeUndefined();
});

test('finds the first of several similar names, and never the name itself', () => {
  expect(similarName('purchases', ['purchases', 'Purchases', 'purchase'])).toBe('Purchases');
  expect(similarName('purchases', ['purchases'])).toBeUndefined();
  expect(similarName('purchases', [])).toBeUndefined();
});

test('finds the same as the Levenshtein distance between all pairs', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 5, maxLength: 9 });
  fc.assert(fc.property(letters, letters, (one, other) => {
    expect(similarName(one, [other]) !== undefined).toBe(one !== other && distance(one, other) <= 2);
  }), { numRuns: 500 });
});

test('are looked up by their exact letters, or in any case of letters', () => {
  const names = new KnownNames(['Purchases', 'visits']);
  expect([names.has('Purchases'), names.has('purchases'), names.has('orders')]).toEqual([true, false, false]);
  expect([names.hasInAnyCase('PURCHASES'), names.hasInAnyCase('Visits'), names.hasInAnyCase('orders')]).toEqual([true, true, false]);
  expect(names.all).toEqual(['Purchases', 'visits']);
});

test('a misspelled name is looked up once, however often it is asked for', () => {
  const names = new KnownNames(['visits', 'Purchases']);
  expect([names.similarTo('purchases'), names.similarTo('purchases'), names.similarTo('nothing'), names.similarTo('nothing')])
    .toEqual(['Purchases', 'Purchases', undefined, undefined]);
});

/** The Levenshtein distance by its definition. */
function distance(one: string, other: string): number {
  if (!one || !other) return one.length + other.length;
  const [a, b] = [one.slice(1), other.slice(1)];
  return one[0] === other[0] ? distance(a, b) : 1 + Math.min(distance(a, other), distance(one, b), distance(a, b));
}
