import { Token } from 'aws-cdk-lib';
import { valueAt } from './rendered-properties';

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
  const type = valueAt<string>(analysisRules, 0, 'Type');
  if (type === undefined) return undefined;

  const policy = <T>(...path: (string | number)[]) => ruleValueAt<T>(analysisRules, 0, 'Policy', 'V1', policyOf(type), ...path);
  return {
    type,
    additionalAnalyses: policy<string>('AdditionalAnalyses'),
    differentialPrivacyColumn: policy<string>('DifferentialPrivacy', 'Columns', 0, 'Name'),
    allowedAnalyses: policy<string[]>('AllowedAnalyses'),
    allowedAnalysisProviders: policy<string[]>('AllowedAnalysisProviders'),
    disallowedOutputColumns: policy<string[]>('DisallowedOutputColumns'),
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
  const type = ruleValueAt<string>(analysisRules, 0, 'Type');
  const policy = (name: string) => typeof type === 'string' ? ruleValueAt<string[]>(analysisRules, 0, 'Policy', 'V1', policyOf(type), name) : TOKEN;
  return { type, allowedResultReceivers: policy('AllowedResultReceivers'), allowedAdditionalAnalyses: policy('AllowedAdditionalAnalyses') };
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
