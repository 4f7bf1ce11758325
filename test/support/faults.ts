import { Errors } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ValidationFault } from '../../src/foundation/validation-faults';
import type { Warning } from '../../src/foundation/warnings';

/** Expects the action to be refused with the code, which is part of the public contract, and a message that has the given text. */
export function expectRefused(action: () => unknown, code: string, message: string): void {
  const error = errorOf(action);
  expect(Errors.isValidationError(error)).toBe(true);
  expect((error as Error).name).toBe(code);
  expect((error as Error).message).toContain(message);
}

/** Expects the synthesis of the app of a construct to be refused so: what is wrong between constructs is found when all of them are there. */
export function expectRefusedAtSynthesis(scope: IConstruct, code: string, message: string): void {
  expectRefused(() => (scope.node.root as App).synth(), code, message);
}

/** The code and the message of each fault. */
export function codesAndMessages(faults: ValidationFault[]): [string, string][] {
  return faults.map(({ code, message }) => [String(code), message]);
}

/** The id and the message of each piece of advice. */
export function idsAndMessages(advice: Warning[]): [string, string][] {
  return advice.map(({ id, message }) => [id, message]);
}

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error, but there was none');
}
