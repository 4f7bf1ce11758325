import { Lazy } from 'aws-cdk-lib';
import { warnAboutArguments, warnAboutSqlParameters, checkParameters } from '../../../src/constructs/analysis/analysis-parameter-rules';
import type { TemplateParameterInput } from '../../../src/constructs/analysis/analysis-parameter-rules';
import { idsAndMessages, codesAndMessages } from '../../support/faults';

const TOKEN = Lazy.string({ produce: () => '' });

describe('names of parameters', () => {
  test.each<['SQL' | 'PySpark', string, string]>([
    ['SQL', 'least-count', "'parameters' has 'least-count': a name must have letters, digits and underscores"],
    ['SQL', '', "'parameters' has '': a name must have letters, digits and underscores"],
    ['PySpark', '1st',
      "'parameters' has '1st': a name must have letters, digits and underscores, and begin with a letter or an underscore"],
    ['PySpark', 'a b',
      "'parameters' has 'a b': a name must have letters, digits and underscores, and begin with a letter or an underscore"],
  ])('of %s are refused: %s', (language, name, message) => {
    expect(codesAndMessages(checkParameters(language, [string(name)]))).toEqual([['ParameterNameMalformed', message]]);
  });

  test.each<['SQL' | 'PySpark', string]>([
    ['SQL', '1st'], ['SQL', 'least_count'], ['PySpark', '_1st'], ['PySpark', 'Least2'], ['SQL', TOKEN],
  ])('of %s are accepted: %s', (language, name) => {
    expect(checkParameters(language, [string(name)])).toEqual([]);
  });
});

describe('the numbers of parameters and of characters', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => string(`p${index}`));
  const withDefault = (defaultValue: string) => [{ ...string('since'), defaultValue }];

  test('of which there are too many, or whose default is too long, are refused', () => {
    expect(codesAndMessages(checkParameters('SQL', many(51)))).toEqual([['TooManyParameters', "'parameters' must have at most 50 parameters, got 51"]]);
    expect(codesAndMessages(checkParameters('SQL', withDefault('a'.repeat(1_001))))).toEqual([
      ['ParameterDefaultTooLong', "the default of the parameter 'since' must have at most 1000 characters, got 1001"],
    ]);
  });

  test('up to the limits are accepted', () => {
    expect(checkParameters('SQL', many(50))).toEqual([]);
    expect(checkParameters('SQL', withDefault('a'.repeat(1_000)))).toEqual([]);
    expect(checkParameters('PySpark', withDefault(TOKEN))).toEqual([]);
  });
});

describe('warns about', () => {
  test.each<[string, string, TemplateParameterInput[], string, string]>([
    ['a parameter of the SQL that is not declared', 'SELECT :since', [], 'cdk-cleanrooms:undeclaredParameter',
      "the SQL has ':since', which is not among 'parameters'"],
    ['a parameter of the SQL with another name than those declared', 'SELECT :since, :until', [string('until')],
      'cdk-cleanrooms:undeclaredParameter', "the SQL has ':since', which is not among 'parameters': until"],
    ['a parameter that the SQL does not have', 'SELECT 1', [string('since')], 'cdk-cleanrooms:unusedParameter',
      "'parameters' has 'since', but the SQL has no ':since'"],
    ['a default of another type', 'SELECT :since', [{ name: 'since', type: 'DATE', defaultValue: 'today' }],
      'cdk-cleanrooms:defaultOfOtherType', "the default of the parameter 'since' must be of type DATE, got 'today'"],
  ])('%s', (_, text, parameters, id, message) => {
    expect(idsAndMessages(warnAboutSqlParameters(text, parameters))).toEqual([[id, message]]);
  });
});

describe('defaults', () => {
  test.each([
    ['TINYINT', '-128', '128'],
    ['BYTE', '+127', '-129'],
    ['SMALLINT', '32767', '32768'],
    ['SHORT', '-32768', 'x'],
    ['INTEGER', '2147483647', '2147483648'],
    ['INT', '0', '1.5'],
    ['BIGINT', '9223372036854775807', '9223372036854775808'],
    ['LONG', '-1', ''],
    ['DECIMAL', '12.50', '1e3'],
    ['NUMERIC', '-.5', '1,5'],
    ['REAL', '1e3', 'one'],
    ['FLOAT', '.5', '.'],
    ['DOUBLE', 'NaN', 'not'],
    ['DOUBLE_PRECISION', '-1.5E-7', "'1'"],
    ['BOOLEAN', 'true', 'maybe'],
    ['DATE', '2026-11-30', '30.11.2026'],
    ['DATE', '2026-1-1', '2026-13-01'],
    ['TIME', '12:30:00.5', '25:00'],
    ['TIMETZ', '12:30:00+01:00', 'noon'],
    ['TIMESTAMP', '2026-11-30 12:30:00', '12:30:00'],
    ['TIMESTAMP', '2026-11-30', "'2026-11-30'"],
    ['TIMESTAMPTZ', '2026-11-30T12:30:00Z', '2026-11-30Z12'],
    ['TIMESTAMP_LTZ', '2026-11-30 12:30 Europe/Berlin', '2026-11'],
    ['TIMESTAMP_NTZ', '2026-11-30 12:30:00', 'now'],
  ])('of %s: %s, not %s', (type, fits, doesNot) => {
    const advice = (defaultValue: string) => warnAboutSqlParameters('SELECT :p', [{ name: 'p', type, defaultValue }]).map(({ id }) => id);
    expect(advice(fits)).toEqual([]);
    expect(advice(doesNot)).toEqual(['cdk-cleanrooms:defaultOfOtherType']);
  });

  test.each(['CHAR', 'CHARACTER', 'VARCHAR', 'STRING', 'VARBYTE', 'BINARY', 'SOMETHING_NEW'])('of %s can be anything', (type) => {
    expect(warnAboutSqlParameters('SELECT :p', [{ name: 'p', type, defaultValue: '12:x' }])).toEqual([]);
  });
});

describe('tokens pass', () => {
  test.each<[string, string, TemplateParameterInput[]]>([
    ['as the SQL', `SELECT ${TOKEN}`, [string('since')]],
    ['as a name', 'SELECT :since', [string(TOKEN)]],
    ['as a default', 'SELECT :since', [{ name: 'since', type: 'DATE', defaultValue: TOKEN }]],
  ])('%s', (_, text, parameters) => {
    expect(warnAboutSqlParameters(text, parameters)).toEqual([]);
  });
});

describe('values given for the parameters of a template', () => {
  const PARAMETERS = [string('city'), { ...string('since'), defaultValue: '2026-01-01' }];

  test.each<[string, Record<string, string>]>([
    ['for those without a default', { city: 'Ulm' }],
    ['for all', { city: 'Ulm', since: '2026-02-01' }],
  ])('fit: %s', (_, given) => {
    expect(warnAboutArguments(PARAMETERS, given)).toEqual([]);
  });

  test('cause warnings if one is missing or unknown', () => {
    expect(idsAndMessages(warnAboutArguments(PARAMETERS, { town: 'Ulm' }))).toEqual([
      ['cdk-cleanrooms:unknownParameter', "a value is given for 'town', which is not among the parameters of the template: city, since"],
      ['cdk-cleanrooms:missingParameter', "no value is given for the parameter 'city' of the template, which has no default"],
    ]);
    expect(idsAndMessages(warnAboutArguments([], { town: 'Ulm' }))).toEqual([
      ['cdk-cleanrooms:unknownParameter', "a value is given for 'town', which is not among the parameters of the template"],
    ]);
  });
});

function string(name: string): TemplateParameterInput {
  return { name, type: 'STRING' };
}
