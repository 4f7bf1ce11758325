import { key, literal, text } from './code';
import type { Code } from './code';
import type { DeclaredRule } from '../../../src/program/facts';

/** Options of rules that are values of enums or of value classes, with their types. */
const TYPES: Readonly<Record<string, Parameters<Code['constant']>[0]>> = {
  additionalAnalyses: 'AdditionalAnalyses',
  allowedJoinOperators: 'JoinOperator',
  allowedExpressions: 'AggregateExpressions',
  function: 'AggregateFunction',
  scalarFunctions: 'ScalarFunction',
};

/** The rule of a table as the library makes it; templates of the room are found by owner and name. */
export function ruleCode(code: Code, { type, options, templates }: DeclaredRule): string {
  const factory = `${code.of('AnalysisRule')}.${type.toLowerCase()}(${optionsCode(code, options)})`;
  return templates.length
    ? `${factory}.allowTemplates(${templates.map((template) => `templates[${text(templateKey(template))}]`).join(', ')})`
    : factory;
}

/** What stands for a template of the room: members can have templates of the same name. */
export function templateKey({ ownerAccountId, analysisTemplateName }: DeclaredRule['templates'][number]): string {
  return `${ownerAccountId}/${analysisTemplateName}`;
}

function optionsCode(code: Code, value: unknown, name?: string): string {
  const type = name === undefined ? undefined : TYPES[name];
  if (type && typeof value === 'string') return code.constant(type, value);
  if (Array.isArray(value)) return `[${value.map((each) => optionsCode(code, each, name)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return literal(value);
  const properties = Object.entries(value).map(([property, each]) => `${key(property)}: ${optionsCode(code, each, property)}`);
  return properties.length ? `{ ${properties.join(', ')} }` : '';
}
