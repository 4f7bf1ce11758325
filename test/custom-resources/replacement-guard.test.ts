import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { Aws, CfnCondition, CfnResource, Fn, Lazy, RemovalPolicy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import { Collaboration, Membership } from '../../src';
import { ReplacementGuard } from '../../src/custom-resources/replacement-guard';
import { cfnCollaboration } from '../support/l1';
import { CREATOR, PARTNER, agnosticStack, stackOf } from '../support/stacks';

const TYPE = 'Custom::CleanRoomsReplacementGuard';
const SPECIFICATION = loadAwsServiceSpecSync();

test('is updated before the guarded resource', () => {
  const stack = stackOf();
  const resource = cfnCollaboration(stack);
  new ReplacementGuard(resource, 'Guard', { resource, createOnly: () => ({ name: 'a' }), remedy: 'make another one', replacementAllowed: false });

  const template = Template.fromStack(stack);
  template.hasResourceProperties(TYPE, {
    Path: 'Stack/Collaboration', CreateOnly: { name: 'a' }, Remedy: 'make another one', ReplacementAllowed: false,
  });
  template.hasResource('AWS::CleanRooms::Collaboration', { DependsOn: [Match.stringLikeRegexp('Guard')] });
});

test('has the condition of the guarded resource', () => {
  const stack = stackOf();
  const collaboration = new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' } });
  const condition = new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals(Aws.REGION, 'us-east-1') });
  (collaboration.node.defaultChild as CfnCollaboration).cfnOptions.condition = condition;

  Template.fromStack(stack).hasResource(TYPE, { Condition: 'Condition' });
});

test('can get its own condition, for example from an aspect', () => {
  const stack = stackOf();
  const condition = new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals(Aws.REGION, 'us-east-1') });
  new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' } });
  stack.node.findAll().filter(CfnResource.isCfnResource).forEach(({ cfnOptions }) => (cfnOptions.condition = condition));

  Template.fromStack(stack).hasResource(TYPE, { Condition: 'Condition' });
});

test('needs only the permission to write logs', () => {
  const stack = stackOf();
  const resource = cfnCollaboration(stack);
  new ReplacementGuard(resource, 'Guard', { resource, createOnly: () => ({}), remedy: '', replacementAllowed: false });

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::IAM::Policy', 0);
  const [role] = Object.values(template.findResources('AWS::IAM::Role'));
  expect(role.Properties.Policies[0].PolicyDocument.Statement.flatMap(({ Action }: { Action: string[] }) => Action))
    .toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
});

describe('has the values in the template, including escape hatches:', () => {
  test.each<[string, (resource: CfnCollaboration) => void, unknown]>([
    ['a changed property', (resource) => { resource.queryLogStatus = 'ENABLED'; }, 'ENABLED'],
    ['an overridden property', (resource) => resource.addPropertyOverride('QueryLogStatus', 'ENABLED'), 'ENABLED'],
    ['an overridden property with a token', (resource) => resource.addOverride('Properties.QueryLogStatus', Aws.REGION), { Ref: 'AWS::Region' }],
    ['a property that is not there any more', (resource) => resource.addPropertyDeletionOverride('QueryLogStatus'), undefined],
  ])('%s', (_, change, held) => {
    const stack = agnosticStack();
    const resource = cfnCollaboration(stack);
    new ReplacementGuard(resource, 'Guard', {
      resource, createOnly: ({ QueryLogStatus }) => ({ logs: QueryLogStatus }), remedy: '', replacementAllowed: false,
    });
    change(resource);

    const [guard] = Object.values(Template.fromStack(stack).findResources(TYPE));
    expect(guard.Properties.CreateOnly?.logs).toEqual(held);
  });

  test('a member in a list that was overridden', () => {
    const stack = stackOf();
    const members = [{ accountId: PARTNER, displayName: 'Partner' }];
    const collaboration = new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' }, members });
    (collaboration.node.defaultChild as CfnCollaboration).addPropertyOverride('Members.0.DisplayName', 'Another');

    Template.fromStack(stack).hasResourceProperties(TYPE, { CreateOnly: { members: [{ AccountId: PARTNER, DisplayName: 'Another' }] } });
  });
});

test('deletes the old resource if the replacement is allowed', () => {
  const stack = stackOf();
  const resource = cfnCollaboration(stack);
  resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
  new ReplacementGuard(resource, 'Guard', { resource, createOnly: () => ({}), remedy: '', replacementAllowed: true });
  Template.fromStack(stack).hasResource('AWS::CleanRooms::Collaboration', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Delete' });
});

describe.each<[string, (stack: Stack) => IConstruct]>([
  ['AWS::CleanRooms::Collaboration', (stack) => new Collaboration(stack, 'Guarded', { creator: { displayName: 'Creator' } })],
  ['AWS::CleanRooms::Membership', (stack) => new Membership(stack, 'Guarded', {
    collaboration: Collaboration.fromCollaborationAttributes(stack, 'Imported', { collaborationIdentifier: '55555555-5555-4555-8555-555555555555', creatorAccountId: PARTNER }),
  })],
])('the guard of %s changes with the properties that replace the resource', (type, make) => {
  const untouched = guardIn(make);
  const [specification] = SPECIFICATION.lookup('resource', 'cloudFormationType', 'equals', type);

  test.each(Object.entries(specification.properties).filter(([name]) => name !== 'Tags').map(([name, property]) => (
    [name, property.causesReplacement === 'yes' ? 'changes' : 'stays the same'] as const
  )))('at a change of %s it %s', (name, expected) => {
    expect(guardIn(make, name) === untouched ? 'stays the same' : 'changes').toBe(expected);
  });
});

/** The values in the guard of a resource whose L1 was changed. */
function guardIn(make: (stack: Stack) => IConstruct, changed?: string): string {
  const stack = stackOf(CREATOR);
  const resource = make(stack).node.defaultChild!;
  if (changed !== undefined) {
    Object.assign(resource, { [propertyOf(resource, changed)]: Lazy.any({ produce: () => ({ Ref: 'Another' }) }) });
  }
  const [guard] = Object.values(Template.fromStack(stack).findResources(TYPE));
  return JSON.stringify(guard.Properties.CreateOnly);
}

/** The property of an L1 that CloudFormation knows by the given name. */
function propertyOf(resource: object, name: string): string {
  const properties = [resource, Object.getPrototypeOf(resource)].flatMap((owner) => Object.getOwnPropertyNames(owner));
  return properties.find((property) => property.toLowerCase() === name.toLowerCase())!;
}
