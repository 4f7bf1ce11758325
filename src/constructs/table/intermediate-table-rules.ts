import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';

/** An intermediate table, as far as the rules need it. */
export interface IntermediateTableInput {
  readonly hasRule: boolean;
  /** The accounts that may receive results; `undefined` for the default of the service. */
  readonly receivers?: string[];
  /** The `additionalAnalyses` of the rule. */
  readonly additionalAnalyses?: string;
}

/** Checks what the service enforces on an intermediate table. */
export function checkIntermediateTable({ hasRule, receivers }: IntermediateTableInput): ValidationFault[] {
  return !receivers || hasRule ? [] : [{
    code: code`ResultReceiversWithoutRule`,
    message: `'allowedResultReceivers' needs an 'analysisRule', of which it is a part, got ${receivers.join(', ') || 'an empty list'} without one`,
  }];
}

/** Warns about probable mistakes in an intermediate table. */
export function warnAboutIntermediateTable({ hasRule, additionalAnalyses }: IntermediateTableInput): Warning[] {
  const warnings: Warning[] = [];
  if (!hasRule) {
    warnings.push({
      id: 'cdk-cleanrooms:noAnalysisRule',
      message: 'the table has no analysis rule: it can be populated, but no analysis can use it',
    });
  }
  if (additionalAnalyses && additionalAnalyses !== 'NOT_ALLOWED') {
    warnings.push({
      id: 'cdk-cleanrooms:noAdditionalAnalyses',
      message: `the rule has 'additionalAnalyses' ${additionalAnalyses}, but CloudFormation has no property for which ones are allowed on an intermediate `
        + 'table: none can run until they are set through the API',
    });
  }
  return warnings;
}
