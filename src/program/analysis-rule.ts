import { Token } from 'aws-cdk-lib';
import { valueAt } from './rendered-properties';

/** An analysis rule of a table as its template will have it. What the rule lacks, and what is a token, is `undefined`. */
export interface RenderedAnalysisRule {
  /** `undefined` where the table has no rule. */
  readonly type?: string;
  readonly additionalAnalyses?: string;
  /** Whether the rule is known to leave `additionalAnalyses` out. */
  readonly additionalAnalysesLeftOut?: true;
  readonly differentialPrivacyColumn?: string;
  readonly allowedAnalyses?: string[];
  readonly allowedAnalysisProviders?: string[];
  readonly disallowedOutputColumns?: string[];
}

/** Reads the rule in the property `AnalysisRules` of a table; `undefined` where it is a token. */
export function readAnalysisRule(analysisRules: unknown): RenderedAnalysisRule | undefined {
  if (analysisRules === undefined || (Array.isArray(analysisRules) && !analysisRules.length)) return {};
  const type = valueAt<string>(analysisRules, 0, 'Type');
  if (type === undefined || Token.isUnresolved(type)) return undefined;

  const policy = valueAt<Record<string, unknown>>(analysisRules, 0, 'Policy', 'V1', policyOf(type));
  return {
    type,
    additionalAnalyses: valueAt(policy?.AdditionalAnalyses),
    additionalAnalysesLeftOut: policy && policy.AdditionalAnalyses === undefined ? true : undefined,
    differentialPrivacyColumn: valueAt(policy?.DifferentialPrivacy, 'Columns', 0, 'Name'),
    allowedAnalyses: valueAt(policy?.AllowedAnalyses),
    allowedAnalysisProviders: valueAt(policy?.AllowedAnalysisProviders),
    disallowedOutputColumns: valueAt(policy?.DisallowedOutputColumns),
  };
}

/** What the analysis rule of an association says. What is not known is `undefined`. */
export interface RenderedAssociationRule {
  readonly type?: string;
  readonly allowedResultReceivers?: string[];
  readonly allowedAdditionalAnalyses?: string[];
}

/** Reads the rule in the property of an association; `undefined` where it has none, or it is a token. */
export function readAssociationRule(analysisRules: unknown): RenderedAssociationRule | undefined {
  if (analysisRules === undefined || Token.isUnresolved(analysisRules) || !(analysisRules as unknown[]).length) return undefined;
  const type = valueAt<string>(analysisRules, 0, 'Type');
  const policies = valueAt<Record<string, unknown>>(analysisRules, 0, 'Policy', 'V1') ?? {};
  const policy = type === undefined ? undefined : policies[policyOf(type)];
  return {
    type,
    allowedResultReceivers: valueAt(policy, 'AllowedResultReceivers'),
    allowedAdditionalAnalyses: valueAt(policy, 'AllowedAdditionalAnalyses'),
  };
}

/** The key of the policy of a rule: `Aggregation` for `AGGREGATION`. */
function policyOf(type: string): string {
  return type.charAt(0) + type.slice(1).toLowerCase();
}
