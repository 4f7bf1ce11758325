import { App, Errors, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { code, recordDefinitionTrace, throwFindings, throwIfAny } from '../../src/foundation/validation-faults';

const FAULTS = [{ code: code`FirstFault`, message: 'the first' }, { code: code`SecondFault`, message: 'the second' }];

class Defined extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    recordDefinitionTrace(this, Defined as never);
  }
}

function errorOf(action: () => void): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected an error, but there was none');
}

describe('the error for faults', () => {
  const stack = new Stack(new App(), 'Stack');

  test('has the code of the first fault as its name, and a line with path and code for each fault', () => {
    const error = errorOf(() => throwIfAny(stack, FAULTS));
    expect(error.name).toBe('FirstFault');
    expect(error.message).toBe('Stack: the first [FirstFault]\nStack: the second [SecondFault]');
    expect(Errors.isValidationError(error)).toBe(true);
  });

  test('shows once where each of several constructs is defined', () => {
    const [one, other] = ['One', 'Other'].map((id) => new Defined(stack, id));
    const { stack: trace = '' } = errorOf(() => throwFindings([
      { scope: one, fault: FAULTS[0] }, { scope: other, fault: FAULTS[1] }, { scope: one, fault: FAULTS[1] },
    ]));
    expect(trace.match(/'Stack\/One' is defined at/g)).toHaveLength(1);
    expect(trace.match(/'Stack\/Other' is defined at/g)).toHaveLength(1);
    expect(trace.slice(trace.indexOf('is defined at'))).toContain('validation-faults.test.ts');
    expect(trace).not.toMatch(/is defined at ---\n.*node_modules/);
  });

  test('shows no definition of a construct without a recorded trace', () => {
    expect(errorOf(() => throwIfAny(stack, FAULTS)).stack).not.toContain('is defined at');
  });

  test('is not thrown without faults', () => {
    expect(() => throwIfAny(stack, [])).not.toThrow();
  });
});
