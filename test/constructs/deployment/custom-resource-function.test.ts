import { App, Size, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Collaboration, CustomResourceFunction } from '../../../src';
import type { CustomResourceFunctionOptions } from '../../../src';
import { stackOf } from '../../support/stacks';

const KEY_ARN = 'arn:aws:kms:us-east-1:111111111111:key/88888888-8888-4888-8888-888888888888';

describe('the settings of the function', () => {
  test('can be the retention of its log and the key', () => {
    const stack = withFunction();
    CustomResourceFunction.configure(stack, { logRetention: RetentionDays.ONE_YEAR, logEncryptionKey: Key.fromKeyArn(stack, 'Key', KEY_ARN) });
    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365, KmsKeyId: KEY_ARN });
  });

  test('can be to keep its log forever', () => {
    const stack = withFunction();
    CustomResourceFunction.configure(stack, { logRetention: RetentionDays.INFINITE });
    expect(Object.values(Template.fromStack(stack).findResources('AWS::Logs::LogGroup')).map(({ Properties }) => Properties)).toEqual([undefined]);
  });

  test('can be a log group, in which the role writes, and in place of its own', () => {
    const stack = withFunction();
    CustomResourceFunction.configure(stack, { logGroup: LogGroup.fromLogGroupName(stack, 'Logs', 'deployments') });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    template.hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: 'deployments' } });
    const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:us-east-1:111111111111:log-group:deployments:*']] };
    expect(ownStatements(template)).toEqual([{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arn }]);
  });

  test('can be its memory', () => {
    const stack = withFunction();
    CustomResourceFunction.configure(stack, { memorySize: Size.gibibytes(1) });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { MemorySize: 1024 });
  });

  test('can be the permissions boundary of its role', () => {
    const stack = withFunction();
    CustomResourceFunction.configure(stack, { permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', 'arn:aws:iam::111111111111:policy/limit') });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { PermissionsBoundary: 'arn:aws:iam::111111111111:policy/limit' });
  });

  test('can be a VPC, with a security group of its own', () => {
    const stack = withFunction();
    CustomResourceFunction.configure(stack, { vpc: vpcIn(stack) });
    const template = Template.fromStack(stack);
    const [group] = Object.keys(template.findResources('AWS::EC2::SecurityGroup'));
    template.hasResourceProperties('AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: ['subnet-a', 'subnet-b'], SecurityGroupIds: [{ 'Fn::GetAtt': [group, 'GroupId'] }] },
    });
    expect(ownStatements(template)).toContainEqual(expect.objectContaining({ Action: expect.arrayContaining(['ec2:CreateNetworkInterface']), Resource: '*' }));
  });

  test('can be subnets and security groups of a VPC', () => {
    const stack = withFunction();
    CustomResourceFunction.configure(stack, {
      vpc: vpcIn(stack),
      vpcSubnets: { subnetType: SubnetType.PUBLIC },
      securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-12345678')],
    });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
    template.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: ['subnet-c', 'subnet-d'], SecurityGroupIds: ['sg-12345678'] } });
  });

  test('leave a role alone that is created elsewhere', () => {
    const stack = stackOf();
    Role.customizeRoles(stack, { usePrecreatedRoles: { 'Stack/CleanRoomsCustomResources/Role': 'precreated' } });
    CustomResourceFunction.configure(withFunction(stack), { vpc: vpcIn(stack), permissionsBoundary: ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess') });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.resourceCountIs('AWS::Lambda::Function', 1);
  });
});

describe('they hold', () => {
  const inApp: CustomResourceFunctionOptions = { logRetention: RetentionDays.ONE_YEAR, memorySize: Size.gibibytes(1) };

  test('for all stacks of an app, whenever these are defined', () => {
    const app = new App();
    const before = withFunction(new Stack(new Stage(app, 'Before'), 'Stack'));
    CustomResourceFunction.configure(app, inApp);
    const after = withFunction(new Stack(new Stage(app, 'After'), 'Stack'));
    app.synth();
    for (const stack of [before, after]) Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { MemorySize: 1024 });
  });

  test.each(['app', 'stack'])('as the innermost scope has them, and else as the outer one has (%s first)', (first) => {
    const app = new App();
    const stack = withFunction(new Stack(app, 'Stack'));
    const settings = [
      () => CustomResourceFunction.configure(app, inApp),
      () => CustomResourceFunction.configure(stack, { logRetention: RetentionDays.ONE_DAY }),
    ];
    (first === 'app' ? settings : settings.reverse()).forEach((each) => each());
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 1 });
    template.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 1024 });
  });

  test('nowhere else', () => {
    const app = new App();
    const [one, other] = ['One', 'Other'].map((id) => withFunction(new Stack(app, id)));
    CustomResourceFunction.configure(one, inApp);
    Template.fromStack(other).hasResourceProperties('AWS::Lambda::Function', { MemorySize: 256 });
  });
});

/** A stack with a function. */
function withFunction(stack: Stack = stackOf()): Stack {
  new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' } });
  return stack;
}

function vpcIn(stack: Stack) {
  return Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-12345678', availabilityZones: ['us-east-1a', 'us-east-1b'], privateSubnetIds: ['subnet-a', 'subnet-b'], publicSubnetIds: ['subnet-c', 'subnet-d'],
  });
}

/** The statements of the role itself. */
function ownStatements(template: Template): unknown[] {
  const [role] = Object.values(template.findResources('AWS::IAM::Role'));
  return role.Properties.Policies[0].PolicyDocument.Statement;
}
