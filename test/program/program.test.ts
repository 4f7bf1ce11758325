import { App, Aspects, CfnResource, Lazy, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { Collaboration, MemberAbility, ProtectedQuery, QueryStatement } from '../../src';
import { code } from '../../src/foundation/validation-faults';
import type { Findings } from '../../src/program/findings';
import { Program } from '../../src/program/program';
import { stackOf, warningsIn } from '../support/stacks';

let app: App;
let stack: Stack;

beforeEach(() => {
  stack = stackOf();
  app = stack.node.root as App;
});

const fault = { code: code`SomethingWrong`, message: 'something is wrong' };
const other = { code: code`OtherThingWrong`, message: 'something else is wrong' };

/** The error of the synthesis. */
function errorOf(synth: () => unknown): Error {
  try {
    synth();
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected an error, but there was none');
}

describe('the program of a construct', () => {
  test('is the same for everything in a stage, and another one in each stage', () => {
    const [one, two] = ['One', 'Two'].map((id) => new Stack(new Stage(app, id), 'Stack'));
    expect(Program.of(new Construct(stack, 'Deep')).model).toBe(Program.of(app).model);
    expect(Program.of(new Construct(one, 'Deep')).model).toBe(Program.of(one).model);
    expect(new Set([app, one, two].map((each) => Program.of(each).model)).size).toBe(3);
  });

  test('is that of the root, where there is no stage', () => {
    const root = new Stack();
    expect(Program.of(new Construct(root, 'Deep')).model).toBe(Program.of(root).model);
  });
});

describe('checks', () => {
  const check = (scope: Construct, run: (findings: Findings) => void) => Program.add(scope).addCheck((_, findings) => run(findings));

  test('are run at synthesis, with the model of the program', () => {
    const run = jest.fn();
    Program.of(stack).addCheck(run);
    expect(run).not.toHaveBeenCalled();
    app.synth();
    expect(run).toHaveBeenCalledTimes(1);
    expect(run.mock.calls[0][0]).toBe(Program.of(stack).model);
  });

  test('are left out where validation is', () => {
    Program.of(stack).addCheck((_, findings) => findings.fault(stack, fault));
    expect(() => app.synth({ skipValidation: true })).not.toThrow();
  });

  test('have all faults reported in one error, in the order of their paths and codes', () => {
    const [b, a] = ['B', 'A'].map((id) => new Construct(stack, id));
    check(b, (findings) => findings.fault(b, fault));
    check(a, (findings) => findings.fault(a, fault, other));
    const error = errorOf(() => app.synth());
    expect(error.message).toBe([
      'Stack/A: something else is wrong [OtherThingWrong]', 'Stack/A: something is wrong [SomethingWrong]', 'Stack/B: something is wrong [SomethingWrong]',
    ].join('\n'));
    expect(error.name).toBe('OtherThingWrong');
  });

  test('have what other validations find reported in the same error', () => {
    check(stack, (findings) => findings.fault(stack, fault));
    for (const scope of [stack, new Construct(stack, 'B'), new Construct(stack, 'A')]) {
      scope.node.addValidation({ validate: () => [`${scope.node.id} is wrong`] });
    }
    const error = errorOf(() => app.synth());
    expect(error.message).toBe(['Stack: something is wrong [SomethingWrong]', 'Stack: Stack is wrong', 'Stack/B: B is wrong', 'Stack/A: A is wrong'].join('\n'));
    expect(error.name).toBe('SomethingWrong');
  });

  test('leave it to the CDK to report what other validations find, if they find nothing themselves', () => {
    Program.of(stack).addCheck(() => undefined);
    stack.node.addValidation({ validate: () => ['the stack is wrong'] });
    expect(() => app.synth()).toThrow('Validation failed with the following errors:\n  [Stack] the stack is wrong');
  });

  test('ask each other validation once', () => {
    const validate = jest.fn().mockReturnValue([]);
    check(stack, (findings) => findings.fault(stack, fault));
    stack.node.addValidation({ validate });
    expect(() => app.synth()).toThrow();
    expect(validate).toHaveBeenCalledTimes(1);
  });

  test('have warnings added beside faults', () => {
    check(stack, (findings) => {
      findings.fault(stack, fault);
      findings.warning(stack, { id: 'cdk-cleanrooms:nameUnknown', message: 'one' }, { id: 'cdk-cleanrooms:tableUnknown', message: 'two' });
    });
    expect(() => app.synth()).toThrow();
    expect(stack.node.metadata.map(({ data }) => data)).toEqual(expect.arrayContaining([
      expect.stringContaining('one [ack: cdk-cleanrooms:nameUnknown]'), expect.stringContaining('two [ack: cdk-cleanrooms:tableUnknown]'),
    ]));
  });

  test('show where the constructs with faults are defined', () => {
    const construct = new Construct(stack, 'Construct');
    check(construct, (findings) => findings.fault(construct, fault));
    expect(errorOf(() => app.synth()).stack).toMatch(/--- 'Stack\/Construct' is defined at ---\n    at .*program\.test\.ts/);
  });

  test('are run for each stage by itself', () => {
    const [one, two] = ['One', 'Two'].map((id) => new Stack(new Stage(app, id), 'Stack'));
    const runs: string[] = [];
    for (const each of [one, two, stack]) check(each, () => runs.push(each.node.path));
    app.synth();
    expect(runs.sort()).toEqual(['One/Stack', 'Stack', 'Two/Stack']);
  });

  test('are skipped for constructs that are removed from the tree, or whose scope is', () => {
    const [kept, removed, scope] = ['Kept', 'Removed', 'Scope'].map((id) => new Construct(stack, id));
    const runs: string[] = [];
    for (const each of [kept, removed, new Construct(scope, 'Deep')]) check(each, () => runs.push(each.node.path));
    ['Removed', 'Scope'].forEach((id) => stack.node.tryRemoveChild(id));
    check(new Construct(stack, 'Removed'), () => runs.push('its successor'));
    app.synth();
    expect(runs).toEqual(['Stack/Kept', 'its successor']);
  });

  test('come to the same in every synthesis', () => {
    const construct = new Construct(stack, 'Construct');
    check(construct, (findings) => findings.warning(construct, { id: 'cdk-cleanrooms:nameUnknown', message: 'one' }));
    expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:nameUnknown']);
    expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:nameUnknown']);
  });
});

describe('what a construct derives when everything is defined', () => {
  test('comes after aspects and before values are resolved, once for each synthesis', () => {
    const calls: string[] = [];
    Aspects.of(app).add({
      visit: (node) => {
        if (node === stack) calls.push('aspect');
      },
    });
    new CfnResource(stack, 'Resource', { type: 'AWS::Some::Type', properties: { Value: Lazy.string({ produce: () => calls.push('value').toString() }) } });
    Program.of(stack).whenDefined(() => calls.push('derived'));
    app.synth();
    expect(calls.slice(0, 2)).toEqual(['aspect', 'derived']);
    expect(calls.slice(2)).toContain('value');
    expect(calls.filter((call) => call === 'derived')).toHaveLength(1);
  });

  test('can change what the templates have, also where validation is left out', () => {
    const resource = new CfnResource(stack, 'Resource', { type: 'AWS::Some::Type' });
    Program.of(stack).whenDefined(() => resource.addPropertyOverride('Value', 'derived'));
    app.synth({ skipValidation: true });
    Template.fromStack(stack).hasResourceProperties('AWS::Some::Type', { Value: 'derived' });
  });

  test('finds in the model what aspects have added', () => {
    let found = 0;
    Aspects.of(stack).add({
      visit: (node) => {
        if (node === stack && !node.node.tryFindChild('Added')) new CfnResource(stack, 'Added', { type: 'AWS::CleanRooms::Membership' });
      },
    });
    const program = Program.of(stack);
    program.whenDefined(() => {
      found = program.model.resources('AWS::CleanRooms::Membership').length;
    });
    app.synth();
    expect(found).toBe(1);
  });
});

test('what a construct derives is left out once it is removed from the tree', () => {
  const derived: string[] = [];
  for (const id of ['Kept', 'Removed']) Program.of(new Construct(stack, id)).whenDefined(() => derived.push(id));
  stack.node.tryRemoveChild('Removed');
  app.synth();
  expect(derived).toEqual(['Kept']);
});

test('L2s that are removed from the tree are neither refused nor warned of', () => {
  const collaboration = new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_RECEIVE_RESULTS] } });
  const membership = collaboration.addMembership('Membership');
  new ProtectedQuery(stack, 'Query', { membership, statement: QueryStatement.sql('SELECT 1') });
  expect(() => app.synth()).toThrow('MemberCannotRun');
  stack.node.tryRemoveChild('Query');
  expect(() => app.synth({ force: true })).not.toThrow();
});

test('nothing is added to templates, nor to the order of their resources', () => {
  new CfnResource(stack, 'Resource', { type: 'AWS::Some::Type' });
  Program.of(stack);
  expect(Template.fromStack(stack).toJSON().Resources).toEqual({ Resource: { Type: 'AWS::Some::Type' } });
});
