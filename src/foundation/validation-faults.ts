import { ValidationError } from 'aws-cdk-lib/core/lib/errors';
import { lit } from 'aws-cdk-lib/core/lib/helpers-internal';
import type { IConstruct } from 'constructs';
import { resolveForDisplay } from './resolve-for-display';

/** A literal error code in PascalCase, written as a tagged template: code`JoinColumnNotAllowed`. */
export { lit as code };

/** What breaks a rule: a code that never changes, and a message that names the value and what is allowed. */
export interface ValidationFault {
  readonly code: ReturnType<typeof lit>;
  readonly message: string;
}

/** Throws one error that tells of all the faults, where there are any. */
export function throwIfAny(scope: IConstruct, faults: ValidationFault[]): void {
  if (faults.length) throw errorOf(scope, faults);
}

/** Throws an error of one fault, where there is nothing to go on with. */
export function fail(scope: IConstruct, faultCode: ValidationFault['code'], message: string): never {
  throw errorOf(scope, [{ code: faultCode, message }]);
}

/** The first fault gives the error its code. Each message has the path of the construct: some languages show no more than that. */
function errorOf(scope: IConstruct, faults: ValidationFault[]): ValidationError {
  return new ValidationError(faults[0].code, faults.map(({ message }) => `${scope.node.path}: ${resolveForDisplay(message)}`).join('\n'), scope);
}
