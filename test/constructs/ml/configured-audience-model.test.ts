import { Duration, Token } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { AudienceModel, AudienceSizes, Collaboration, ConfiguredAudienceModel } from '../../../src';
import type { ConfiguredAudienceModelProps } from '../../../src';
import { expectRefused } from '../../support/faults';
import { CREATOR, PARTNER, stackOf, warningsIn } from '../../support/stacks';

const TYPE = 'Custom::CleanRoomsConfiguredAudienceModel';
const MODEL_ARN = `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:audience-model/viewers`;
const ARN = `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:configured-audience-model/lookalikes`;

function modelIn(stack: Stack, props: Partial<ConfiguredAudienceModelProps> = {}): ConfiguredAudienceModel {
  return new ConfiguredAudienceModel(stack, 'Lookalikes', {
    audienceModel: AudienceModel.fromAudienceModelArn(stack, 'Model', MODEL_ARN),
    output: { bucket: Bucket.fromBucketName(stack, 'Audiences', 'audiences'), prefix: 'lookalikes' },
    ...props,
  });
}

function propertiesIn(stack: Stack): Record<string, unknown> {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources(TYPE));
  return Properties as Record<string, unknown>;
}

describe('the resource', () => {
  test('shares no metrics, asks for 500 users of a seed, and waits for the training by default', () => {
    const stack = stackOf(CREATOR);
    const { outputRole } = modelIn(stack);
    expect(propertiesIn(stack)).toMatchObject({
      AudienceModelArn: MODEL_ARN,
      Output: { S3Uri: 's3://audiences/lookalikes/', RoleArn: stack.resolve(outputRole.roleArn) },
      SharedAudienceMetrics: ['NONE'],
      MinMatchingSeedSize: 500,
      ChildResourceTagOnCreatePolicy: 'NONE',
      WaitSeconds: 840,
    });
    expect(propertiesIn(stack)).not.toHaveProperty('AudienceGenerators');
  });

  test('has the properties that are given', () => {
    const stack = stackOf(CREATOR);
    const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Room', '11111111-1111-4111-8111-111111111111');
    modelIn(stack, {
      configuredAudienceModelName: 'lookalikes',
      description: 'like our viewers',
      sharedAudienceMetrics: true,
      minMatchingSeedSize: 25,
      tagsOnJobs: true,
      audienceSizes: AudienceSizes.percentage(1, 5),
      audienceGenerators: [{ accountId: PARTNER, collaboration }],
      timeout: Duration.seconds(0),
    });
    expect(propertiesIn(stack)).toMatchObject({
      Name: 'lookalikes',
      Description: 'like our viewers',
      SharedAudienceMetrics: ['ALL'],
      MinMatchingSeedSize: 25,
      AudienceSizeConfig: { Type: 'PERCENTAGE', Bins: [1, 5] },
      ChildResourceTagOnCreatePolicy: 'FROM_PARENT_RESOURCE',
      AudienceGenerators: [{ AccountId: PARTNER, CollaborationIdentifier: '11111111-1111-4111-8111-111111111111' }],
      WaitSeconds: 0,
    });
  });

  test('keeps its generated name when anything changes that changes in place', () => {
    const [one, other] = [stackOf(CREATOR), stackOf(CREATOR)];
    modelIn(one);
    modelIn(other, { sharedAudienceMetrics: true });
    expect(propertiesIn(one).Name).toBe(propertiesIn(other).Name);
  });
});

describe('the output role', () => {
  test('is for Clean Rooms ML in this account, and writes below the prefix', () => {
    const stack = stackOf(CREATOR);
    modelIn(stack);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{
          Principal: { Service: 'cleanrooms-ml.amazonaws.com' },
          Condition: {
            StringEqualsIfExists: { 'aws:SourceAccount': CREATOR },
            ArnLikeIfExists: { 'aws:SourceArn': Match.anyValue() },
          },
        }],
      },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 's3:PutObject', Condition: { StringEquals: { 'aws:ResourceAccount': CREATOR } } })]) },
    });
  });

  test('may use the key of the bucket', () => {
    const stack = stackOf(CREATOR);
    modelIn(stack, { output: { bucket: new Bucket(stack, 'Encrypted', { encryption: BucketEncryption.KMS }) } });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'] })]) },
    });
  });

  test('can be passed to Clean Rooms ML only', () => {
    const stack = stackOf(CREATOR);
    const { outputRole } = modelIn(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Action: ['iam:PassRole'],
          Resource: stack.resolve(outputRole.roleArn),
          Condition: { StringEquals: { 'iam:PassedToService': 'cleanrooms-ml.amazonaws.com' } },
        })]),
      },
    });
  });
});

describe('refuses', () => {
  test.each<[string, Partial<ConfiguredAudienceModelProps>, string, string]>([
    ['a blank name', { configuredAudienceModelName: ' ' }, 'NameLength', "'configuredAudienceModelName' must have 1 to 63 characters"],
    ['too small a seed', { minMatchingSeedSize: 24 }, 'SeedSizeOutOfRange', "'minMatchingSeedSize' must be a whole number from 25 to 500000, got 24"],
    ['too large a seed', { minMatchingSeedSize: 500_001 }, 'SeedSizeOutOfRange', 'got 500001'],
    ['no size', { audienceSizes: AudienceSizes.absolute() }, 'AudienceSizesOutOfRange', "'audienceSizes' must be 1 to 25 whole numbers from 1 to 20000000, got none"],
    ['a percentage above 100', { audienceSizes: AudienceSizes.percentage(101) }, 'AudienceSizesOutOfRange', 'from 1 to 100, got 101'],
    ['a malformed account', { audienceGenerators: [{ accountId: '1' }] }, 'AccountIdMalformed', "'audienceGenerators.accountId' must be an AWS account"],
  ])('%s', (_, props, code, message) => {
    expectRefused(() => modelIn(stackOf(CREATOR), props), code, message);
  });

  test('nothing of the limits themselves, nor of tokens', () => {
    modelIn(stackOf(CREATOR), { minMatchingSeedSize: 25, audienceSizes: AudienceSizes.percentage(1, 100) });
    modelIn(stackOf(CREATOR), { minMatchingSeedSize: Token.asNumber({ Ref: 'Seed' }), audienceSizes: AudienceSizes.absolute(20_000_000) });
  });
});

test('warns of an account that may generate audiences in no collaboration', () => {
  const stack = stackOf(CREATOR);
  modelIn(stack, { audienceGenerators: [{ accountId: PARTNER }] });
  Annotations.fromStack(stack).hasWarning('/Stack/Lookalikes', Match.stringLikeRegexp(`lets the account ${PARTNER} generate audiences in any collaboration`));
  expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:generatorInNoCollaboration']);
});

describe('another account', () => {
  test('looks the model up by the name of its association', () => {
    const stack = stackOf(PARTNER);
    const model = ConfiguredAudienceModel.fromCollaboration(stack, 'Found', {
      collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Room', '11111111-1111-4111-8111-111111111111'),
      ownerAccountId: CREATOR,
      configuredAudienceModelAssociationName: 'lookalikes',
    });
    Template.fromStack(stack).hasResourceProperties('Custom::CleanRoomsConfiguredAudienceModelLookup', { Name: 'lookalikes', OwnerAccountId: CREATOR });
    expect(stack.resolve(model.configuredAudienceModelArn)).toMatchObject({ 'Fn::GetAtt': [expect.any(String), 'Arn'] });
  });

  test('can be granted to generate audiences, as jobs of its own', () => {
    const stack = stackOf(PARTNER);
    const grantee = new Role(stack, 'Analyst', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    ConfiguredAudienceModel.fromConfiguredAudienceModelArn(stack, 'Model', ARN).grants.generateAudience(grantee);
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(Properties.PolicyDocument.Statement).toMatchObject([
      { Action: 'cleanrooms-ml:StartAudienceGenerationJob', Resource: [ARN, { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms-ml:us-east-1:${PARTNER}:audience-generation-job/*`]] }] },
      { Action: 'cleanrooms-ml:ListAudienceGenerationJobs', Resource: ARN },
      { Action: expect.arrayContaining(['cleanrooms-ml:GetAudienceGenerationJob', 'cleanrooms-ml:StartAudienceExportJob']) },
    ]);
  });
});
