import { CfnResource, NestedStack } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ServiceRoleReady } from '../../src/custom-resources/service-role-ready';
import { stackOf } from '../support/stacks';

/** A role that can read some resources, and has a policy for that. */
function role(scope: Construct, id: string, resources: string[] = ['*']): Role {
  const made = new Role(scope, id, { assumedBy: new ServicePrincipal('cleanrooms.amazonaws.com') });
  made.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources }));
  return made;
}

/** Something that uses a role, and waits for it. */
function user(scope: Construct, id: string, used: Role, properties: object = {}): CfnResource {
  const made = new CfnResource(scope, id, { type: 'Test::Uses::Role', properties: { RoleArn: used.roleArn, ...properties } });
  ServiceRoleReady.before(made, used);
  return made;
}

/** What a wait depends on beside the function's policy, without hashes, by the logical id of the wait. A template with a circle is refused. */
function waitsIn(stack: Stack): Record<string, string[]> {
  const named = (id: string) => id.replace(/[0-9A-F]{8}$/, '');
  const waits = Template.fromStack(stack).findResources('Custom::CleanRoomsServiceRoleReady');
  return Object.fromEntries(Object.entries(waits).map(([id, { DependsOn }]) => [
    named(id), (DependsOn as string[]).map(named).filter((each) => !each.startsWith('CleanRoomsCustomResources')).sort(),
  ]));
}

test('the first wait comes after all roles, and the other waits come after it', () => {
  const stack = stackOf();
  ['C', 'A', 'B'].forEach((id) => user(stack, `UserOf${id}`, role(stack, id)));

  expect(waitsIn(stack)).toEqual({
    AReady: ['A', 'ADefaultPolicy', 'B', 'BDefaultPolicy', 'C', 'CDefaultPolicy'],
    BReady: ['AReady', 'B', 'BDefaultPolicy'],
    CReady: ['AReady', 'C', 'CDefaultPolicy'],
  });
});

test('roles that name what has waited wait after it, with each other', () => {
  const stack = stackOf();
  const membership = user(stack, 'Membership', role(stack, 'Writer'));
  ['One', 'Two'].forEach((id) => user(stack, `UserOf${id}`, role(stack, id, [membership.ref])));

  expect(waitsIn(stack)).toEqual({
    WriterReady: ['Writer', 'WriterDefaultPolicy'],
    OneReady: ['One', 'OneDefaultPolicy', 'Two', 'TwoDefaultPolicy'],
    TwoReady: ['OneReady', 'Two', 'TwoDefaultPolicy'],
  });
});

test('what is between a role and what has waited makes no difference', () => {
  const stack = stackOf();
  const table = user(stack, 'Table', role(stack, 'Reader'));
  const view = new CfnResource(stack, 'View', { type: 'Test::View' });
  view.node.addDependency(table);
  const bucket = new CfnResource(stack, 'Bucket', { type: 'Test::Bucket', properties: { Of: view.ref } });
  user(stack, 'Copy', role(stack, 'Another', [bucket.ref]));

  expect(waitsIn(stack)).toEqual({
    ReaderReady: ['Reader', 'ReaderDefaultPolicy'],
    AnotherReady: ['Another', 'AnotherDefaultPolicy'],
  });
});

test('a role that names a resource of a nested stack waits by itself, because what that needs is not known yet', () => {
  const stack = stackOf();
  const membership = user(stack, 'Membership', role(stack, 'Writer'));
  const nested = new NestedStack(stack, 'Nested');
  const inside = new CfnResource(nested, 'Inside', { type: 'Test::Inside', properties: { Of: membership.ref } });
  user(stack, 'Table', role(stack, 'Reader', [inside.ref]));
  user(stack, 'Dataset', role(stack, 'Trainer'));

  expect(waitsIn(stack)).toEqual({
    TrainerReady: ['Trainer', 'TrainerDefaultPolicy', 'Writer', 'WriterDefaultPolicy'],
    WriterReady: ['TrainerReady', 'Writer', 'WriterDefaultPolicy'],
    ReaderReady: ['Reader', 'ReaderDefaultPolicy'],
  });
});

test('each stack has its own order', () => {
  const stack = stackOf();
  const nested = new NestedStack(stack, 'Nested');
  user(stack, 'Outside', role(stack, 'Outer'));
  user(nested, 'Inside', role(nested, 'Inner'));

  expect(waitsIn(stack)).toEqual({ OuterReady: ['Outer', 'OuterDefaultPolicy'] });
  expect(waitsIn(nested)).toEqual({ InnerReady: ['Inner', 'InnerDefaultPolicy'] });
});
