import { Token } from 'aws-cdk-lib';
import { fits } from '../../foundation/exact-names';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

const MODEL_ARN = /^arn:aws:cleanrooms-ml:[-a-z0-9]+:[0-9]{12}:configured-audience-model\/[-a-zA-Z0-9_/.]+$/;
const NAME = { least: 1, most: 100 };
const DESCRIPTION = { most: 255 };

/** The association of a configured audience model, as the rules see it. */
export interface ConfiguredAudienceModelAssociationInput {
  readonly name: string;
  readonly description?: string;
  readonly modelArn: string;
}

/** Checks the rules of the API. CloudFormation does not validate them, because the association is a custom resource. */
export function checkConfiguredAudienceModelAssociation({ name, description, modelArn }: ConfiguredAudienceModelAssociationInput): ValidationFault[] {
  const faults: ValidationFault[] = [];
  if (!Token.isUnresolved(name) && (name.trim() === '' || name.length < NAME.least || name.length > NAME.most)) {
    faults.push({
      code: code`NameLength`,
      message: `'configuredAudienceModelAssociationName' must have ${NAME.least} to ${NAME.most} characters and not be blank, got '${name}'`,
    });
  }
  if (description !== undefined && !Token.isUnresolved(description) && description.length > DESCRIPTION.most) {
    faults.push({
      code: code`DescriptionLength`,
      message: `'description' must have at most ${DESCRIPTION.most} characters, got ${description.length}`,
    });
  }
  if (!fits(modelArn, MODEL_ARN)) {
    faults.push({
      code: code`ConfiguredAudienceModelArnMalformed`,
      message: `'configuredAudienceModelArn' must be the ARN of a configured audience model (arn:aws:cleanrooms-ml:...:configured-audience-model/...), got '${modelArn}'`,
    });
  }
  return faults;
}
