import { Annotations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { warn } from '../../src/foundation/warnings';
import { stackOf, warningsIn } from '../support/stacks';

const ID = 'cdk-cleanrooms:nobodyCanQuery';

test.each<[string, (scope: Construct, construct: Construct) => void, string[]]>([
  ['is added', () => undefined, [ID]],
  ['is not added where the construct acknowledges it beforehand', (_, construct) => Annotations.of(construct).acknowledgeWarning(ID), []],
  ['is not added where its scope does', (scope) => Annotations.of(scope).acknowledgeWarning(ID), []],
  ['is added where another one is acknowledged', (_, construct) => Annotations.of(construct).acknowledgeWarning('cdk-cleanrooms:other'), [ID]],
  ['is added where another construct acknowledges it', (scope) => Annotations.of(new Construct(scope, 'Other')).acknowledgeWarning(ID), [ID]],
])('a warning %s', (_, acknowledge, warnings) => {
  const stack = stackOf();
  const construct = new Construct(stack, 'It');
  acknowledge(stack, construct);
  warn(construct, [{ id: ID, message: 'nobody' }]);
  expect(warningsIn(stack)).toEqual(warnings);
});

test('the metadata of a construct has a note of a warning that was acknowledged, once', () => {
  const stack = stackOf();
  const construct = new Construct(stack, 'It');
  Annotations.of(stack.node.root).acknowledgeWarning(ID);
  for (const _ of [1, 2]) warn(construct, [{ id: ID, message: 'nobody' }, { id: 'cdk-cleanrooms:other', message: 'other' }]);
  expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:other']);
  expect(construct.node.metadata.filter(({ type }) => type === 'cdk-cleanrooms:acknowledged').map(({ data }) => data)).toEqual([ID]);
});
