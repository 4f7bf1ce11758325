import { App, CfnParameter, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ServiceRoleReady } from '../../src/custom-resources/service-role-ready';
import { expectRefused } from '../support/faults';
import { CREATOR, PARTNER, agnosticStack, stackOf } from '../support/stacks';

const TYPE = 'Custom::CleanRoomsServiceRoleReady';

/** The policy with which the function asks CloudFormation when it changed the role. */
const FUNCTION_POLICY = expect.stringMatching(/^CleanRoomsCustomResourcesPolicyForCleanRoomsServiceRoleReady/);

function roleIn(stack: Stack, action = 's3:GetObject', service = 'cleanrooms.amazonaws.com'): Role {
  const role = new Role(stack, 'Reader', { assumedBy: new ServicePrincipal(service) });
  role.addToPrincipalPolicy(new PolicyStatement({ actions: [action], resources: ['*'] }));
  return role;
}

/** Something that uses the role. */
function userOf(role: IRole, stack: Stack, id = 'User'): CfnResource {
  const user = new CfnResource(stack, id, { type: 'Test::Uses::Role', properties: { RoleArn: role.roleArn } });
  ServiceRoleReady.before(user, role);
  return user;
}

interface Resource {
  readonly Properties: { readonly Roles: { readonly Fingerprint: string; readonly References: object[]; readonly Parts: object[] }[] };
  readonly DependsOn: string[];
}

function resourcesOf(stack: Stack, type: string): Resource[] {
  return Object.values(Template.fromStack(stack).findResources(type)) as unknown as Resource[];
}

function stackWith(context: Record<string, unknown>): Stack {
  return new Stack(new App({ context }), 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
}

test('a resource that uses a role depends on the role, its policies, and the time that IAM takes to propagate them', () => {
  const stack = stackOf();
  userOf(roleIn(stack), stack);

  expect(resourcesOf(stack, TYPE)).toEqual([expect.objectContaining({
    Properties: expect.objectContaining({
      Roles: [expect.objectContaining({
        Id: { 'Fn::GetAtt': [expect.stringMatching(/^Reader/), 'RoleId'] },
        Parts: [{ Ref: expect.stringMatching(/^Reader[0-9A-F]{8}$/) }, { Ref: expect.stringMatching(/^ReaderDefaultPolicy/) }],
      })],
      Seconds: 30,
    }),
    DependsOn: [FUNCTION_POLICY, expect.stringMatching(/^ReaderDefaultPolicy/), expect.stringMatching(/^Reader/)],
  })]);
  const [{ DependsOn }] = resourcesOf(stack, 'Test::Uses::Role');
  expect(DependsOn.map((id) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['ReaderDefaultPolicy', 'Reader', 'CleanRoomsRolesReady']);
});

test('waits for statements that are added later', () => {
  const stack = stackOf();
  const role = new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('cleanrooms.amazonaws.com') });
  userOf(role, stack);
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));

  expect(resourcesOf(stack, TYPE)[0].DependsOn).toContainEqual(expect.stringMatching(/^ReaderDefaultPolicy/));
});

test('waits once for a role that several resources use', () => {
  const stack = stackOf();
  const role = roleIn(stack);
  userOf(role, stack, 'First');
  userOf(role, stack, 'Second');

  expect(resourcesOf(stack, TYPE)).toHaveLength(1);
  expect(resourcesOf(stack, 'Test::Uses::Role').map(({ DependsOn }) => DependsOn.filter((id) => id === 'CleanRoomsRolesReady'))).toEqual([
    [expect.any(String)], [expect.any(String)],
  ]);
});

test('does not wait for an existing role', () => {
  const stack = stackOf();
  userOf(Role.fromRoleArn(stack, 'Reader', `arn:aws:iam::${CREATOR}:role/reader`), stack);

  expect(resourcesOf(stack, TYPE)).toEqual([]);
});

test.each<[string, (role: Role, stack: Stack) => IRole]>([
  ['without updates of its policies', (role) => role.withoutPolicyUpdates()],
  ['imported by its ARN', (role, stack) => Role.fromRoleArn(stack, 'Imported', role.roleArn)],
])('waits for a role of this stack that is passed %s', (_, given) => {
  const stack = stackOf();
  userOf(given(roleIn(stack), stack), stack);

  expect(resourcesOf(stack, TYPE)).toEqual([expect.objectContaining({
    Properties: expect.objectContaining({ Roles: [expect.objectContaining({ Id: { 'Fn::GetAtt': [expect.stringMatching(/^Reader/), 'RoleId'] } })] }),
    DependsOn: [FUNCTION_POLICY, expect.stringMatching(/^ReaderDefaultPolicy/), expect.stringMatching(/^Reader/)],
  })]);
});

test('waits for a policy that is added to an existing role', () => {
  const stack = stackOf();
  const roleArn = `arn:aws:iam::${CREATOR}:role/reader`;
  const role = Role.fromRoleArn(stack, 'Reader', roleArn);
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  userOf(role, stack);

  expect(resourcesOf(stack, TYPE)).toEqual([expect.objectContaining({
    Properties: expect.objectContaining({ Roles: [expect.objectContaining({ Id: roleArn, Parts: [{ Ref: expect.stringMatching(/^ReaderPolicy/) }] })] }),
    DependsOn: [FUNCTION_POLICY, expect.stringMatching(/^ReaderPolicy/)],
  })]);
  expect(resourcesOf(stack, 'Test::Uses::Role')[0].DependsOn).toEqual([expect.stringMatching(/^ReaderPolicy/), 'CleanRoomsRolesReady']);
});

describe('a role that is given', () => {
  const roleOf = (stack: Stack, account: string) => Role.fromRoleArn(stack, 'Given', `arn:aws:iam::${account}:role/reader`);

  test('is refused where it is of another account, which cannot pass it', () => {
    const stack = stackOf();
    expectRefused(() => userOf(roleOf(stack, PARTNER), stack), 'RoleOfOtherAccount', `'role' must be in the account of the stack, ${CREATOR}, got one in account ${PARTNER}`);
  });

  test('can be of the account of the stack, of one that is not known, or in a stack that can go anywhere', () => {
    const stack = stackOf();
    userOf(roleOf(stack, CREATOR), stack);
    userOf(Role.fromRoleArn(stack, 'Parameter', new CfnParameter(stack, 'RoleArn').valueAsString), stack, 'Other');
    userOf(roleOf(agnosticStack(), PARTNER), agnosticStack());
  });
});

test('does not wait for a role of another stack, which is deployed before', () => {
  const app = new App();
  const [one, other] = ['One', 'Other'].map((id) => new Stack(app, id));
  userOf(roleIn(one), other);

  expect(resourcesOf(other, TYPE)).toEqual([]);
});

describe('the fingerprint', () => {
  const fingerprintOf = (...role: [action?: string, service?: string]) => {
    const stack = stackOf();
    userOf(roleIn(stack, ...role), stack);
    return resourcesOf(stack, TYPE)[0].Properties.Roles[0].Fingerprint;
  };

  test('stays the same if the role does', () => {
    expect(fingerprintOf()).toBe(fingerprintOf());
  });

  test.each<[string, [action?: string, service?: string]]>([
    ['has other permissions', ['s3:PutObject']],
    ['trusts another service', ['s3:GetObject', 'cleanrooms-ml.amazonaws.com']],
  ])('changes if the role %s', (_, role) => {
    expect(fingerprintOf(...role)).not.toBe(fingerprintOf());
  });
});

test('what a role refers to is known by what it is at deployment, so that a role can be moved with all that it names', () => {
  const contentIn = (id: string) => {
    const stack = stackOf();
    const scope = new Construct(stack, id);
    const role = new Role(scope, 'Reader', { assumedBy: new ServicePrincipal('cleanrooms.amazonaws.com') });
    const bucket = new Bucket(scope, 'Bucket');
    bucket.grantRead(role);
    userOf(role, stack);
    const { Fingerprint, References } = resourcesOf(stack, TYPE)[0].Properties.Roles[0];
    return { Fingerprint, References, bucket: stack.getLogicalId(bucket.node.defaultChild as CfnBucket) };
  };
  const [one, other] = [contentIn('One'), contentIn('Other')];

  expect(one.Fingerprint).toBe(other.Fingerprint);
  for (const { References: references, bucket } of [one, other]) expect(references).toEqual([{ 'Fn::GetAtt': [bucket, 'Arn'] }]);
});

describe('the context value', () => {
  test.each<[unknown, number]>([[45, 45], ['45', 45], [600, 600]])('%p sets the time to %d seconds', (given, seconds) => {
    const stack = stackWith({ 'cdk-cleanrooms:roleReadySeconds': given });
    userOf(roleIn(stack), stack);
    Template.fromStack(stack).hasResourceProperties(TYPE, { Seconds: seconds });
  });

  test('0 creates no custom resource, but keeps the dependencies', () => {
    const stack = stackWith({ 'cdk-cleanrooms:roleReadySeconds': 0 });
    userOf(roleIn(stack), stack);
    expect(resourcesOf(stack, TYPE)).toEqual([]);
    expect(resourcesOf(stack, 'Test::Uses::Role')[0].DependsOn).toHaveLength(2);
  });

  test.each(['soon', -1, 1.5, 601])('%p is rejected', (given) => {
    const stack = stackWith({ 'cdk-cleanrooms:roleReadySeconds': given });
    expectRefused(() => userOf(roleIn(stack), stack), 'RoleReadySecondsMalformed',
      `the context value 'cdk-cleanrooms:roleReadySeconds' must be a whole number from 0 to 600, got ${JSON.stringify(given)}`);
  });
});
