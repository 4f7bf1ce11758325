import { anything, decode, decodeKnown, type Fields, flag, listOf, mapOf, optional, text } from '../../lambda/decode';

interface Properties {
  readonly Name: string;
  readonly Enabled?: boolean;
  readonly Tags?: { readonly [key: string]: string };
  readonly Members?: readonly string[];
  readonly Values?: unknown;
}

const fields: Fields<Properties> = {
  Name: text, Enabled: optional(flag), Tags: optional(mapOf(text)), Members: optional(listOf(text)), Values: optional(anything),
};

test('leaves out absent properties', () => {
  expect(Object.keys(decode(fields, { Name: 'a' }))).toEqual(['Name']);
});

test('decodes "false" and "true" as booleans', () => {
  expect(decode(fields, { Name: 'a', Enabled: 'false' }).Enabled).toBe(false);
  expect(decode(fields, { Name: 'a', Enabled: 'true' }).Enabled).toBe(true);
});

test('keeps lists and maps', () => {
  const values = { list: ['1', 'true'], map: { key: '2' } };

  expect(decode(fields, { Name: 'a', Tags: { key: 'value' }, Members: ['b'], Values: values }))
    .toEqual({ Name: 'a', Tags: { key: 'value' }, Members: ['b'], Values: values });
});

test('ignores the properties that CloudFormation itself reads', () => {
  expect(decode(fields, { Name: 'a', ServiceToken: 'arn', ServiceTimeout: '60' })).toEqual({ Name: 'a' });
});

test.each<[string, Record<string, unknown>, string]>([
  ['an unknown property', { Name: 'a', name: 'b' }, "unknown property 'name', expected 'Name', 'Enabled', 'Tags', 'Members', 'Values'"],
  ['a missing property', {}, "'Name' must be text, got nothing"],
  ['a list instead of a text', { Name: ['a'] }, "'Name' must be text, got [\"a\"]"],
  ['a word instead of a boolean', { Name: 'a', Enabled: 'yes' }, "'Enabled' must be true or false, got \"yes\""],
  ['a list instead of a map', { Name: 'a', Tags: ['b'] }, "'Tags' must be a map, got [\"b\"]"],
  ['a map instead of a list', { Name: 'a', Members: { 0: 'b' } }, "'Members' must be a list, got {\"0\":\"b\"}"],
  ['a wrong value in a list', { Name: 'a', Members: ['b', {}] }, "'Members[1]' must be text, got {}"],
  ['a wrong value in a map', { Name: 'a', Tags: { key: ['b'] } }, "'Tags.key' must be text, got [\"b\"]"],
])('refuses %s', (_, properties, message) => {
  expect(() => decode(fields, properties)).toThrow(message);
});

test('decodes the known properties of another version, and ignores the others', () => {
  expect(decodeKnown(fields, { Name: 'a', OfAnOlderVersion: 'true' })).toEqual({ Name: 'a' });
});
