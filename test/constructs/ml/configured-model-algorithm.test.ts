import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnRepository, Repository } from 'aws-cdk-lib/aws-ecr';
import { Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ConfiguredModelAlgorithm, Membership } from '../../../src';
import type { ConfiguredModelAlgorithmProps } from '../../../src';

const ACCOUNT = '111111111111';
const ALGORITHM_ARN = 'arn:aws:cleanrooms-ml:eu-west-1:222222222222:configured-model-algorithm/66666666-7777-8888-9999-aaaaaaaaaaaa';
const REPOSITORY_ARN = `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/models`;

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Test', { env: { account: ACCOUNT, region: 'us-east-1' } });
});

function algorithmWith(props: Partial<ConfiguredModelAlgorithmProps> = {}): ConfiguredModelAlgorithm {
  return new ConfiguredModelAlgorithm(stack, 'Algorithm', {
    trainingContainer: { repository: Repository.fromRepositoryArn(stack, 'Repository', REPOSITORY_ARN), tag: 'v1' },
    ...props,
  });
}

function nameInTemplate(): string {
  return Object.values(Template.fromStack(stack).findResources('AWS::CleanRoomsML::ConfiguredModelAlgorithm'))[0].Properties.Name;
}

const imageOf = (name: string) => ({ 'Fn::Join': ['', [`${ACCOUNT}.dkr.ecr.us-east-1.`, { Ref: 'AWS::URLSuffix' }, `/${name}`]] });

describe('the template', () => {
  test('has the images with their commands and metrics', () => {
    const repository = Repository.fromRepositoryArn(stack, 'Models', REPOSITORY_ARN);
    algorithmWith({
      configuredModelAlgorithmName: 'churn',
      description: 'who will leave',
      trainingContainer: {
        repository, tag: 'train-v1', entrypoint: ['python', 'train.py'], arguments: ['--epochs', '3'], metrics: [{ name: 'loss', regex: 'loss: (.*)' }],
      },
      inferenceContainer: { repository, tag: 'infer-v1' },
    });

    Template.fromStack(stack).hasResourceProperties('AWS::CleanRoomsML::ConfiguredModelAlgorithm', {
      Name: 'churn',
      Description: 'who will leave',
      TrainingContainerConfig: {
        ImageUri: imageOf('models:train-v1'),
        Entrypoint: ['python', 'train.py'],
        Arguments: ['--epochs', '3'],
        MetricDefinitions: [{ Name: 'loss', Regex: 'loss: (.*)' }],
      },
      InferenceContainerConfig: { ImageUri: imageOf('models:infer-v1') },
      KmsKeyArn: Match.absent(),
    });
  });

  test('accepts the L1 of a repository', () => {
    algorithmWith({ trainingContainer: { repository: new CfnRepository(stack, 'Cfn'), tag: 'v1' } });

    Template.fromStack(stack).hasResourceProperties('AWS::CleanRoomsML::ConfiguredModelAlgorithm', {
      TrainingContainerConfig: { ImageUri: { 'Fn::Join': ['', Match.arrayWith([{ Ref: 'Cfn' }, ':v1'])] } },
    });
  });

  test('has a name that changes with the content', () => {
    algorithmWith();
    const before = nameInTemplate();

    stack = new Stack(new App(), 'Test', { env: { account: ACCOUNT, region: 'us-east-1' } });
    algorithmWith({ description: 'another' });
    expect(nameInTemplate()).not.toBe(before);
  });

  test('creates the algorithm after the policy of the role', () => {
    algorithmWith();

    Template.fromStack(stack).hasResource('AWS::CleanRoomsML::ConfiguredModelAlgorithm', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('RoleDefaultPolicy')]),
    });
  });
});

describe('the role', () => {
  test('is for Clean Rooms ML on behalf of the account, and can only pull from the repositories', () => {
    algorithmWith();

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'cleanrooms-ml.amazonaws.com' },
          Condition: { StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } },
        }],
      },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          Effect: 'Allow',
          Resource: REPOSITORY_ARN,
        }],
      },
    });
  });

  test('that is given gets the same permissions', () => {
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('cleanrooms-ml.amazonaws.com') });

    expect(algorithmWith({ role }).role).toBe(role);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Resource: REPOSITORY_ARN })] },
    });
  });
});

describe('the encryption key', () => {
  test('lets Clean Rooms ML use it and pass that on to the services it uses', () => {
    algorithmWith({ encryptionKey: new Key(stack, 'Key') });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::CleanRoomsML::ConfiguredModelAlgorithm', { KmsKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Key'), 'Arn'] } });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey'],
            Principal: { Service: 'cleanrooms-ml.amazonaws.com' },
            Condition: {
              'StringEqualsIfExists': { 'aws:SourceAccount': ACCOUNT },
              'ForAllValues:StringEquals': { 'kms:GrantOperations': Match.arrayWith(['DescribeKey', 'RetireGrant']) },
            },
          }),
          Match.objectLike({
            Action: 'kms:DescribeKey',
            Principal: { Service: 'cleanrooms-ml.amazonaws.com' },
            Condition: { StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT } },
          }),
        ]),
      },
    });
  });

  test('cannot be an alias', () => {
    expect(() => algorithmWith({ encryptionKey: new Key(stack, 'Key').addAlias('models') })).toThrow(
      expect.objectContaining({ name: 'EncryptionKeyIsAlias' }));
  });
});

test('warns about an algorithm without a container', () => {
  algorithmWith({ trainingContainer: undefined });

  Annotations.fromStack(stack).hasWarning('/Test/Algorithm', Match.stringLikeRegexp('cdk-cleanrooms:algorithmWithoutContainer'));
});

test.each(['trainingContainer', 'inferenceContainer'] as const)('does not warn about an algorithm with a %s', (container) => {
  const repository = Repository.fromRepositoryArn(stack, 'Models', REPOSITORY_ARN);
  algorithmWith({ trainingContainer: undefined, [container]: { repository, tag: 'v1' } });

  Annotations.fromStack(stack).hasNoWarning('/Test/Algorithm', Match.anyValue());
});

test('is imported by its ARN, with the account and Region of the ARN', () => {
  const algorithm = ConfiguredModelAlgorithm.fromConfiguredModelAlgorithmArn(stack, 'Import', ALGORITHM_ARN);

  expect(algorithm.configuredModelAlgorithmRef).toEqual({ configuredModelAlgorithmArn: ALGORITHM_ARN });
  expect(algorithm.env).toEqual({ account: '222222222222', region: 'eu-west-1' });
});

describe('grants', () => {
  const imported = () => ConfiguredModelAlgorithm.fromConfiguredModelAlgorithmArn(stack, 'Import', ALGORITHM_ARN);

  test('read is on the algorithm', () => {
    imported().grants.read(Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${ACCOUNT}:role/somebody`));

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'cleanrooms-ml:GetConfiguredModelAlgorithm', Effect: 'Allow', Resource: ALGORITHM_ARN }] },
    });
  });

  test('associate is on the algorithm, and on the membership of the member who associates it', () => {
    const membershipArn = `arn:aws:cleanrooms:us-east-1:${ACCOUNT}:membership/m`;

    imported().grants.associate(new User(stack, 'User'), Membership.fromMembershipArn(stack, 'Membership', membershipArn));

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: ['cleanrooms-ml:GetConfiguredModelAlgorithm', 'cleanrooms-ml:CreateConfiguredModelAlgorithmAssociation'],
            Effect: 'Allow',
            Resource: ALGORITHM_ARN,
          },
          { Action: 'cleanrooms:PassMembership', Effect: 'Allow', Resource: membershipArn },
        ],
      },
    });
  });
});
