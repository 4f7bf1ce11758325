import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';

/** What the rules need to know of an intermediate table. */
export interface IntermediateTableInput {
  readonly hasRule: boolean;
  /** The accounts that may receive results; `undefined` where the user left that to the service. */
  readonly receivers?: string[];
  /** Whether an additional analysis may run on the results, by the rule. */
  readonly additionalAnalyses?: string;
}

/** The rules that the service enforces on an intermediate table. */
export function checkIntermediateTable({ hasRule, receivers }: IntermediateTableInput): ValidationFault[] {
  return !receivers || hasRule ? [] : [{
    code: code`ResultReceiversWithoutRule`,
    message: `'allowedResultReceivers' is a part of the rule, and needs an 'analysisRule', got ${receivers.join(', ') || 'nobody'} without one`,
  }];
}

/** What probably is a mistake in an intermediate table. */
export function warnAboutIntermediateTable({ hasRule, additionalAnalyses }: IntermediateTableInput): Warning[] {
  const advice: Warning[] = [];
  if (!hasRule) {
    advice.push({
      id: 'cdk-cleanrooms:noAnalysisRule',
      message: 'the table has no analysis rule: it can be populated, but no analysis can use it',
    });
  }
  if (additionalAnalyses && additionalAnalyses !== 'NOT_ALLOWED') {
    advice.push({
      id: 'cdk-cleanrooms:noAdditionalAnalyses',
      message: `the rule has 'additionalAnalyses' ${additionalAnalyses}, but CloudFormation cannot say which ones are allowed on an intermediate `
        + 'table: none can run until that is told by the API',
    });
  }
  return advice;
}
