import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

const NAME = { least: 1, most: 63 };
const DESCRIPTION = { most: 255 };

/** Checks the name and the description of what a custom resource creates: CloudFormation does not validate them. */
export function checkMlTexts(property: string, { name, description }: { readonly name?: string; readonly description?: string }): ValidationFault[] {
  const faults: ValidationFault[] = [];
  if (name !== undefined && isKnown(name) && (name.trim() === '' || name.length > NAME.most)) {
    faults.push({
      code: code`NameLength`,
      message: `'${property}' must have ${NAME.least} to ${NAME.most} characters and not be blank, got '${name}'`,
    });
  }
  if (description !== undefined && isKnown(description) && description.length > DESCRIPTION.most) {
    faults.push({
      code: code`DescriptionLength`,
      message: `'description' must have at most ${DESCRIPTION.most} characters, got ${description.length}`,
    });
  }
  return faults;
}
