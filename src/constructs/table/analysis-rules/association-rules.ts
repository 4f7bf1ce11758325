import { checkAccountIds, checkArn } from '../../../foundation/identifiers';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';

/** The largest number of additional analyses that the service keeps. */
const ADDITIONAL_ANALYSES_LIMIT = 25;

/** What may analyse results further; `*` can stand for an account or an id. */
const ADDITIONAL_ANALYSES = [
  'arn:aws:cleanrooms:<region>:<account>*:membership/<membership id>*/configuredaudiencemodelassociation/<id>*',
  'arn:aws:cleanrooms-ml:<region>:<account>*:membership/<membership id>*/configured-model-algorithm-association/<id>*',
];

/** The values in the analysis rule of an association. */
export interface AssociationRuleInput {
  /** The accounts of the result receivers. */
  readonly receivers: readonly string[];
  /** The ARNs of what may analyse the results further. */
  readonly additionalAnalyses: readonly string[];
}

/** The rules of the service on the values in the analysis rule of an association. */
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
