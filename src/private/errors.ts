import { ValidationError } from 'aws-cdk-lib/core/lib/errors';
import { lit } from 'aws-cdk-lib/core/lib/helpers-internal';
import type { IConstruct } from 'constructs';

/** A literal error code in PascalCase, written as a tagged template: code`JoinColumnNotAllowed`. */
export { lit as code };

/** What breaks a rule: a code that never changes, and a message that names the value and what is allowed. */
export interface Fault {
  readonly code: ReturnType<typeof lit>;
  readonly message: string;
}

/** Throws one error that tells of all the faults, each with the path of the construct. The first one gives it its code. */
export function throwIfAny(scope: IConstruct, faults: Fault[]): void {
  const [first] = faults;
  if (first) {
    throw new ValidationError(first.code, faults.map(({ message }) => `${scope.node.path}: ${message}`).join('\n'), scope);
  }
}

/** Throws an error of one fault, where there is nothing to go on with. */
export function fail(scope: IConstruct, faultCode: Fault['code'], message: string): never {
  return throwIfAny(scope, [{ code: faultCode, message }]) as never;
}
