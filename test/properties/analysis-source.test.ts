import * as fc from 'fast-check';
import { AnalysisParameterType, AnalysisSource, AnalysisTemplate, Membership } from '../../src';
import type { SqlParameter } from '../../src';
import { LocalCleanRoom } from '../support/local-clean-room';
import { stackOf, warningsIn } from '../support/stacks';
import { synthesizedStrictly } from '../support/strict-synthesis';

const TYPE = 'AWS::CleanRooms::AnalysisTemplate';

const wholeNumber = (bits: number) => fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n }).map(String);
const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((day) => day.toISOString());
const decimal = fc.tuple(fc.integer(), fc.nat(99)).map(([whole, fraction]) => `${whole}.${fraction}`);
const anything = fc.string({ unit: 'grapheme-ascii', maxLength: 20 });

/** A default that fits, for each type. */
const DEFAULTS: Record<string, fc.Arbitrary<string>> = {
  TINYINT: wholeNumber(8),
  BYTE: wholeNumber(8),
  SMALLINT: wholeNumber(16),
  SHORT: wholeNumber(16),
  INTEGER: wholeNumber(32),
  INT: wholeNumber(32),
  BIGINT: wholeNumber(64),
  LONG: wholeNumber(64),
  DECIMAL: decimal,
  NUMERIC: decimal,
  REAL: fc.float({ noNaN: false }).map(String),
  FLOAT: fc.float().map(String),
  DOUBLE: fc.double().map(String),
  DOUBLE_PRECISION: fc.double().map(String),
  BOOLEAN: fc.boolean().map(String),
  DATE: date.map((instant) => instant.slice(0, 10)),
  TIME: date.map((instant) => instant.slice(11, 19)),
  TIMETZ: date.map((instant) => `${instant.slice(11, 19)}+01:00`),
  TIMESTAMP: date.map((instant) => instant.slice(0, 19).replace('T', ' ')),
  TIMESTAMPTZ: date,
  TIMESTAMP_LTZ: date.map((instant) => instant.slice(0, 19)),
  TIMESTAMP_NTZ: date.map((instant) => instant.slice(0, 10)),
  CHAR: anything,
  CHARACTER: anything,
  VARCHAR: anything,
  STRING: anything,
  VARBYTE: anything,
  BINARY: anything,
};

const parameter: fc.Arbitrary<SqlParameter> = fc.constantFrom(...Object.keys(DEFAULTS)).chain((name) =>
  fc.record({ type: fc.constant(AnalysisParameterType.of(name)), defaultValue: DEFAULTS[name] }, { requiredKeys: ['type'] }));
const parameters = fc.dictionary(fc.stringMatching(/^[0-9a-zA-Z_]{1,20}$/), parameter, { maxKeys: 8, noNullPrototype: true });

/** What has colons in SQL and stands for no parameter. */
const noise = fc.constantFrom(
  "'12:30'", "'it''s :text'", '"a:b"', '`c :d`', '-- :never\n', '/* :nor\n:this */', 'x::DATE', 'CAST(y AS STRUCT<z:INT>)',
);

/** SQL that has each of the parameters, in some order, more than once at times, among other things. */
function sqlWith(names: string[]): fc.Arbitrary<string> {
  const again = names.length ? fc.array(fc.constantFrom(...names), { maxLength: 3 }) : fc.constant([]);
  const uses = fc.tuple(fc.shuffledSubarray(names, { minLength: names.length }), again).map((all) => all.flat());
  return fc.tuple(uses, fc.array(noise, { maxLength: 5 }), fc.infiniteStream(fc.constantFrom(' ', ' = ', '\n, ', '(')))
    .map(([used, others, separators]) => {
      const pieces = others.flatMap((other, index) => [other, ...used.slice(index, index + 1).map((name) => `:${name}`)]);
      const rest = used.slice(others.length).map((name) => `:${name}`);
      return `SELECT 1${[...pieces, ...rest].map((piece) => `${separators.next().value as string}${piece}`).join('')}`;
    });
}

const declaredAndUsed = parameters.chain((declared) => sqlWith(Object.keys(declared)).map((text) => ({ declared, text })));

let room: LocalCleanRoom;
beforeAll(async () => {
  room = await LocalCleanRoom.open();
});

test('SQL with the declared parameters and no others is accepted, by strict validation and by the local API, without a warning', async () => {
  await fc.assert(fc.asyncProperty(declaredAndUsed, async ({ declared, text }) => {
    const warnings: string[] = [];
    const [{ Properties }] = synthesizedStrictly(TYPE, (stack) => {
      new AnalysisTemplate(stack, 'Template', {
        membership: Membership.fromMembershipIdentifier(stack, 'Membership', room.membershipIdentifier),
        source: AnalysisSource.sql(text, { parameters: declared }),
      });
      warnings.push(...warningsIn(stack));
    });
    expect(warnings).toEqual([]);

    const made = await room.make(TYPE, Properties);
    const [template] = room.all('AnalysisTemplate');
    await room.remove(TYPE, made);
    expect(template.source).toEqual({ text });
    expect(template.analysisParameters ?? []).toEqual(Object.entries(declared)
      .map(([name, { type, defaultValue }]) => ({ name, type: type.name, ...defaultValue === undefined ? {} : { defaultValue } })));
  }), { numRuns: 40 });
});

test('a parameter that is not declared, or not used, gives a warning', () => {
  fc.assert(fc.property(declaredAndUsed.filter(({ declared }) => Object.keys(declared).length > 0), ({ declared, text }) => {
    const [[name], ...others] = Object.entries(declared);
    const unused = `${Object.keys(declared).join('')}_`;
    expect(warningsOf(text, Object.fromEntries(others))).toEqual(['cdk-cleanrooms:undeclaredParameter']);
    expect(warningsOf(text, { ...declared, [unused]: { type: AnalysisParameterType.STRING } })).toEqual(['cdk-cleanrooms:unusedParameter']);
    expect(warningsOf(text.replaceAll(`:${name}`, `'${name}'`), declared)).toContain('cdk-cleanrooms:unusedParameter');
  }), { numRuns: 30 });
});

test('a template has the same name and logical id if and only if it runs the same analysis', () => {
  fc.assert(fc.property(declaredAndUsed, declaredAndUsed, (one, other) => {
    const same = one.text === other.text && JSON.stringify(one.declared) === JSON.stringify(other.declared);
    expect(identityOf(one)).toEqual(identityOf(one));
    expect(identityOf(one)[0] === identityOf(other)[0]).toBe(same);
    expect(identityOf(one)[1] === identityOf(other)[1]).toBe(same);
  }), { numRuns: 30 });
});

function warningsOf(text: string, declared: Record<string, SqlParameter>): string[] {
  const stack = stackOf();
  new AnalysisTemplate(stack, 'Template', {
    membership: Membership.fromMembershipIdentifier(stack, 'Membership', '11111111-1111-4111-8111-111111111111'),
    source: AnalysisSource.sql(text, { parameters: declared }),
  });
  return warningsIn(stack);
}

function identityOf({ declared, text }: { declared: Record<string, SqlParameter>; text: string }): string[] {
  const stack = stackOf();
  const template = new AnalysisTemplate(stack, 'Template', {
    membership: Membership.fromMembershipIdentifier(stack, 'Membership', '11111111-1111-4111-8111-111111111111'),
    source: AnalysisSource.sql(text, { parameters: declared }),
  });
  const { name, logicalId } = template.node.defaultChild as unknown as { name: string; logicalId: string };
  return stack.resolve([name, logicalId]) as string[];
}
