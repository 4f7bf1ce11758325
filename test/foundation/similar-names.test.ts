import * as fc from 'fast-check';
import { KnownNames } from '../../src/foundation/similar-names';

const similarName = (name: string, others: string[]) => new KnownNames(others).similarTo(name);

test.each<[string, string, string]>([
  ['another case', 'Purchases', 'purchases'],
  ['another case of a short name', 'AD', 'ad'],
  ['other punctuation', 'web-visits', 'web_visits'],
  ['blanks', 'web visits', 'webVisits'],
  ['blanks and a letter', 'web visit', 'webvisits'],
  ['a letter that is missing', 'purchase', 'purchases'],
  ['a letter too many', 'purchasess', 'purchases'],
  ['a letter too many in a name of four', 'rooom', 'room'],
  ['another letter', 'purchares', 'purchases'],
  ['two letters that changed places', 'pruchases', 'purchases'],
  ['two letters that changed places in a short word', 'ordres', 'orders'],
  ['two letters at its end that changed places', 'peopel', 'people'],
  ['two letters of a long word', 'purchs', 'purchase'],
  ['two pairs of letters that changed places', 'prucahses', 'purchases'],
  ['a letter at the beginning', 'urchases', 'purchases'],
  ['a letter of five', 'peple', 'people'],
  ['letters of other languages', 'kaufe', 'käufe'],
  ['the same number', 'reaches2024x', 'reaches2024y'],
  ['a letter in a long word beside the same short one', 'oders_eu', 'orders_eu'],
  ['a letter in each of two words', 'oders_of_custmers', 'orders_of_customers'],
  ['a blank at another place', 'email_ids', 'e_mailids'],
  ['a blank and a letter beside the same word', 'web_page_visit', 'web_pagevisits'],
])('finds a name that differs by %s', (_, name, other) => {
  expect(similarName(name, ['something', other])).toBe(other);
});

test.each<[string, string, string]>([
  ['another word', 'purchases', 'impressions'],
  ['three letters', 'purch', 'purchase'],
  ['a letter, when it is short', 'cats', 'rats'],
  ['two letters of five', 'peple', 'peopl'],
  ['a letter that moved to the place of another one', 'people', 'pexole'],
  ['a letter that another one took the place of', 'people', 'pepxle'],
  ['two letters of seven', 'partner', 'partial'],
  ['a number', 'reach2024', 'reach2025'],
  ['a number at its end', 'people', 'people2'],
  ['letters beside a number', 'a1b2people', 'a12people3'],
  ['three letters at its beginning', 'abcpurchases', 'purchases'],
  ['three letters at its end', 'purchasesabc', 'purchases'],
  ['three letters in its middle', 'purzzzses', 'purchases'],
  ['a short word', 'orders_eu', 'orders_us'],
  ['a short word at its beginning', 'eu-orders', 'us-orders'],
  ['a short word of a name without blanks', 'ordersEu', 'ordersUs'],
  ['a short word more at its end', 'purchases', 'purchases_eu'],
  ['a short word more at its beginning', 'eu-purchases', 'purchases'],
  ['a word that is almost another one', 'sales_north', 'sales_south'],
  ['a short word, and punctuation before it', '_eu_orders', 'us_orders'],
])('finds no name that differs by %s', (_, name, other) => {
  expect(similarName(name, [other])).toBeUndefined();
  expect(similarName(other, [name])).toBeUndefined();
});

test('finds the first of several similar names, and never the name itself', () => {
  expect(similarName('purchases', ['purchases', 'Purchases', 'purchase'])).toBe('Purchases');
  expect(similarName('purchases', ['purchases'])).toBeUndefined();
  expect(similarName('purchases', [])).toBeUndefined();
});

test('counts slips as the distance of all pairs of letters does', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 3, maxLength: 9 });
  fc.assert(fc.property(letters, letters, (one, other) => {
    const length = Math.max(one.length, other.length);
    const most = length < 5 ? 0 : length < 8 ? 1 : 2;
    expect(similarName(one, [other]) !== undefined).toBe(one !== other && distance(one, other) <= most);
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

/** The number of slips by its definition: the distance of optimal string alignment. */
function distance(one: string, other: string): number {
  if (!one || !other) return one.length + other.length;
  const [a, b] = [one.slice(1), other.slice(1)];
  if (one[0] === other[0]) return distance(a, b);
  const isSwapped = one.length > 1 && other.length > 1 && one[0] === other[1] && one[1] === other[0];
  return 1 + Math.min(distance(a, other), distance(one, b), distance(a, b), isSwapped ? distance(one.slice(2), other.slice(2)) : Infinity);
}
