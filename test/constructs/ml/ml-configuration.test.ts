import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Collaboration, ConfiguredModelAlgorithmAssociation, Membership, MlConfiguration, MlInputChannel, TrainedModel } from '../../../src';
import { expectRefused } from '../../support/faults';
import { CREATOR, PARTNER, stackOf } from '../../support/stacks';

const MEMBERSHIP_ID = '22222222-2222-4222-8222-222222222222';
const PLACE = `arn:aws:cleanrooms-ml:us-east-1:${PARTNER}:membership/${MEMBERSHIP_ID}`;

test('an ML configuration has the location and a role that may write there, and logs and metrics of Clean Rooms ML', () => {
  const stack = stackOf(CREATOR);
  const membership = Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID);
  const { role } = new MlConfiguration(stack, 'MachineLearning', { membership, output: { bucket: Bucket.fromBucketName(stack, 'Models', 'models') } });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('Custom::CleanRoomsMlConfiguration', {
    MembershipIdentifier: MEMBERSHIP_ID, S3Uri: 's3://models/', RoleArn: stack.resolve(role.roleArn),
  });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Action: 's3:PutObject' }),
        Match.objectLike({ Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'] }),
        Match.objectLike({ Action: 'cloudwatch:PutMetricData', Condition: { StringLike: { 'cloudwatch:namespace': '/aws/cleanroomsml/*' } } }),
      ]),
    },
  });
});

test('an ML configuration without a location is for logs and metrics', () => {
  const stack = stackOf(CREATOR);
  new MlConfiguration(stack, 'MachineLearning', { membership: Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID) });
  Template.fromStack(stack).hasResourceProperties('Custom::CleanRoomsMlConfiguration', { S3Uri: Match.absent() });
});

test('an ML configuration is refused for a membership of another account', () => {
  const stack = stackOf(PARTNER);
  const membership = Membership.fromMembershipArn(stack, 'Membership', `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP_ID}`);
  expectRefused(() => new MlConfiguration(stack, 'MachineLearning', { membership }), 'OfOtherAccount', "'membership' must be in the account of the stack");
});

test('what a partner shares is looked up by its name, bound to the collaboration', () => {
  const stack = stackOf(CREATOR);
  const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Room', '11111111-1111-4111-8111-111111111111');
  const options = { collaboration, ownerAccountId: PARTNER };
  ConfiguredModelAlgorithmAssociation.fromCollaboration(stack, 'Algorithm', { ...options, configuredModelAlgorithmAssociationName: 'churn' });
  MlInputChannel.fromCollaboration(stack, 'Channel', { ...options, mlInputChannelName: 'clicks' });
  TrainedModel.fromCollaboration(stack, 'Trained', { ...options, trainedModelName: 'churn-2026' });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('Custom::CleanRoomsConfiguredModelAlgorithmAssociationLookup', { Name: 'churn' });
  template.hasResourceProperties('Custom::CleanRoomsMlInputChannelLookup', { Name: 'clicks' });
  template.hasResourceProperties('Custom::CleanRoomsTrainedModelLookup', { Name: 'churn-2026' });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([Match.objectLike({
        Action: ['cleanrooms-ml:ListCollaborationTrainedModels'],
        Resource: '*',
        Condition: { StringEquals: { 'cleanrooms-ml:CollaborationId': '11111111-1111-4111-8111-111111111111' } },
      })]),
    },
  });
});

test('grants on a channel and a model name the membership or the collaboration as well', () => {
  const stack = stackOf(CREATOR);
  const analyst = new Role(stack, 'Analyst', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const membership = Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID);
  const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Room', '11111111-1111-4111-8111-111111111111');
  const association = ConfiguredModelAlgorithmAssociation.fromConfiguredModelAlgorithmAssociationArn(
    stack, 'Algorithm', `${PLACE}/configured-model-algorithm-association/churn`);
  const channel = MlInputChannel.fromMlInputChannelArn(stack, 'Channel', `${PLACE}/ml-input-channel/clicks`);
  const model = TrainedModel.fromTrainedModelArn(stack, 'Trained', `${PLACE}/trained-model/churn`);

  channel.grants.read(analyst, collaboration);
  channel.grants.deleteData(analyst, membership);
  model.grants.read(analyst, collaboration);
  model.grants.infer(analyst, membership, association, channel);
  model.grants.exportModel(analyst, membership);
  model.grants.deleteOutput(analyst, membership);

  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const granted = (Properties.PolicyDocument.Statement as { Action: string | string[] }[]).flatMap(({ Action }) => Action);
  expect([...new Set(granted)].sort()).toEqual([
    'cleanrooms-ml:CancelTrainedModel', 'cleanrooms-ml:CancelTrainedModelInferenceJob', 'cleanrooms-ml:DeleteMLInputChannelData',
    'cleanrooms-ml:DeleteTrainedModelOutput', 'cleanrooms-ml:GetCollaborationMLInputChannel', 'cleanrooms-ml:GetCollaborationTrainedModel',
    'cleanrooms-ml:GetTrainedModelInferenceJob', 'cleanrooms-ml:ListCollaborationTrainedModelExportJobs', 'cleanrooms-ml:StartTrainedModelExportJob',
    'cleanrooms-ml:StartTrainedModelInferenceJob', 'cleanrooms:PassCollaboration', 'cleanrooms:PassMembership',
  ]);
});
