import * as fc from 'fast-check';
import { anything, decode, type Fields, flag, mapOf, optional, text } from '../../lambda/decode';
import { encode } from '../lambda/cloudformation';

interface Properties {
  readonly Text: string;
  readonly Flag: boolean;
  readonly Map: { readonly [key: string]: string };
  readonly Anything: unknown;
  readonly MaybeText?: string;
  readonly MaybeFlag?: boolean;
  readonly MaybeMap?: { readonly [key: string]: boolean };
}

const fields: Fields<Properties> = {
  Text: text,
  Flag: flag,
  Map: mapOf(text),
  Anything: anything,
  MaybeText: optional(text),
  MaybeFlag: optional(flag),
  MaybeMap: optional(mapOf(flag)),
};

/** Lists and maps whose scalars are strings: what comes through CloudFormation unchanged. */
const structure = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.string(), fc.array(tie('value')), fc.dictionary(fc.string(), tie('value'))),
})).value;

const properties: fc.Arbitrary<Properties> = fc.record({
  Text: fc.string(),
  Flag: fc.boolean(),
  Map: fc.dictionary(fc.string(), fc.string()),
  Anything: structure,
  MaybeText: fc.string(),
  MaybeFlag: fc.boolean(),
  MaybeMap: fc.dictionary(fc.string(), fc.boolean()),
}, { requiredKeys: ['Text', 'Flag', 'Map', 'Anything'] });

test('decoding restores the properties that CloudFormation has changed to strings', () => {
  fc.assert(fc.property(properties, (value) => {
    expect(decode(fields, encode(value))).toEqual(value);
  }));
});

test('decoding returns a value of the type, or an error that names the property', () => {
  fc.assert(fc.property(fc.dictionary(fc.constantFrom(...Object.keys(fields)), fc.jsonValue()), (raw) => {
    try {
      const decoded = decode(fields, raw);
      expect(typeof decoded.Text).toBe('string');
      expect(typeof decoded.Flag).toBe('boolean');
    } catch (error) {
      expect((error as Error).message).toMatch(/^'(Text|Flag|Map|Anything|MaybeText|MaybeFlag|MaybeMap)(\..*)?' must be /s);
    }
  }));
});
