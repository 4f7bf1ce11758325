import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { Lazy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';
import { Collaboration, Membership } from '../../src';
import { ReplacementGuard } from '../../src/custom-resources/replacement-guard';
import { cfnCollaboration } from '../support/l1';
import { CREATOR, PARTNER, stackOf } from '../support/stacks';

const TYPE = 'Custom::CleanRoomsReplacementGuard';
const SPECIFICATION = loadAwsServiceSpecSync();

test('is updated before what it guards', () => {
  const stack = stackOf();
  const resource = cfnCollaboration(stack);
  new ReplacementGuard(resource, 'Guard', { resource, createOnly: () => ({ name: 'a' }), remedy: 'make another one', replacementAllowed: false });

  const template = Template.fromStack(stack);
  template.hasResourceProperties(TYPE, {
    Path: 'Stack/Collaboration', CreateOnly: { name: 'a' }, Remedy: 'make another one', ReplacementAllowed: false,
  });
  template.hasResource('AWS::CleanRooms::Collaboration', { DependsOn: [Match.stringLikeRegexp('Guard')] });
});

test('needs no permission but to write its log', () => {
  const stack = stackOf();
  const resource = cfnCollaboration(stack);
  new ReplacementGuard(resource, 'Guard', { resource, createOnly: () => ({}), remedy: '', replacementAllowed: false });

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::IAM::Policy', 0);
  const [role] = Object.values(template.findResources('AWS::IAM::Role'));
  expect(role.Properties.Policies[0].PolicyDocument.Statement.flatMap(({ Action }: { Action: string[] }) => Action))
    .toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
});

describe.each<[string, (stack: Stack) => IConstruct]>([
  ['AWS::CleanRooms::Collaboration', (stack) => new Collaboration(stack, 'Guarded', { creator: { displayName: 'Creator' } })],
  ['AWS::CleanRooms::Membership', (stack) => new Membership(stack, 'Guarded', {
    collaboration: Collaboration.fromCollaborationAttributes(stack, 'Imported', { collaborationIdentifier: 'id', creatorAccountId: PARTNER }),
  })],
])('the guard of %s sees what CloudFormation would replace it for', (type, make) => {
  const untouched = guardIn(make);
  const [specification] = SPECIFICATION.lookup('resource', 'cloudFormationType', 'equals', type);

  test.each(Object.entries(specification.properties).filter(([name]) => name !== 'Tags').map(([name, property]) => (
    [name, property.causesReplacement === 'yes' ? 'sees' : 'overlooks'] as const
  )))('at a change of %s: %s it', (name, sees) => {
    expect(guardIn(make, name) === untouched ? 'overlooks' : 'sees').toBe(sees);
  });
});

/** What the guard holds of a resource whose L1 was changed. */
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
