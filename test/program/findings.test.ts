import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { code } from '../../src/foundation/validation-faults';
import { Findings } from '../../src/program/findings';
import { stackOf, warningsIn } from '../support/stacks';

let stack: Stack;
let findings: Findings;
beforeEach(() => {
  stack = stackOf();
  findings = new Findings();
});

const construct = (id: string) => stack.node.tryFindChild(id) as Construct ?? new Construct(stack, id);

/** The lines of the error, in the order of their faults. */
function reported(...ofOthers: string[]): string[] {
  try {
    findings.report(() => ofOthers.map((message) => ({ scope: stack, message })) as never);
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  return [];
}

test('all faults are in one error, in the order of the paths of their constructs, and of their codes', () => {
  findings.fault(construct('C'), { code: code`SomethingWrong`, message: 'third' });
  findings.fault(construct('A'), { code: code`SomethingWrong`, message: 'second' }, { code: code`AnythingWrong`, message: 'first' });
  findings.fault(construct('B'), { code: code`SomethingWrong`, message: 'between' });
  expect(reported().map((line) => line.replace(/ \[.*/, ''))).toEqual(['Stack/A: first', 'Stack/A: second', 'Stack/B: between', 'Stack/C: third']
    .map((line) => expect.stringContaining(line)));
});

test('what others have found is in the error after the faults', () => {
  findings.fault(construct('A'), { code: code`SomethingWrong`, message: 'own' });
  expect(reported('of another').map((line) => line.replace(/ \[.*/, ''))).toEqual([expect.stringContaining('own'), expect.stringContaining('of another')]);
});

test('warnings are added to their constructs, whether there are faults or not', () => {
  findings.warning(construct('A'), { id: 'cdk-cleanrooms:one', message: 'one' }, { id: 'cdk-cleanrooms:two', message: 'two' });
  findings.report(() => []);
  expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:one', 'cdk-cleanrooms:two']);
});

test('where there are no faults, others are not asked, and there is no error', () => {
  expect(() => findings.report(() => {
    throw new Error('asked');
  })).not.toThrow();
});
