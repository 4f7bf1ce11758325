import { checkMlTexts } from './ml-text-rules';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

/** An audience model, as the rules see it. */
export interface AudienceModelInput {
  readonly name?: string;
  readonly description?: string;
  readonly trainingDataStart?: Date;
  readonly trainingDataEnd?: Date;
}

/** Checks the rules of the API. CloudFormation does not validate them, because the model is a custom resource. */
export function checkAudienceModel({ name, description, trainingDataStart: start, trainingDataEnd: end }: AudienceModelInput): ValidationFault[] {
  return [
    ...checkMlTexts('audienceModelName', { name, description }),
    ...start && end && start >= end ? [{
      code: code`TrainingWindowEmpty`,
      message: `'trainingDataStart' must be before 'trainingDataEnd', got ${start.toISOString()} and ${end.toISOString()}`,
    }] : [],
  ];
}
