import { Lazy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { InlinePolicyRole } from '../../src/foundation/inline-policy-role';
import { stackOf } from '../support/stacks';

let stack: Stack;
let role: InlinePolicyRole;

beforeEach(() => {
  stack = stackOf();
  role = new InlinePolicyRole(stack, 'Role', { assumedBy: new ServicePrincipal('cleanrooms.amazonaws.com') });
});

const read = (...resources: string[]) => role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources }));

/** How many statements there are in the role, and in policies of their own. */
function statements(): { inRole: number; apart: number[] } {
  const template = Template.fromStack(stack);
  const sizeOf = (policy: { PolicyDocument: { Statement: unknown[] } }) => policy.PolicyDocument.Statement.length;
  const [{ Properties: { Policies: [inline] = [undefined] } }] = Object.values(template.findResources('AWS::IAM::Role'));
  const others = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => Object.values(template.findResources(type)));
  return { inRole: inline ? sizeOf(inline) : 0, apart: others.map(({ Properties }) => sizeOf(Properties as never)) };
}

test('without permissions, a role has no policy', () => {
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { Policies: Match.absent() });
});

test('permissions are part of the role', () => {
  read('arn:aws:s3:::data/*');
  read(`${new Bucket(stack, 'Bucket').bucketArn}/*`, stack.formatArn({ service: 's3', resource: 'other' }));

  expect(statements()).toEqual({ inRole: 2, apart: [] });
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { Policies: [Match.objectLike({ PolicyName: 'CleanRoomsServiceRole' })] });
});

test.each<[string, () => string]>([
  ['a key of the app, whose policy could name the role', () => new Key(stack, 'Key').keyArn],
  ['a part of the ARN of such a key', () => `${new Key(stack, 'Key').keyArn}/part`],
  ['what is not known yet', () => Lazy.string({ produce: () => 'arn:aws:s3:::late' })],
])('all permissions are in a policy of its own when one is on %s', (_, resource) => {
  read('arn:aws:s3:::data/*');
  read(resource());
  read('arn:aws:s3:::other/*');

  expect(statements()).toEqual({ inRole: 0, apart: [3] });
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyName: 'CleanRoomsServiceRole' });
});

test('a key that names the role in its policy makes no circle', () => {
  const key = new Key(stack, 'Key');
  key.addToResourcePolicy(new PolicyStatement({ actions: ['kms:Decrypt'], principals: [role], resources: ['*'] }));
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] }));

  expect(() => Template.fromStack(stack)).not.toThrow();
});

test('permissions that are too large for a role are in policies of their own, divided by the CDK', () => {
  for (let index = 0; index < 200; index++) read(`arn:aws:s3:::data-${'x'.repeat(40)}-${index}/*`);

  const { inRole, apart } = statements();
  expect(inRole).toBe(0);
  expect(apart.length).toBeGreaterThan(1);
});

test('what depends on a permission depends on the role, and on the policy into which it was moved', () => {
  const user = new Bucket(stack, 'User');
  user.node.addDependency(read('arn:aws:s3:::data/*').policyDependable!);
  read(new Key(stack, 'Key').keyArn);

  const [{ DependsOn }] = Object.values(Template.fromStack(stack).findResources('AWS::S3::Bucket'));
  expect(DependsOn).toEqual([expect.stringMatching(/^RoleDefaultPolicy/), expect.stringMatching(/^Role[0-9A-F]{8}$/)]);
});

test('what is granted must be permissions of a role', () => {
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'] }));
  expect(role.node.validate()).toEqual(['A PolicyStatement used in an identity-based policy must specify at least one resource.']);
});
