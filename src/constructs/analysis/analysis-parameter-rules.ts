import { Token } from 'aws-cdk-lib';
import { sqlParametersIn } from './sql-parameters';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';

/** A parameter of an analysis template, as the rules see it. */
export interface TemplateParameterInput {
  readonly name: string;
  readonly type: string;
  readonly defaultValue?: string;
}

const PARAMETERS = { most: 50, mostCharacters: 1_000 };
const NAME = { SQL: /^\w+$/, PySpark: /^[a-z_]\w*$/i };

/** Checks the rules that the service enforces on the parameters of a template. CloudFormation's validation accepts any name with a valid part. */
export function checkParameters(language: keyof typeof NAME, parameters: TemplateParameterInput[]): ValidationFault[] {
  const faults = parameters.filter(({ name }) => !Token.isUnresolved(name) && !NAME[language].test(name)).map(({ name }): ValidationFault => ({
    code: code`ParameterNameMalformed`,
    message: `'parameters' has '${name}': a name must have letters, digits and underscores`
      + (language === 'PySpark' ? ', and begin with a letter or an underscore' : ''),
  }));
  if (parameters.length > PARAMETERS.most) {
    faults.push({
      code: code`TooManyParameters`,
      message: `'parameters' must have at most ${PARAMETERS.most} parameters, got ${parameters.length}`,
    });
  }
  for (const { name, defaultValue = '' } of parameters) {
    if (Token.isUnresolved(defaultValue) || defaultValue.length <= PARAMETERS.mostCharacters) continue;
    faults.push({
      code: code`ParameterDefaultTooLong`,
      message: `the default of the parameter '${name}' must have at most ${PARAMETERS.mostCharacters} characters, got ${defaultValue.length}`,
    });
  }
  return faults;
}

/** Warns about probable mistakes in the parameters of a SQL template. */
export function warnAboutSqlParameters(text: string, parameters: TemplateParameterInput[]): Warning[] {
  const declared = parameters.map(({ name }) => name);
  if (Token.isUnresolved(text) || declared.some((name) => Token.isUnresolved(name))) return [];

  const used = sqlParametersIn(text);
  return [
    ...used.filter((name) => !declared.includes(name)).map((name): Warning => ({
      id: 'cdk-cleanrooms:undeclaredParameter',
      message: `the SQL has ':${name}', which is not among 'parameters'${declared.length ? `: ${declared.join(', ')}` : ''}`,
    })),
    ...declared.filter((name) => !used.includes(name)).map((name): Warning => ({
      id: 'cdk-cleanrooms:unusedParameter',
      message: `'parameters' has '${name}', but the SQL has no ':${name}'`,
    })),
    ...parameters.filter((parameter) => !defaultFits(parameter)).map(({ name, type, defaultValue }): Warning => ({
      id: 'cdk-cleanrooms:defaultOfOtherType',
      message: `the default of the parameter '${name}' must be of type ${type}, got '${defaultValue}'`,
    })),
  ];
}

/** Warns about probable mistakes in the values that a query or job gives for the parameters of a template. */
export function warnAboutArguments(parameters: TemplateParameterInput[], given: Record<string, string>): Warning[] {
  const declared = parameters.map(({ name }) => name);
  return [
    ...Object.keys(given).filter((name) => !declared.includes(name)).map((name): Warning => ({
      id: 'cdk-cleanrooms:unknownParameter',
      message: `a value is given for '${name}', which is not among the parameters of the template`
        + (declared.length ? `: ${declared.join(', ')}` : ''),
    })),
    ...parameters.filter(({ name, defaultValue }) => defaultValue === undefined && !(name in given)).map(({ name }): Warning => ({
      id: 'cdk-cleanrooms:missingParameter',
      message: `no value is given for the parameter '${name}' of the template, which has no default`,
    })),
  ];
}

function defaultFits({ type, defaultValue }: TemplateParameterInput): boolean {
  if (defaultValue === undefined || Token.isUnresolved(defaultValue)) return true;
  const bits = WHOLE_NUMBERS[type];
  return bits === undefined ? FORMS[type]?.test(defaultValue) ?? true : isWhole(defaultValue, bits);
}

function isWhole(value: string, bits: number): boolean {
  return /^[+-]?\d+$/.test(value) && BigInt.asIntN(bits, BigInt(value.replace('+', ''))) === BigInt(value.replace('+', ''));
}

const WHOLE_NUMBERS: Record<string, number> = { TINYINT: 8, BYTE: 8, SMALLINT: 16, SHORT: 16, INTEGER: 32, INT: 32, BIGINT: 64, LONG: 64 };

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const FLOATING = /^[+-]?((\d+\.?\d*|\.\d+)(e[+-]?\d+)?|nan|inf(inity)?)$/i;
const DATE = /\d{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])/;
const TIME = /([01]?\d|2[0-3]):[0-5]?\d(:[0-5]?\d(\.\d+)?)?/;
const ZONE = /( ?[\w:+/-]+)?/;

/** The forms of defaults of a type. They are lenient, so that no warning is wrong. */
const FORMS: Record<string, RegExp> = {
  DECIMAL,
  NUMERIC: DECIMAL,
  REAL: FLOATING,
  FLOAT: FLOATING,
  DOUBLE: FLOATING,
  DOUBLE_PRECISION: FLOATING,
  BOOLEAN: /^(t|true|f|false|y|yes|n|no|1|0)$/i,
  DATE: whole(DATE.source),
  TIME: whole(TIME.source),
  TIMETZ: whole(TIME.source, ZONE.source),
  ...Object.fromEntries(['TIMESTAMP', 'TIMESTAMPTZ', 'TIMESTAMP_LTZ', 'TIMESTAMP_NTZ']
    .map((type) => [type, whole(DATE.source, `([ T]${TIME.source}${ZONE.source})?`)])),
};

function whole(...sources: string[]): RegExp {
  return new RegExp(`^${sources.join('')}$`);
}
