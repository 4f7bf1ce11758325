import { Duration, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DefinitionBody, JsonPath, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { StateMachineFragment } from 'aws-cdk-lib/aws-stepfunctions';
import {
  AudienceSizes, Collaboration, ConfiguredModelAlgorithmAssociation, CreateMlInputChannel, CreateTrainedModel, DataDistribution, ExportAudience,
  ExportTrainedModel, Membership, QueryStatement, ResultFormat, RunTrainedModelInference, TrainingInputMode, WorkerType,
} from '../../../src';
import { objectionsTo } from '../../support/authorization';
import type { Statement } from '../../support/authorization';
import { expectRefused, expectRefusedAtSynthesis } from '../../support/faults';
import { cfnCollaboration, cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER, stackOf, warningsIn } from '../../support/stacks';

const MEMBERSHIP = '33333333-3333-4333-8333-333333333333';
const MEMBERSHIP_ARN = `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP}`;
const ROOM = '11111111-1111-4111-8111-111111111111';
const IN_MEMBERSHIP = `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:membership/${MEMBERSHIP}`;
const ASSOCIATION = `arn:aws:cleanrooms-ml:us-east-1:${PARTNER}:membership/${ROOM}/configured-model-algorithm-association/${MEMBERSHIP}`;
const MODEL = `${IN_MEMBERSHIP}/trained-model/${ROOM}`;
const CHANNEL = `${IN_MEMBERSHIP}/ml-input-channel/${ROOM}`;
const JOB = `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:audience-generation-job/${ROOM}`;

const membershipIn = (stack: Stack) => Membership.fromMembershipArn(stack, 'Membership', MEMBERSHIP_ARN);
const parts = (stack: Stack) => ({
  membership: membershipIn(stack),
  configuredModelAlgorithmAssociation: ConfiguredModelAlgorithmAssociation.fromConfiguredModelAlgorithmAssociationArn(stack, 'Algorithm', ASSOCIATION),
});
const channelOf = (stack: Stack) => ({ ...parts(stack), statement: QueryStatement.sql('SELECT age FROM people'), retention: Duration.days(7) });
const modelOf = (stack: Stack) => ({
  ...parts(stack), dataChannels: [{ channelName: 'train', mlInputChannelArn: CHANNEL }], instanceType: 'ml.m5.xlarge', volumeSize: Size.gibibytes(10),
});
const inferenceOf = (stack: Stack) => ({
  ...parts(stack), trainedModelArn: MODEL, mlInputChannelArn: CHANNEL, receiverAccountId: PARTNER, instanceType: 'ml.r7i.48xlarge',
});
const exportOf = (stack: Stack) => ({
  membership: membershipIn(stack),
  collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Room', ROOM),
  trainedModelArn: MODEL,
  receiverAccountId: PARTNER,
});

type Make = (stack: Stack) => StateMachineFragment;

const ALL: Readonly<Record<string, Make>> = {
  CreateMlInputChannel: (stack) => new CreateMlInputChannel(stack, 'Run', channelOf(stack)),
  CreateTrainedModel: (stack) => new CreateTrainedModel(stack, 'Run', modelOf(stack)),
  RunTrainedModelInference: (stack) => new RunTrainedModelInference(stack, 'Run', inferenceOf(stack)),
  ExportTrainedModel: (stack) => new ExportTrainedModel(stack, 'Run', exportOf(stack)),
  ExportAudience: (stack) => new ExportAudience(stack, 'Run', { audienceGenerationJobArn: JOB, size: AudienceSizes.percentage(10) }),
};

interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, Record<string, unknown>>>;
}

function machine(make: Make): { readonly stack: Stack; readonly definition: Definition; readonly statements: Statement[] } {
  const stack = stackOf(CREATOR);
  new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(make(stack)) });
  const template = Template.fromStack(stack);
  const [{ Properties: { DefinitionString: text } }] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
  const [policy] = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith('MachineRole'));
  return { stack, definition: JSON.parse(flat(text)) as Definition, statements: policy[1].Properties.PolicyDocument.Statement as Statement[] };
}

/** A value of a template, with the partition and references in it. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, given]] = Object.entries(value as object) as [string, unknown[]][];
  if (name === 'Fn::Join') return (given[1] as unknown[]).map(flat).join('');
  if (name === 'Ref') return String(given) === 'AWS::Partition' ? 'aws' : `<${String(given)}>`;
  return String(given[0]).includes('Role') ? `arn:aws:iam::${CREATOR}:role/${String(given[0])}` : `<${String(given[0])}>`;
}

describe.each(Object.entries(ALL))('%s', (name, make) => {
  test('starts, waits, looks, and ends with what has become of it', () => {
    const { definition: { StartAt, States } } = machine(make);
    const isNamed = name.startsWith('Export');
    expect(StartAt).toBe(isNamed ? 'Run: Named' : 'Run: Start');
    expect(States['Run: Start']).toMatchObject({ Next: 'Run: Wait', Retry: [{ ErrorEquals: ['CleanRoomsMl.ThrottlingException'] }] });
    expect(States['Run: Wait']).toMatchObject({ Next: 'Run: Look' });
    expect(States['Run: Look']).toMatchObject({ Next: 'Run: Done?', Catch: [{ Next: 'Run: Wait' }] });
    const choices = States['Run: Done?'].Choices as { Next: string }[];
    expect(choices.map(({ Next }) => Next)).toEqual([expect.stringMatching(/^Run: (Created|Trained|Inferred|Exported)$/), 'Run: Failed', 'Run: Ended']);
    expect(States['Run: Done?'].Default).toBe('Run: Wait');
  });

  test('is granted what the service authorization reference says, and nothing that is not bound', async () => {
    const { statements } = machine(make);
    const objections = await Promise.all(statements.map(async (statement) =>
      objectionsTo({ ...statement, Resource: [statement.Resource].flat().map((resource) => flat(resource)) })));
    expect(objections.flat()).toEqual([]);
    expect(statements.filter(({ Resource }) => [Resource].flat().includes('*'))).toEqual([]);
  });

  test('can be twice in a state machine', () => {
    const stack = stackOf(CREATOR);
    const first = make(stack);
    new StateMachine(stack, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(first.next(new ExportAudience(stack, 'Other', {
        audienceGenerationJobArn: JsonPath.stringAt('$.job'), size: AudienceSizes.absolute(1_000),
      }))),
    });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

test('a channel has the query, its workers and who pays, and a role that can run it', () => {
  const { definition: { States }, stack } = machine((scope) => new CreateMlInputChannel(scope, 'Run', {
    ...channelOf(scope),
    mlInputChannelName: JsonPath.stringAt('$.name'),
    format: ResultFormat.PARQUET,
    compute: { workerType: WorkerType.CR_4X, workers: 8, sparkProperties: { 'spark.sql.shuffle.partitions': '64' } },
    payerAccountId: PARTNER,
    pollInterval: Duration.minutes(3),
  }));
  expect(States['Run: Start']).toMatchObject({
    Resource: 'arn:aws:states:::aws-sdk:cleanroomsml:createMLInputChannel',
    Parameters: {
      'Name.$': '$.name',
      'MembershipIdentifier': MEMBERSHIP,
      'ConfiguredModelAlgorithmAssociations': [ASSOCIATION],
      'RetentionInDays': 7,
      'InputChannel': {
        DataSource: {
          ProtectedQueryInputParameters: {
            SqlParameters: { QueryString: 'SELECT age FROM people' },
            ComputeConfiguration: { Worker: { Type: 'CR.4X', Number: 8, Properties: { Spark: { 'spark.sql.shuffle.partitions': '64' } } } },
            ResultFormat: 'PARQUET',
          },
        },
      },
      'PayerConfiguration': { ComputePayerAccountId: PARTNER },
    },
  });
  expect(States['Run: Wait']).toMatchObject({ Seconds: 180 });
  expect(States['Run: Look']).toMatchObject({
    Resource: 'arn:aws:states:::aws-sdk:cleanroomsml:getMLInputChannel', Parameters: { 'MlInputChannelArn.$': '$.MlInputChannelArn' },
  });

  const policies = Template.fromStack(stack).findResources('AWS::IAM::Policy');
  const [, { Properties: { PolicyDocument: { Statement } } }] = Object.entries(policies).find(([id]) => id.startsWith('RunQueryRole'))!;
  expect((Statement as Statement[]).map(({ Action }) => Action)).toEqual([
    'cleanrooms:StartProtectedQuery', 'cleanrooms:GetSchema', ['cleanrooms:GetProtectedQuery', 'cleanrooms:UpdateProtectedQuery'],
  ]);
  expect(warningsIn(stack)).toEqual([]);
});

test('the role of a channel is passed to Clean Rooms ML only, be it new or given', () => {
  const { statements } = machine((stack) => new CreateMlInputChannel(stack, 'Run', { ...channelOf(stack), queryRole: Role.fromRoleName(stack, 'Own', 'own') }));
  expect(statements).toContainEqual(expect.objectContaining({
    Action: 'iam:PassRole', Condition: { StringEquals: { 'iam:PassedToService': 'cleanrooms-ml.amazonaws.com' } },
  }));
});

test('a training has its data, instances and parameters', () => {
  const { definition: { States } } = machine((stack) => new CreateTrainedModel(stack, 'Run', {
    ...modelOf(stack),
    dataChannels: [{ channelName: 'train', mlInputChannelArn: JsonPath.stringAt('$.MlInputChannelArn'), distribution: DataDistribution.SHARDED_BY_S3_KEY }],
    instanceCount: 2,
    maxRuntime: Duration.hours(2),
    hyperparameters: { depth: '6' },
    environment: { LEVEL: 'info' },
    trainingInputMode: TrainingInputMode.FAST_FILE,
  }));
  expect(States['Run: Start']).toMatchObject({
    Resource: 'arn:aws:states:::aws-sdk:cleanroomsml:createTrainedModel',
    Parameters: {
      'Name.$': "States.Format('model-{}', States.UUID())",
      'DataChannels': [{ 'ChannelName': 'train', 'MlInputChannelArn.$': '$.MlInputChannelArn', 'S3DataDistributionType': 'ShardedByS3Key' }],
      'ResourceConfig': { InstanceType: 'ml.m5.xlarge', InstanceCount: 2, VolumeSizeInGB: 10 },
      'StoppingCondition': { MaxRuntimeInSeconds: 7200 },
      'Hyperparameters': { depth: '6' },
      'Environment': { LEVEL: 'info' },
      'TrainingInputMode': 'FastFile',
    },
  });
});

test('inference is permitted on the model and the channel, or on all of the membership where they are only known later', () => {
  const infer = ({ statements }: ReturnType<typeof machine>) => [statements.find(({ Action }) => Action === 'cleanrooms-ml:StartTrainedModelInferenceJob')!.Resource]
    .flat().map(flat);
  expect(infer(machine(ALL.RunTrainedModelInference))).toEqual([ASSOCIATION, MODEL, CHANNEL]);
  expect(infer(machine((stack) => new RunTrainedModelInference(stack, 'Run', {
    ...inferenceOf(stack), trainedModelArn: JsonPath.stringAt('$.TrainedModelArn'), mlInputChannelArn: JsonPath.stringAt('$.MlInputChannelArn'),
  })))).toEqual([ASSOCIATION, `${IN_MEMBERSHIP}/trained-model/*`, `${IN_MEMBERSHIP}/ml-input-channel/*`]);
});

test('inference has its receiver, its payload and its key, which Clean Rooms ML may use', () => {
  const { definition: { States }, stack } = machine((scope) => new RunTrainedModelInference(scope, 'Run', {
    ...inferenceOf(scope), accept: 'text/csv', maxPayload: Size.mebibytes(6), encryptionKey: new Key(scope, 'Key'), payerAccountId: CREATOR, instanceCount: 3,
  }));
  expect(States['Run: Start'].Parameters).toMatchObject({
    OutputConfiguration: { Accept: 'text/csv', Members: [{ AccountId: PARTNER }] },
    ContainerExecutionParameters: { MaxPayloadInMB: 6 },
    KmsKeyArn: '<Key961B73FD>',
    MlModelInferencePayerAccountId: CREATOR,
    ResourceConfig: { InstanceCount: 3 },
  });
  expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::KMS::Key'))).toContain('cleanrooms-ml.amazonaws.com');
});

test('an export has a name of its own, by which it is found among the others', () => {
  const { definition: { States } } = machine((stack) => new ExportTrainedModel(stack, 'Run', {
    ...exportOf(stack), trainedModelArn: JsonPath.stringAt('$.TrainedModelArn'),
  }));
  expect(States['Run: Named']).toMatchObject({
    Type: 'Pass', Parameters: { 'Name.$': "States.Format('export-{}', States.UUID())", 'TrainedModelArn.$': '$.TrainedModelArn' }, Next: 'Run: Start',
  });
  expect(States['Run: Start']).toMatchObject({ Parameters: { 'Name.$': '$.Name', 'TrainedModelArn.$': '$.TrainedModelArn' }, ResultPath: null });
  expect(States['Run: Look']).toMatchObject({
    QueryLanguage: 'JSONata',
    Arguments: { CollaborationIdentifier: ROOM, TrainedModelArn: '{% $states.input.TrainedModelArn %}', MaxResults: 100 },
    Output: "{% $merge([$states.input, {'Job': $states.result.CollaborationTrainedModelExportJobs[Name = $states.input.Name][0]}]) %}",
    Catch: [{ Output: '{% $states.input %}' }],
  });
  expect(States['Run: Failed']).toMatchObject({ ErrorPath: '$.Job.Status' });
});

test('an audience is exported in one size', () => {
  expect(machine(ALL.ExportAudience).definition.States['Run: Start']).toMatchObject({
    Resource: 'arn:aws:states:::aws-sdk:cleanroomsml:startAudienceExportJob', Parameters: { AudienceSize: { Type: 'PERCENTAGE', Value: 10 } },
  });
});

test.each<[string, Make, string, string]>([
  ['an audience in several sizes', (stack) => new ExportAudience(stack, 'Run', { audienceGenerationJobArn: JOB, size: AudienceSizes.absolute(1, 2) }),
    'SeveralAudienceSizes', "'size' must be one size, got 1, 2"],
  ['a receiver that is no account', (stack) => new ExportTrainedModel(stack, 'Run', { ...exportOf(stack), receiverAccountId: 'partner' }),
    'AccountIdMalformed', 'receiverAccountId'],
  ['too many instances', (stack) => new RunTrainedModelInference(stack, 'Run', { ...inferenceOf(stack), instanceCount: 11 }), 'InstanceCountOutOfRange', '1 to 10'],
  ['a training without data', (stack) => new CreateTrainedModel(stack, 'Run', { ...modelOf(stack), dataChannels: [] }), 'DataChannelsCount', 'got 0'],
  ['data that is kept for a year', (stack) => new CreateMlInputChannel(stack, 'Run', { ...channelOf(stack), retention: Duration.days(365) }),
    'ChannelRetentionOutOfRange', '1 to 30'],
])('refuses %s', (_, make, code, message) => {
  expectRefused(() => make(stackOf(CREATOR)), code, message);
});

test.each<[string, (stack: Stack, props: ReturnType<typeof parts>) => unknown]>([
  ['channel', (stack, own) => new CreateMlInputChannel(stack, 'Run', { ...channelOf(new Stack()), ...own })],
  ['training', (stack, own) => new CreateTrainedModel(stack, 'Run', { ...modelOf(new Stack()), ...own })],
  ['inference', (stack, own) => new RunTrainedModelInference(stack, 'Run', { ...inferenceOf(new Stack()), ...own })],
])('a %s is refused for a member who cannot query', (_, make) => {
  const stack = stackOf(CREATOR);
  const { attrCollaborationIdentifier } = cfnCollaboration(stack, 'Collaboration', { creatorMemberAbilities: [] });
  const { configuredModelAlgorithmAssociation } = parts(new Stack());
  make(stack, { configuredModelAlgorithmAssociation, membership: cfnMembership(stack, attrCollaborationIdentifier) as never });
  expectRefusedAtSynthesis(stack, 'MemberCannotRun', "'membership' must be that of a member with CAN_QUERY");
});
