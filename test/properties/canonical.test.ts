import * as fc from 'fast-check';
import { areEqual, canonical } from '../../lambda/canonical';
import { encode } from '../lambda/cloudformation';

const values = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('null')));

test('values have the same canonical form after CloudFormation has changed them to strings', () => {
  fc.assert(fc.property(values, (value) => areEqual(value, encode(value))));
});

test('the order of keys, and undefined keys, make no difference', () => {
  fc.assert(fc.property(values, fc.string(), (value, key) => {
    const reversed = Object.fromEntries(Object.entries(value).reverse());
    return areEqual(value, reversed) && (key in value || areEqual(value, { ...value, [key]: undefined }));
  }));
});

test('different strings, lists and maps stay different', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 3 }).map(strings), fc.jsonValue({ maxDepth: 3 }).map(strings), (one, other) => {
    return (canonical(one) === canonical(other)) === isSame(one, other);
  }));
});

/** The same with strings for scalars. */
function strings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strings);
  return typeof value === 'object' && value !== null ? encode(value) : String(value);
}

function isSame(one: unknown, other: unknown): boolean {
  try {
    expect(one).toEqual(other);
    return true;
  } catch {
    return false;
  }
}
