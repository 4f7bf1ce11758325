import { checkAccountIds, checkArn } from '../../../foundation/identifiers';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';

/** The maximum number of additional analyses. */
const ADDITIONAL_ANALYSES_LIMIT = 25;

/** The forms of ARNs of additional analyses. */
const ADDITIONAL_ANALYSES = [
  'arn:aws:cleanrooms:<region>:<account>*:membership/<membership id>*/configuredaudiencemodelassociation/<id>*',
  'arn:aws:cleanrooms-ml:<region>:<account>*:membership/<membership id>*/configured-model-algorithm-association/<id>*',
];

/** The analysis rule of an association, as far as the rules need it. */
export interface AssociationRuleInput {
  /** The accounts of the result receivers. */
  readonly receivers: readonly string[];
  /** The ARNs of the additional analyses. */
  readonly additionalAnalyses: readonly string[];
}

/** Checks what the service enforces on the analysis rule of an association, regardless of its table. */
export function checkAssociationRuleInput({ receivers, additionalAnalyses }: AssociationRuleInput): ValidationFault[] {
  const faults = [
    ...checkAccountIds('allowedResultReceivers', receivers),
    ...additionalAnalyses.flatMap((arn) => checkArn('allowedAdditionalAnalyses', arn, ...ADDITIONAL_ANALYSES)),
  ];
  if (additionalAnalyses.length > ADDITIONAL_ANALYSES_LIMIT) {
    faults.push({
      code: code`TooManyAdditionalAnalyses`,
      message: `'allowedAdditionalAnalyses' must have at most ${ADDITIONAL_ANALYSES_LIMIT} ARNs, got ${additionalAnalyses.length}`,
    });
  }
  return faults;
}
