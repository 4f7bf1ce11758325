import { CfnParameter, Duration, PhysicalName, Tags } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { AudienceModel, TrainingDataset } from '../../../src';
import type { AudienceModelProps } from '../../../src';
import { expectRefused } from '../../support/faults';
import { CREATOR, PARTNER, agnosticStack, stackOf } from '../../support/stacks';

const TYPE = 'Custom::CleanRoomsAudienceModel';
const DATASET_ARN = `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:training-dataset/clicks`;

function modelIn(stack: Stack, props: Partial<AudienceModelProps> = {}, id = 'Model'): AudienceModel {
  const trainingDataset = stack.node.tryFindChild('Clicks') as TrainingDataset | undefined ?? TrainingDataset.fromTrainingDatasetArn(stack, 'Clicks', DATASET_ARN);
  return new AudienceModel(stack, id, { trainingDataset, ...props });
}

function propertiesIn(stack: Stack): Record<string, unknown> {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources(TYPE));
  return Properties as Record<string, unknown>;
}

describe('the resource', () => {
  test('follows the training for a minute by default', () => {
    const stack = stackOf(CREATOR);
    modelIn(stack);
    expect(propertiesIn(stack)).toMatchObject({ TrainingDatasetArn: DATASET_ARN, WaitSeconds: 60, Name: expect.stringMatching(/^Stack-?Model-?.*[0-9a-f]{8}$/i) });
  });

  test('has the properties that are given, and the tags', () => {
    const stack = stackOf(CREATOR);
    const key = new Key(stack, 'Key');
    Tags.of(modelIn(stack, {
      audienceModelName: 'viewers',
      description: 'of January',
      trainingDataStart: new Date('2026-01-01'),
      trainingDataEnd: new Date('2026-02-01'),
      encryptionKey: key,
      timeout: Duration.minutes(14),
    })).add('team', 'media');
    expect(propertiesIn(stack)).toMatchObject({
      Name: 'viewers',
      Description: 'of January',
      TrainingDataStartTime: '2026-01-01T00:00:00.000Z',
      TrainingDataEndTime: '2026-02-01T00:00:00.000Z',
      KmsKeyArn: stack.resolve(key.keyArn),
      WaitSeconds: 840,
      Tags: { team: 'media' },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'cleanrooms-ml.amazonaws.com' } })]) },
    });
  });

  test('has another generated name with other content, because names may have to be unique', () => {
    const [one, other] = [stackOf(CREATOR), stackOf(CREATOR)];
    modelIn(one);
    modelIn(other, { description: 'newer', audienceModelName: PhysicalName.GENERATE_IF_NEEDED });
    expect(propertiesIn(one).Name).not.toBe(propertiesIn(other).Name);
    expect(String(propertiesIn(other).Name).length).toBeLessThanOrEqual(63);
  });

  test('accepts tokens', () => {
    const stack = agnosticStack();
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    modelIn(stack, { audienceModelName: parameter('Name'), description: parameter('Description') });
    expect(propertiesIn(stack)).toMatchObject({ Name: { Ref: 'Name' }, Description: { Ref: 'Description' } });
  });

  test('lets the function create models of the data set only, and delete only those of the stack', () => {
    const stack = stackOf(CREATOR);
    modelIn(stack);
    const statements = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as { Action: string[]; Resource: unknown; Condition?: object }[]);
    const of = (action: string) => statements.find(({ Action }) => Action.includes(action));
    expect(of('cleanrooms-ml:CreateAudienceModel')).toMatchObject({
      Resource: DATASET_ARN, Condition: { StringEquals: { 'aws:RequestTag/cdk-cleanrooms:stack': { Ref: 'AWS::StackId' } } },
    });
    expect(of('cleanrooms-ml:DeleteAudienceModel')).toMatchObject({
      Condition: { StringEquals: { 'aws:ResourceTag/cdk-cleanrooms:stack': { Ref: 'AWS::StackId' } } },
    });
  });
});

describe('refuses', () => {
  test.each<[string, Partial<AudienceModelProps>, string, string]>([
    ['a blank name', { audienceModelName: ' ' }, 'NameLength', "'audienceModelName' must have 1 to 63 characters"],
    ['a long name', { audienceModelName: 'x'.repeat(64) }, 'NameLength', "'audienceModelName' must have 1 to 63 characters"],
    ['a long description', { description: 'x'.repeat(256) }, 'DescriptionLength', "'description' must have at most 255 characters, got 256"],
    ['a window that ends before it begins', { trainingDataStart: new Date('2026-02-01'), trainingDataEnd: new Date('2026-01-01') }, 'TrainingWindowEmpty', "'trainingDataStart' must be before"],
    ['more than 14 minutes', { timeout: Duration.minutes(15) }, 'WaitTooLong', "'timeout' must be whole seconds and at most 14 minutes"],
  ])('%s', (_, props, code, message) => {
    expectRefused(() => modelIn(stackOf(CREATOR), props), code, message);
  });

  test('an alias of a key', () => {
    const stack = stackOf(CREATOR);
    expectRefused(() => modelIn(stack, { encryptionKey: Alias.fromAliasName(stack, 'Alias', 'alias/models') }), 'EncryptionKeyIsAlias', "'encryptionKey' must be a key");
  });

  test('a data set of another account, and an import with another ARN', () => {
    const stack = stackOf(PARTNER);
    expectRefused(() => modelIn(stack), 'OfOtherAccount', "'trainingDataset' must be in the account of the stack");
    expectRefused(() => AudienceModel.fromAudienceModelArn(stack, 'Import', DATASET_ARN), 'ArnMalformed', 'audience-model/<id>');
  });

  test.each<[string, Partial<AudienceModelProps>]>([
    ['the longest name', { audienceModelName: 'x'.repeat(63) }],
    ['a window without an end', { trainingDataStart: new Date('2026-02-01') }],
  ])('nothing of %s', (_, props) => {
    modelIn(stackOf(CREATOR), props);
  });
});

test('grants read access, and configuration, on the model', () => {
  const stack = stackOf(CREATOR);
  const grantee = new Role(stack, 'Analyst', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const arn = `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:audience-model/viewers`;
  AudienceModel.fromAudienceModelArn(stack, 'Model', arn).grants.configure(grantee);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Action: ['cleanrooms-ml:GetAudienceModel', 'cleanrooms-ml:CreateConfiguredAudienceModel'], Resource: arn }] },
  });
});
