import { Token } from 'aws-cdk-lib';
import { textAt, textsAt, valueAt } from './rendered-properties';

/** Stands for a value of a rule that only CloudFormation knows: it can also be that the rule leaves it out. */
export const TOKEN = Symbol('token');

/** A value of a rule as the template will have it; `undefined` if the rule leaves it out. */
export type RuleValue<T> = T | typeof TOKEN | undefined;

/** Returns a value of a rule if it is known; `undefined` if it is left out or a token. */
export function knownValue<T>(value: RuleValue<T>): T | undefined {
  return value === TOKEN ? undefined : value;
}

/** An analysis rule of a table as its template will have it. A table of which it is not known has `undefined` in place of it. */
export interface RenderedAnalysisRule {
  /** `undefined` where the table has no rule. */
  readonly type?: string;
  readonly additionalAnalyses?: RuleValue<string>;
  readonly differentialPrivacyColumn?: RuleValue<string>;
  readonly allowedAnalyses?: RuleValue<string[]>;
  readonly allowedAnalysisProviders?: RuleValue<string[]>;
  readonly disallowedOutputColumns?: RuleValue<string[]>;
}

/** Reads the rule in the property `AnalysisRules` of a table; `undefined` where it, or its type, is a token. */
export function readAnalysisRule(analysisRules: unknown): RenderedAnalysisRule | undefined {
  if (analysisRules === undefined || (Array.isArray(analysisRules) && !analysisRules.length)) return {};
  const type = textAt(analysisRules, 0, 'Type');
  if (type === undefined) return undefined;

  const policy = [analysisRules, 0, 'Policy', 'V1', policyOf(type)] as const;
  return {
    type,
    additionalAnalyses: ruleTextAt(...policy, 'AdditionalAnalyses'),
    differentialPrivacyColumn: ruleTextAt(...policy, 'DifferentialPrivacy', 'Columns', 0, 'Name'),
    allowedAnalyses: ruleTextsAt(...policy, 'AllowedAnalyses'),
    allowedAnalysisProviders: ruleTextsAt(...policy, 'AllowedAnalysisProviders'),
    disallowedOutputColumns: ruleTextsAt(...policy, 'DisallowedOutputColumns'),
  };
}

/** The analysis rule of an association as its template will have it. An association without a rule has `undefined` in place of it. */
export interface RenderedAssociationRule {
  /** Left out by the L2 if the type of the table's rule is not known. */
  readonly type?: RuleValue<string>;
  readonly allowedResultReceivers?: RuleValue<string[]>;
  readonly allowedAdditionalAnalyses?: RuleValue<string[]>;
}

/** Reads the rule in the property of an association; `undefined` where it has none. */
export function readAssociationRule(analysisRules: unknown): RenderedAssociationRule | undefined {
  if (analysisRules === undefined || (Array.isArray(analysisRules) && !analysisRules.length)) return undefined;
  const type = ruleTextAt(analysisRules, 0, 'Type');
  const policies = Object.keys(valueAt<object>(analysisRules, 0, 'Policy', 'V1') ?? {});
  // A policy under the name of another type is wrong, but says who may receive results.
  const keyOf = (ofType: string) => policies.includes(policyOf(ofType)) ? policyOf(ofType) : policies[0] ?? policyOf(ofType);
  const policy = (name: string) => typeof type === 'string' ? ruleTextsAt(analysisRules, 0, 'Policy', 'V1', keyOf(type), name) : TOKEN;
  return { type, allowedResultReceivers: policy('AllowedResultReceivers'), allowedAdditionalAnalyses: policy('AllowedAdditionalAnalyses') };
}

/** Reads the text at a path below a rendered value. What is no text is as little known as a token. */
export function ruleTextAt(value: unknown, ...path: (string | number)[]): RuleValue<string> {
  const found = ruleValueAt<unknown>(value, ...path);
  return found === undefined ? undefined : textAt(found) ?? TOKEN;
}

/** Reads the texts in the list at a path below a rendered value. What is no list of texts is as little known as a token. */
export function ruleTextsAt(value: unknown, ...path: (string | number)[]): RuleValue<string[]> {
  const found = ruleValueAt<unknown>(value, ...path);
  return found === undefined ? undefined : textsAt(found) ?? TOKEN;
}

/** Reads the value at a path below a rendered value. */
export function ruleValueAt<T>(value: unknown, ...path: (string | number)[]): RuleValue<T> {
  if (value === undefined || value === null) return undefined;
  if (Token.isUnresolved(value)) return TOKEN;
  const [key, ...rest] = path;
  return key === undefined ? value as T : ruleValueAt((value as Record<string | number, unknown>)[key], ...rest);
}

/** The key of the policy of a rule: `Aggregation` for `AGGREGATION`. */
function policyOf(type: string): string {
  return type.charAt(0) + type.slice(1).toLowerCase();
}
