import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { recordFacts } from '../../src/program/facts';
import { KnownResource } from '../../src/program/known-resources';
import { Structure } from '../../src/program/structure';
import { cfnCollaboration, cfnMembership, cfnTable } from '../support/l1';
import { CREATOR } from '../support/stacks';

const facts = { kind: 'collaboration', collaborationIdentifier: 'one', creatorAccountId: CREATOR } as const;

test('finds the resources of each type, wherever they lie, in the order of their paths', () => {
  const app = new App();
  const [later, earlier, last] = ['B', 'A', 'C'].map((id) => new Stack(app, id));
  const two = cfnCollaboration(later);
  const nested = cfnCollaboration(new Construct(new Construct(earlier, 'Deep'), 'Deeper'));
  const one = cfnCollaboration(earlier, 'Another');
  const three = cfnCollaboration(last);
  const membership = cfnMembership(later);

  const structure = new Structure(app);
  expect(structure.of(KnownResource.COLLABORATION).map(({ path }) => path))
    .toEqual(['A/Another', 'A/Deep/Deeper/Collaboration', 'B/Collaboration', 'C/Collaboration']);
  expect(structure.of(KnownResource.COLLABORATION).map(({ cfn }) => cfn)).toEqual([one, nested, two, three]);
  expect(structure.of(KnownResource.MEMBERSHIP).map(({ cfn }) => cfn)).toEqual([membership]);
  expect(structure.of(KnownResource.PROTECTED_QUERY)).toEqual([]);
});

test('finds a resource by its L1, and nothing by an identifier', () => {
  const stack = new Stack();
  const collaboration = cfnCollaboration(stack);
  const structure = new Structure(stack);
  expect(structure.find(collaboration)).toBe(structure.of(KnownResource.COLLABORATION)[0]);
  expect(structure.find(cfnCollaboration(stack, 'Later'))).toBeUndefined();
  expect(structure.find('Stack/Collaboration')).toBeUndefined();
  expect(structure.find(undefined)).toBeUndefined();
});

test('leaves out resources of other services', () => {
  const stack = new Stack();
  const table = cfnTable(stack);
  const structure = new Structure(stack);
  expect(structure.of(table.cfnResourceType)).toEqual([]);
  expect(structure.find(table)).toBeUndefined();
});

test('leaves out what is in stages inside of the stage', () => {
  const app = new App();
  const inside = new Stage(app, 'Inside');
  cfnCollaboration(new Stack(inside, 'Stack'));
  recordFacts(new Construct(inside, 'Import'), facts);
  const collaboration = cfnCollaboration(new Stack(app, 'Stack'));

  const structure = new Structure(app);
  expect(structure.of(KnownResource.COLLABORATION).map(({ cfn }) => cfn)).toEqual([collaboration]);
  expect(structure.facts('collaboration')).toEqual([]);
  expect(new Structure(inside).of(KnownResource.COLLABORATION)).toHaveLength(1);
});

test('finds what was recorded of constructs, by its kind, and the resources inside of these', () => {
  const stack = new Stack();
  const imported = new Construct(stack, 'Import');
  const table = new Construct(stack, 'Table');
  recordFacts(imported, facts);
  recordFacts(table, { kind: 'table', source: 'glue' });
  const membership = cfnMembership(imported);

  const structure = new Structure(stack);
  expect(structure.facts('collaboration')).toEqual([{ construct: imported, facts }]);
  expect(structure.facts('table')).toEqual([{ construct: table, facts: { kind: 'table', source: 'glue' } }]);
  expect(structure.of(KnownResource.MEMBERSHIP).map(({ cfn }) => cfn)).toEqual([membership]);
});

test('is that of the time at which it was made', () => {
  const stack = new Stack();
  const structure = new Structure(stack);
  new CfnResource(stack, 'Later', { type: KnownResource.COLLABORATION });
  expect(structure.of(KnownResource.COLLABORATION)).toEqual([]);
});
