import { App, Aspects, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { growthOf, noteGrowth } from '../../src/foundation/tree-growth';

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack');
});

/** Whether an action is counted as an addition below a scope. */
function grows(scope: Construct, action: () => void): boolean {
  const before = growthOf(scope);
  action();
  return growthOf(scope) !== before;
}

test.each<[string, () => unknown]>([
  ['a stack', () => new Stack(app, 'Other')],
  ['a construct', () => new Construct(stack, 'Construct')],
  ['a resource', () => new CfnResource(stack, 'Resource', { type: 'AWS::Some::Type' })],
  ['something deep', () => new Construct(new NestedStack(new Construct(stack, 'Construct'), 'Nested'), 'Deep')],
  ['something in a stage', () => new Stack(new Stage(app, 'Stage'), 'Stack')],
])('a scope grows by %s', (_, add) => {
  expect(grows(app, add)).toBe(true);
});

test('a scope does not grow by what is added elsewhere', () => {
  const [one, other] = ['One', 'Other'].map((id) => new Stage(app, id));
  expect(grows(one, () => new Stack(other, 'Stack'))).toBe(false);
});

test.each<[string, () => unknown]>([
  ['nothing', () => undefined],
  ['what is read or resolved', () => stack.resolve([app.node.findAll().length, stack.stackId])],
  ['overrides and metadata', () => {
    stack.node.addMetadata('some', 'thing');
    Aspects.of(stack).add({ visit: () => undefined });
  }],
])('a scope does not grow by %s', (_, act) => {
  expect(grows(app, act)).toBe(false);
});

test('what is noted of a construct is counted', () => {
  const construct = new Construct(stack, 'Construct');
  expect(grows(app, () => noteGrowth(construct))).toBe(true);
});

test('a scope that is watched can be locked as before', () => {
  growthOf(stack);
  expect(stack.node.locked).toBe(false);
  stack.node.lock();
  expect(stack.node.locked).toBe(true);
  expect(() => new Construct(stack, 'Late')).toThrow('Cannot add children');
});
