import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { App, Aws, Lazy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import { Collaboration, Membership } from '../../src';
import { ReplacementGuard } from '../../src/custom-resources/replacement-guard';
import type { ReplacementGuardProps } from '../../src/custom-resources/replacement-guard';
import { cfnCollaboration } from '../support/l1';
import { CREATOR, PARTNER, agnosticStack, stackOf } from '../support/stacks';

const TYPE = 'Custom::CleanRoomsReplacementGuard';
const SPECIFICATION = loadAwsServiceSpecSync();

test('is updated before the guarded resource', () => {
  const stack = stackOf();
  const resource = cfnCollaboration(stack);
  guard(resource, { createOnly: () => ({ name: 'a' }) });

  const template = Template.fromStack(stack);
  template.hasResourceProperties(TYPE, { GuardedType: 'AWS::CleanRooms::Collaboration', FailsIfChanged: { name: 'a' }, ReplacementAllowed: false });
  template.hasResource('AWS::CleanRooms::Collaboration', { DependsOn: ['CollaborationReplacementGuard'] });
});

test('has the logical id of the guarded resource in its own, whenever that changes, and in no property', () => {
  const stack = stackOf();
  const { node } = new Collaboration(stack, 'Room', { collaborationName: 'reach', creator: { displayName: 'Creator' } });
  stack.renameLogicalId(stack.resolve((node.defaultChild as CfnCollaboration).logicalId) as string, 'Live');

  const [[logicalId, { Properties: properties }]] = Object.entries(Template.fromStack(stack).findResources(TYPE));
  expect(logicalId).toBe('LiveReplacementGuard');
  expect(JSON.stringify(properties)).not.toMatch(/"[^"]*(Live|Room[A-F0-9])/);
});

test('can be read in a synthesis that is repeated', () => {
  const stack = stackOf();
  new Collaboration(stack, 'Room', { creator: { displayName: 'Creator' } });

  expect(Template.fromStack(stack).toJSON()).toEqual(stack.node.root instanceof App && stack.node.root.synth({ force: true }).getStackByName('Stack').template);
});

test('needs only the permissions to write logs and to ask what its stack has', () => {
  const stack = stackOf();
  const resource = cfnCollaboration(stack);
  guard(resource);

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [{
        Effect: 'Allow',
        Action: [
          'cloudformation:DescribeChangeSet', 'cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks', 'cloudformation:ListChangeSets',
          'cloudformation:ListStackResources',
        ],
        Resource: { Ref: 'AWS::StackId' },
      }],
    },
  });
  template.resourceCountIs('AWS::IAM::Policy', 1);
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
    guard(resource, { createOnly: ({ QueryLogStatus }) => ({ logs: QueryLogStatus }) });
    change(resource);

    const [found] = Object.values(Template.fromStack(stack).findResources(TYPE));
    expect(found.Properties.FailsIfChanged?.logs).toEqual(held);
  });

  test('a member in a list that was overridden', () => {
    const stack = stackOf();
    const members = [{ accountId: PARTNER, displayName: 'Partner' }];
    const collaboration = new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' }, members });
    (collaboration.node.defaultChild as CfnCollaboration).addPropertyOverride('Members.0.DisplayName', 'Another');

    Template.fromStack(stack).hasResourceProperties(TYPE, { FailsIfChanged: { members: [{ AccountId: PARTNER, DisplayName: 'Another' }] } });
  });
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

function guard(resource: CfnCollaboration, props: Partial<ReplacementGuardProps> = {}): void {
  new ReplacementGuard(resource, 'Guard', { resource, createOnly: () => ({}), replacementAllowed: () => false, statements: [], ...props });
}

/** The values in the guard of a resource whose L1 was changed. */
function guardIn(make: (stack: Stack) => IConstruct, changed?: string): string {
  const stack = stackOf(CREATOR);
  const resource = make(stack).node.defaultChild!;
  if (changed !== undefined) {
    Object.assign(resource, { [propertyOf(resource, changed)]: Lazy.any({ produce: () => ({ Ref: 'Another' }) }) });
  }
  const [found] = Object.values(Template.fromStack(stack).findResources(TYPE));
  return JSON.stringify(found.Properties.FailsIfChanged);
}

/** The property of an L1 that CloudFormation knows by the given name. */
function propertyOf(resource: object, name: string): string {
  const properties = [resource, Object.getPrototypeOf(resource)].flatMap((owner) => Object.getOwnPropertyNames(owner));
  return properties.find((property) => property.toLowerCase() === name.toLowerCase())!;
}
