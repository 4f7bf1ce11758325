import { CfnResource } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { dependableOn } from '../../src/foundation/late-dependable';
import { stackOf } from '../support/stacks';

const TYPE = 'AWS::Some::Type';

test('a resource depends on what is found when everything is defined', () => {
  const stack = stackOf();
  const found: CfnResource[] = [];
  const find = jest.fn(() => found);
  new CfnResource(stack, 'Waiting', { type: TYPE }).node.addDependency(dependableOn(find));
  expect(find).not.toHaveBeenCalled();

  found.push(new CfnResource(stack, 'Later', { type: TYPE }));
  Template.fromStack(stack).hasResource(TYPE, { DependsOn: ['Later'] });
});

test('a resource depends on nothing where nothing is found', () => {
  const stack = stackOf();
  new CfnResource(stack, 'Waiting', { type: TYPE }).node.addDependency(dependableOn(() => []));
  expect(Template.fromStack(stack).toJSON().Resources.Waiting.DependsOn).toBeUndefined();
});
