import { App, CfnCondition, CfnParameter, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { Collaboration } from '../../../src';
import type { CollaborationProps } from '../../../src';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { CREATOR, PARTNER } from '../../support/stacks';

/*
 * Partners find a collaboration by its name.
 */
let app: App;
beforeEach(() => (app = new App()));

function stackIn(region = 'us-east-1', account = CREATOR): Stack {
  return new Stack(app, `Of${account}In${region}${app.node.children.length}`, { env: { account, region } });
}

function named(scope: Stack, collaborationName = 'reach', props: Partial<CollaborationProps> = {}): Collaboration {
  return new Collaboration(scope, `Collaboration${scope.node.children.length}`, { collaborationName, creator: { displayName: 'Creator' }, ...props });
}

test('two collaborations of one name in an account and Region are refused', () => {
  const stack = stackIn();
  const [one, other] = [named(stack), named(stackIn())];
  expectRefusedAtSynthesis(stack, 'CollaborationNameTwice', `'collaborationName' is 'reach', as that of '${other.node.path}' in the same account and Region, and `
    + "partners find a collaboration by its name: give each another name, or set 'allowDuplicateName'");
  expectRefusedAtSynthesis(stack, 'CollaborationNameTwice', `as that of '${one.node.path}'`);
});

test('two collaborations of one name in a stack are refused, wherever it goes', () => {
  const stack = new Stack(app, 'Anywhere');
  const [one] = [named(stack), named(stack)];
  expectRefusedAtSynthesis(stack, 'CollaborationNameTwice', `as that of '${one.node.path}'`);
});

test.each<[string, () => unknown]>([
  ['that are said to be on purpose', () => [named(stackIn(), 'reach', { allowDuplicateName: true }), named(stackIn(), 'reach', { allowDuplicateName: true })]],
  ['in two Regions', () => [named(stackIn()), named(stackIn('eu-west-1'))]],
  ['in two accounts', () => [named(stackIn()), named(stackIn('us-east-1', PARTNER))]],
  ['in stacks that can go to any Region', () => ['One', 'Other'].map((id) => named(new Stack(app, id, { env: { account: CREATOR } })))],
  ['in stacks that can go anywhere', () => [named(new Stack(app, 'One')), named(new Stack(app, 'Other'))]],
  ['with generated names', () => [1, 2].map(() => named(stackIn(), 'reach', { collaborationName: undefined }))],
  ['of names that are known at deployment', () => {
    const stack = stackIn();
    const name = new CfnParameter(stack, 'Name').valueAsString;
    return [named(stack, name), named(stack, name)];
  }],
  ['of which one is made only under a condition', () => {
    const stack = stackIn();
    named(stack);
    (named(stack).node.defaultChild as CfnResource).cfnOptions.condition = new CfnCondition(stack, 'Condition');
  }],
])('two are fine %s', (_, define) => {
  define();
  expect(() => app.synth()).not.toThrow();
});
