import { Token } from 'aws-cdk-lib';
import { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';

/** What is known at synthesis of the analysis rule of a table. What the rule lacks, and what is a token, is `undefined`. */
export interface RuleFacts {
  /** `undefined` where the table has no rule. */
  readonly type?: string;
  readonly additionalAnalyses?: string;
  /** Whether the rule is known to leave `additionalAnalyses` out. */
  readonly additionalAnalysesLeftOut?: true;
  readonly differentialPrivacyColumn?: string;
  readonly allowedAnalyses?: string[];
}

/** What is known of the rule of a table; `undefined` where the table is imported or its rule is a token. */
export function ruleFactsOf(table: refs.IConfiguredTableRef): RuleFacts | undefined {
  const candidate: unknown = CfnConfiguredTable.isCfnConfiguredTable(table) ? table : table.node.defaultChild;
  return CfnConfiguredTable.isCfnConfiguredTable(candidate) ? read(candidate) : undefined;
}

/** The L1's own properties are the truth: they serve L1s and L2s alike, and follow what was changed after construction. */
function read({ analysisRules }: CfnConfiguredTable): RuleFacts | undefined {
  if (analysisRules === undefined) return {};
  const type = valueAt<string>(analysisRules, 0, 'type');
  if (type === undefined) return undefined;

  const policy = valueAt<{ readonly additionalAnalyses?: string }>(analysisRules, 0, 'policy', 'v1', type.toLowerCase());
  return {
    type,
    additionalAnalyses: valueAt(policy, 'additionalAnalyses'),
    additionalAnalysesLeftOut: policy && policy.additionalAnalyses === undefined ? true : undefined,
    differentialPrivacyColumn: valueAt(policy, 'differentialPrivacy', 'columns', 0, 'name'),
    allowedAnalyses: valueAt(policy, 'allowedAnalyses'),
  };
}

/** The value at a path; `undefined` where it, or what it lies in, is absent or a token. */
export function valueAt<T>(value: unknown, ...path: (string | number)[]): T | undefined {
  if (value === undefined || Token.isUnresolved(value)) return undefined;
  const [key, ...rest] = path;
  return key === undefined ? value as T : valueAt((value as Record<string | number, unknown>)[key], ...rest);
}
