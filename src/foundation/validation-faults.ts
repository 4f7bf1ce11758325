import { UnscopedValidationError, ValidationError } from 'aws-cdk-lib/core/lib/errors';
import { lit } from 'aws-cdk-lib/core/lib/helpers-internal';
import type { IConstruct } from 'constructs';
import { resolveForDisplay } from './resolve-for-display';

/** A literal error code in PascalCase, written as a tagged template: code`JoinColumnNotAllowed`. */
export { lit as code };

/** A violation of a rule: a code that never changes, and a message that names the value and what is allowed. */
export interface ValidationFault {
  readonly code: ReturnType<typeof lit>;
  readonly message: string;
}

/** A fault with the construct that has it. */
export interface ScopedFault {
  readonly scope: IConstruct;
  readonly fault: ValidationFault;
}

/** What a validation of somebody else found in a construct. */
export interface ValidationMessage {
  readonly scope: IConstruct;
  readonly message: string;
}

/** Throws one error for all faults of a construct, if there are any. */
export function throwIfAny(scope: IConstruct, faults: ValidationFault[]): void {
  throwFindings(faults.map((fault) => ({ scope, fault })));
}

/** Throws an error for one fault after which construction cannot continue. */
export function fail(scope: IConstruct, faultCode: ValidationFault['code'], message: string): never {
  throw errorOf([{ scope, fault: { code: faultCode, message } }]);
}

/** Throws an error for a value that is wrong before a construct has it. */
export function failUnscoped(faultCode: ValidationFault['code'], message: string): never {
  throw new UnscopedValidationError(faultCode, `${message} [${faultCode}]`);
}

/**
 * Throws one error for the faults of several constructs, if there are any, and for what other validations found. Its stack trace shows where
 * the constructs with faults are defined.
 */
export function throwFindings(faults: readonly ScopedFault[], ofOthers: readonly ValidationMessage[] = []): void {
  if (!faults.length) return;
  const error = errorOf(faults, ofOthers);
  for (const scope of new Set(faults.map((each) => each.scope))) {
    const trace = definitionTraceOf(scope);
    if (trace) error.stack += `\n--- '${scope.node.path}' is defined at ---\n${trace}`;
  }
  throw error;
}

const TRACE = Symbol.for('cdk-cleanrooms.trace');
const FRAMES = 5;

/** Records where a construct is defined, for errors that are found at synthesis. The trace is formatted only if it is shown. */
export function recordDefinitionTrace(construct: IConstruct, calledBy: (...args: never[]) => unknown): void {
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, calledBy);
  Object.defineProperty(construct, TRACE, { value: trace, configurable: true });
}

/** Returns the frames of the user's own code, without those of packages. */
function definitionTraceOf(construct: IConstruct): string | undefined {
  const { stack } = (construct as { readonly [TRACE]?: { readonly stack?: string } })[TRACE] ?? {};
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at ') && !/node_modules|\(?node:/.test(line));
  return frames?.slice(0, FRAMES).join('\n');
}

/**
 * Returns an error with the code of the first fault as its name. Each line of the message has the path of the construct and the code of
 * the fault, because some languages show only the message.
 */
function errorOf(faults: readonly ScopedFault[], ofOthers: readonly ValidationMessage[] = []): ValidationError {
  const [{ scope, fault: { code } }] = faults;
  const lines = [
    ...faults.map((each) => `${placeOf(each.scope)}${resolveForDisplay(each.fault.message)} [${each.fault.code}]`),
    ...ofOthers.map((each) => `${placeOf(each.scope)}${each.message}`),
  ];
  return new ValidationError(code, lines.join('\n'), scope);
}

/** The path of a construct before a message. That of an app is empty. */
function placeOf({ node: { path } }: IConstruct): string {
  return path && `${path}: `;
}
