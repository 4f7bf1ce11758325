import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Collaboration, ConfiguredAudienceModel, GenerateAudience } from '../../../src';
import { CREATOR, PARTNER, stackOf } from '../../support/stacks';

const ARN = `arn:aws:cleanrooms-ml:us-east-1:${PARTNER}:configured-audience-model/lookalikes`;

function stateMachine() {
  const stack = stackOf(CREATOR);
  const states = new GenerateAudience(stack, 'Audience', {
    configuredAudienceModel: ConfiguredAudienceModel.fromConfiguredAudienceModelArn(stack, 'Model', ARN),
    collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Room', '11111111-1111-4111-8111-111111111111'),
    seedBucket: Bucket.fromBucketName(stack, 'Seeds', 'seeds'),
    seedKey: 'customers.jsonl',
    pollInterval: Duration.minutes(5),
  });
  new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(states) });
  return Template.fromStack(stack);
}

test('starts a job with the seed, and polls it', () => {
  const [{ Properties }] = Object.values(stateMachine().findResources('AWS::StepFunctions::StateMachine'));
  const definition = JSON.parse((Properties.DefinitionString['Fn::Join'][1] as unknown[]).map((part) => typeof part === 'string' ? part : 'x').join(''));
  expect(definition.States['Audience: Start']).toMatchObject({
    Resource: expect.stringContaining(':states:::aws-sdk:cleanroomsml:startAudienceGenerationJob'),
    Parameters: {
      'Name.$': "States.Format('audience-{}', States.UUID())",
      'ConfiguredAudienceModelArn': ARN,
      'CollaborationId': '11111111-1111-4111-8111-111111111111',
      'SeedAudience': { DataSource: { S3Uri: 's3://seeds/customers.jsonl' } },
      'IncludeSeedInOutput': false,
    },
    Retry: [{ ErrorEquals: ['CleanRoomsMl.ThrottlingException'] }],
  });
  expect(definition.States['Audience: Wait']).toMatchObject({ Seconds: 300, Next: 'Audience: Look' });
  expect(definition.States['Audience: Done?'].Choices).toHaveLength(3);
});

test('allows the state machine to generate audiences with the model and to pass the role of the seed, and the role to read the seed', () => {
  const template = stateMachine();
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Action: 'cleanrooms-ml:StartAudienceGenerationJob', Resource: [ARN, Match.anyValue()] }),
        Match.objectLike({ Action: 'iam:PassRole', Condition: { StringEquals: { 'iam:PassedToService': 'cleanrooms-ml.amazonaws.com' } } }),
        Match.objectLike({ Action: 'cleanrooms:PassCollaboration' }),
      ]),
    },
  });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 's3:GetObject', Condition: { StringEquals: { 's3:ResourceAccount': CREATOR } } })]) },
  });
});
