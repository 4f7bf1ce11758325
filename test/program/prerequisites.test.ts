import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnConfiguredTableAssociation } from 'aws-cdk-lib/aws-cleanrooms';
import { Construct } from 'constructs';
import type { IDependable } from 'constructs';
import { Collaboration, Membership } from '../../src';
import { membershipsBefore, tablesBefore } from '../../src/program/prerequisites';
import { cfnMembership } from '../support/l1';
import { CREATOR, PARTNER } from '../support/stacks';

let app: App;
let stack: Stack;
let collaboration: Collaboration;

beforeEach(() => {
  app = new App();
  stack = stackIn('Creator', CREATOR);
  collaboration = new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' }, members: [{ accountId: PARTNER, displayName: 'Partner' }] });
});

function stackIn(id: string, account: string): Stack {
  return new Stack(app, id, { env: { account, region: 'us-east-1' } });
}

function association(scope: Construct, name: string, membershipIdentifier: string): CfnConfiguredTableAssociation {
  return new CfnConfiguredTableAssociation(scope, `Table-${name}`, {
    name,
    membershipIdentifier,
    configuredTableIdentifier: '44444444-4444-4444-8444-444444444444',
    roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
  });
}

/** The logical ids that a resource depends on. */
function dependenciesOn(dependable: IDependable): string[] {
  new CfnResource(stack, 'Resource', { type: 'AWS::Some::Type' }).node.addDependency(dependable);
  return Template.fromStack(stack).findResources('AWS::Some::Type').Resource.DependsOn ?? [];
}

const idOf = (construct: Construct) => stack.getLogicalId((construct.node.defaultChild ?? construct) as CfnResource);

describe('what needs a membership', () => {
  test('is made after the memberships of its stack in the collaboration, whenever these are defined', () => {
    const before = membershipsBefore(stack, collaboration);
    const membership = collaboration.addMembership('Membership');
    expect(dependenciesOn(before)).toEqual([idOf(membership)]);
  });

  test('does not wait for memberships of other stacks and other collaborations', () => {
    const partner = stackIn('Partner', PARTNER);
    new Membership(partner, 'Membership', { collaboration });
    cfnMembership(stack);
    expect(dependenciesOn(membershipsBefore(stack, collaboration))).toEqual([]);
  });
});

describe('what needs tables', () => {
  test('is made after the memberships, and after those tables of the given names that the stack brings', () => {
    const membership = collaboration.addMembership('Membership');
    const partner = stackIn('Partner', PARTNER);
    const partners = new Membership(partner, 'Membership', { collaboration });
    const dependable = tablesBefore(stack, collaboration, ['purchases', 'visits', 'others']);
    const purchases = association(stack, 'purchases', membership.membershipIdentifier);
    association(stack, 'impressions', membership.membershipIdentifier);
    association(partner, 'visits', partners.membershipIdentifier);
    association(stack, 'others', cfnMembership(stack).attrMembershipIdentifier);
    expect(dependenciesOn(dependable).sort()).toEqual([idOf(membership), idOf(purchases)].sort());
  });
});
