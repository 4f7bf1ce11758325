import { CfnCondition, CfnResource, NestedStack } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ServiceRoleReady } from '../../src/custom-resources/service-role-ready';
import { stackOf } from '../support/stacks';

const TYPE_OF_USERS = 'Test::Uses::Role';

/** A role that can read some resources, and has a policy for that. */
function role(scope: Construct, id: string, resources: string[] = ['*']): Role {
  const made = new Role(scope, id, { assumedBy: new ServicePrincipal('cleanrooms.amazonaws.com') });
  made.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources }));
  return made;
}

/** Something that uses a role, and waits for it. */
function user(scope: Construct, id: string, used: Role, properties: object = {}): CfnResource {
  const made = new CfnResource(scope, id, { type: TYPE_OF_USERS, properties: { RoleArn: used.roleArn, ...properties } });
  ServiceRoleReady.before(made, used);
  return made;
}

/** What the waits in a template wait for, and who for them, without hashes, by the logical id of the wait. A template with a circle is refused. */
function waitsIn(stack: Stack): Record<string, { roles: string[]; users: string[] }> {
  const named = (id: string) => id.replace(/[0-9A-F]{8}$/, '');
  const template = Template.fromStack(stack);
  const users = Object.entries(template.findResources(TYPE_OF_USERS));
  return Object.fromEntries(Object.entries(template.findResources('Custom::CleanRoomsServiceRoleReady')).map(([id, { DependsOn, Properties }]) => {
    const roles = (Properties.Roles as { Parts: { Ref: string }[] }[]).map(({ Parts: [{ Ref: logicalId }] }) => logicalId);
    expect(DependsOn).toEqual(expect.arrayContaining(roles));
    const usedBy = users.filter(([, waiting]) => waiting.DependsOn.includes(id)).map(([logicalId]) => logicalId);
    return [named(id), { roles: roles.map(named).sort(), users: usedBy.map(named).sort() }];
  }));
}

test('roles that need no other are waited for together', () => {
  const stack = stackOf();
  ['C', 'A', 'B'].forEach((id) => user(stack, `UserOf${id}`, role(stack, id)));

  expect(waitsIn(stack)).toEqual({ CleanRoomsRolesReady: { roles: ['A', 'B', 'C'], users: ['UserOfA', 'UserOfB', 'UserOfC'] } });
});

test('a hundred roles take one resource', () => {
  const stack = stackOf();
  for (let index = 0; index < 100; index++) user(stack, `User${index}`, role(stack, `Role${index}`));

  Template.fromStack(stack).resourceCountIs('Custom::CleanRoomsServiceRoleReady', 1);
});

test('roles that exist on a condition are waited for apart from the others, on the same condition', () => {
  const stack = stackOf();
  user(stack, 'User', role(stack, 'Always'));
  const condition = new CfnCondition(stack, 'Condition');
  ['A', 'B'].forEach((id) => {
    const sometimes = role(stack, id);
    user(stack, `UserOf${id}`, sometimes);
    [sometimes.node.defaultChild, stack.node.findChild(`${id}Ready`)].forEach((each) => ((each as CfnResource).cfnOptions.condition = condition));
  });

  expect(waitsIn(stack)).toEqual({
    CleanRoomsRolesReady: { roles: ['Always'], users: ['User'] },
    AReady: { roles: ['A', 'B'], users: ['UserOfA', 'UserOfB'] },
  });
  Template.fromStack(stack).hasResource('Custom::CleanRoomsServiceRoleReady', { Condition: 'Condition' });
});

test('the longest of their times is waited, which can differ by the context of each', () => {
  const stack = stackOf();
  const [short, long] = ['Short', 'Long'].map((id) => new Construct(stack, id));
  short.node.setContext('cdk-cleanrooms:roleReadySeconds', 5);
  long.node.setContext('cdk-cleanrooms:roleReadySeconds', 50);
  [short, long].forEach((scope) => user(scope, 'User', role(scope, 'Role')));

  Template.fromStack(stack).hasResourceProperties('Custom::CleanRoomsServiceRoleReady', { Seconds: 50 });
});

test('roles that name what has waited are waited for after it, with each other', () => {
  const stack = stackOf();
  const membership = user(stack, 'Membership', role(stack, 'Writer'));
  ['One', 'Two'].forEach((id) => user(stack, `UserOf${id}`, role(stack, id, [membership.ref])));

  expect(waitsIn(stack)).toEqual({
    CleanRoomsRolesReady: { roles: ['Writer'], users: ['Membership'] },
    CleanRoomsRolesReady1: { roles: ['One', 'Two'], users: ['UserOfOne', 'UserOfTwo'] },
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
    CleanRoomsRolesReady: { roles: ['Reader'], users: ['Table'] },
    CleanRoomsRolesReady1: { roles: ['Another'], users: ['Copy'] },
  });
});

test('what comes after something that has waited, with its role, is waited for after that', () => {
  const stack = stackOf();
  const [first, second] = ['First', 'Second'].map((id) => new Construct(stack, id));
  [first, second].forEach((scope) => user(scope, 'User', role(scope, 'Role')));
  second.node.addDependency(first);

  expect(Object.values(waitsIn(stack)).map(({ roles }) => roles)).toEqual([['FirstRole'], ['SecondRole']]);
});

test('a role that names a resource of a nested stack is waited for by itself, because what that needs is not known yet', () => {
  const stack = stackOf();
  const membership = user(stack, 'Membership', role(stack, 'Writer'));
  const nested = new NestedStack(stack, 'Nested');
  const inside = new CfnResource(nested, 'Inside', { type: 'Test::Inside', properties: { Of: membership.ref } });
  user(stack, 'Table', role(stack, 'Reader', [inside.ref]));
  user(stack, 'Dataset', role(stack, 'Trainer'));

  expect(waitsIn(stack)).toEqual({
    CleanRoomsRolesReady: { roles: ['Trainer', 'Writer'], users: ['Dataset', 'Membership'] },
    ReaderReady: { roles: ['Reader'], users: ['Table'] },
  });
});

test('each stack has its own waits', () => {
  const stack = stackOf();
  const nested = new NestedStack(stack, 'Nested');
  user(stack, 'Outside', role(stack, 'Outer'));
  user(nested, 'Inside', role(nested, 'Inner'));

  expect(waitsIn(stack)).toEqual({ CleanRoomsRolesReady: { roles: ['Outer'], users: ['Outside'] } });
  expect(waitsIn(nested)).toEqual({ CleanRoomsRolesReady: { roles: ['Inner'], users: ['Inside'] } });
});
