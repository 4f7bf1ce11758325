import { MemberAbility, MlMemberAbility, PaymentResponsibility } from '../../../src/constructs/collaboration/collaboration-member';
import { AutoApprovedChangeType } from '../../../src/constructs/collaboration/collaboration-settings';
import { AggregateFunction } from '../../../src/constructs/table/analysis-rules/aggregation-analysis-rule';
import { AdditionalAnalyses, JoinOperator } from '../../../src/constructs/table/analysis-rules/configured-table-analysis-rule';
import { AggregateExpressions } from '../../../src/constructs/table/analysis-rules/custom-rule-controls';
import { ScalarFunction } from '../../../src/constructs/table/analysis-rules/scalar-function';
import { UsageError } from '../usage-error';

/** The enums and value classes of the library that stand in programs. */
const CONSTANTS = {
  AdditionalAnalyses,
  AggregateExpressions,
  AggregateFunction,
  AutoApprovedChangeType,
  JoinOperator,
  MemberAbility,
  MlMemberAbility,
  PaymentResponsibility,
  ScalarFunction,
};

/** A part of a program in TypeScript, with the names that it needs of the library. */
export class Code {
  private readonly names = new Set<string>();

  /** A name of the library, which is then imported. */
  public of(name: string): string {
    this.names.add(name);
    return name;
  }

  /** The names of the library that were used, in their order. */
  public get imported(): string[] {
    return [...this.names].sort();
  }

  /** A value that the library has as a constant, such as `MemberAbility.CAN_QUERY`, or else makes from its name. */
  public constant(type: keyof typeof CONSTANTS, value: string): string {
    return Object.hasOwn(CONSTANTS[type], value) ? `${this.of(type)}.${value}` : `${this.of(type)}.of(${text(value)})`;
  }

  /** A list of such values. */
  public constants(type: keyof typeof CONSTANTS, values: readonly string[]): string {
    return `[${values.map((value) => this.constant(type, value)).join(', ')}]`;
  }
}

/** A text as a literal. */
export function text(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&').replace(/[\n\r\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}

/** Texts as a list of literals. */
export function texts(values: readonly string[]): string {
  return `[${values.map(text).join(', ')}]`;
}

/** The properties of an object that are there, one in each line. */
export function object(properties: Readonly<Record<string, string | undefined>>, indent = ''): string {
  const lines = Object.entries(properties).filter(([, value]) => value !== undefined).map(([name, value]) => `${indent}  ${key(name)}: ${value},`);
  return lines.length ? `{\n${lines.join('\n')}\n${indent}}` : '{}';
}

/** The name of a property as an object literal has it. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : text(name);
}

/** A value of options as a literal: texts, numbers, booleans, lists and objects of them. */
export function literal(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value).map(([name, each]) => `${key(name)}: ${literal(each)}`).join(', ')} }`;
  }
  throw new UsageError(`a value of a declared rule cannot be written down: ${String(value)}`);
}
