import { Duration, Stack } from 'aws-cdk-lib';
import { EncryptedResources, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Choice, Condition, Fail, JitterType, JsonPath, Pass, StateMachineFragment, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import type { INextable, RetryProps, State } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { aws_cleanrooms as refs, aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { IConfiguredAudienceModelRef } from './configured-audience-model-grants';
import { GENERATE_AUDIENCE, PASS_COLLABORATION } from './ml-actions';
import { mlServiceRole } from './ml-service-role';
import { acknowledgeWildcards, withReason } from '../../foundation/acknowledgements';
import { cleanRoomsMlArn } from '../../foundation/arns';
import { checkBucket, objectAt, placeOf } from '../../foundation/bucket-folders';
import { checkPartition, checkSameRegion } from '../../foundation/environment';
import { requires } from '../../foundation/required-props';
import { throwIfAny } from '../../foundation/validation-faults';
import { Program } from '../../program/program';
import { rolesOfStateMachines } from '../analysis/state-machine-roles';

/** The errors of calls that can succeed when they are repeated, by the names that Step Functions gives them. */
const THROTTLED = ['CleanRoomsMl.ThrottlingException'];
const TRANSIENT = [...THROTTLED, 'CleanRoomsMl.InternalServiceException', 'CleanRoomsMl.SdkClientException'];

/** Retries for several minutes, with random pauses of at most 2 seconds to a minute. */
const RETRIES: RetryProps = {
  interval: Duration.seconds(2), backoffRate: 2, maxAttempts: 10, maxDelay: Duration.minutes(1), jitterStrategy: JitterType.FULL,
};

/** Read the state of a job. */
const FOLLOW = ['cleanrooms-ml:GetAudienceGenerationJob'];

/** The type of the resource in the ARN of a job. */
const JOB = 'audience-generation-job';

/** Properties of the states that generate an audience. */
export interface GenerateAudienceProps {
  /** The configured audience model, which can be another member's. */
  readonly configuredAudienceModel: IConfiguredAudienceModelRef;

  /**
   * The collaboration with which the model is associated.
   *
   * @default - none: the model is in the account of the stack
   */
  readonly collaboration?: refs.ICollaborationRef;

  /** The bucket with the seed: a file in JSON Lines format with the ids of 25 to 500,000 users, each as `user_id`. */
  readonly seedBucket: s3Refs.IBucketRef;

  /** The key of the file with the seed. */
  readonly seedKey: string;

  /**
   * Whether the users of the seed are in the audience as well.
   *
   * @default false
   */
  readonly includeSeed?: boolean;

  /**
   * The role with which Clean Rooms ML reads the seed. It is granted the permissions that it needs.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a new role that can only read the seed
   */
  readonly seedRole?: IRole;

  /**
   * The time between two checks of the job's status.
   *
   * @default Duration.minutes(1)
   */
  readonly pollInterval?: Duration;
}

/**
 * States that generate an audience with a configured audience model, wait for it, and return the description of the job, with its
 * `AudienceGenerationJobArn`. Export it with `StartAudienceExportJob`.
 *
 * If the job fails, the state machine fails with its status as the error and the reason of the service as the cause. Step Functions has no integration that
 * waits for a job, so the states poll its status. The role of the state machine is granted the permissions that the states need.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_StartAudienceGenerationJob.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Bucket } from 'aws-cdk-lib/aws-s3';
 * import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
 * import { Collaboration, ConfiguredAudienceModel, GenerateAudience } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Audiences', { env: { account: '111111111111', region: 'us-east-1' } });
 * const generate = new GenerateAudience(stack, 'Generate', {
 *   configuredAudienceModel: ConfiguredAudienceModel.fromConfiguredAudienceModelArn(stack, 'Model',
 *     'arn:aws:cleanrooms-ml:us-east-1:222222222222:configured-audience-model/lookalikes'),
 *   collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111'),
 *   seedBucket: Bucket.fromBucketName(stack, 'Seeds', 'advertiser-seeds'),
 *   seedKey: 'customers.jsonl',
 * });
 * new StateMachine(stack, 'GenerateAudience', { definitionBody: DefinitionBody.fromChainable(generate) });
 */
@requires<GenerateAudienceProps>('configuredAudienceModel', 'seedBucket', 'seedKey')
export class GenerateAudience extends StateMachineFragment {
  public readonly startState: State;
  public readonly endStates: INextable[];

  /** The role with which Clean Rooms ML reads the seed. */
  public readonly seedRole: IRole;

  constructor(scope: Construct, id: string, props: GenerateAudienceProps) {
    super(scope, id);
    const { collaboration, seedBucket } = props;
    const { configuredAudienceModelArn } = props.configuredAudienceModel;

    checkPartition(this);
    if (collaboration) checkSameRegion(this, { collaboration });
    throwIfAny(this, checkBucket('seedBucket', seedBucket));
    Program.add(this);

    this.seedRole = props.seedRole ?? mlServiceRole(this, 'SeedRole', 'Clean Rooms ML reads the seed of audiences with it', JOB);
    this.grantSeed(props);
    const jobs = cleanRoomsMlArn(Stack.of(this), `${JOB}/*`);
    const onJobs = [
      new PolicyStatement({ actions: GENERATE_AUDIENCE, resources: [configuredAudienceModelArn, jobs] }),
      new PolicyStatement({ actions: FOLLOW, resources: [jobs] }),
    ].map((statement) => withReason(statement, 'the id of a job is not known before it is started'));
    Program.of(this).whenDefined(() => rolesOfStateMachines(this).forEach((role) => acknowledgeWildcards(role, () => onJobs)));
    const start = new CallAwsService(this, 'Start', {
      service: 'cleanroomsml',
      action: 'startAudienceGenerationJob',
      parameters: {
        Name: JsonPath.format('audience-{}', JsonPath.uuid()), // names of jobs are unique in an account
        ConfiguredAudienceModelArn: configuredAudienceModelArn,
        CollaborationId: collaboration?.collaborationRef.collaborationIdentifier,
        SeedAudience: {
          DataSource: { S3Uri: `s3://${seedBucket.bucketRef.bucketName}/${props.seedKey}` },
          RoleArn: this.seedRole.roleArn,
        },
        IncludeSeedInOutput: props.includeSeed ?? false,
      },
      iamAction: GENERATE_AUDIENCE[0],
      iamResources: [configuredAudienceModelArn, jobs],
      additionalIamStatements: [
        new PolicyStatement({
          actions: ['iam:PassRole'],
          resources: [this.seedRole.roleArn],
          conditions: { StringEquals: { 'iam:PassedToService': 'cleanrooms-ml.amazonaws.com' } },
        }),
        ...collaboration ? [new PolicyStatement({ actions: PASS_COLLABORATION, resources: [collaboration.collaborationRef.collaborationArn] })] : [],
      ],
    });
    start.addRetry({ errors: THROTTLED, ...RETRIES }); // others could start a second job
    const wait = new Wait(this, 'Wait', { time: WaitTime.duration(props.pollInterval ?? Duration.minutes(1)) });
    const look = new CallAwsService(this, 'Look', {
      service: 'cleanroomsml',
      action: 'getAudienceGenerationJob',
      parameters: { AudienceGenerationJobArn: JsonPath.stringAt('$.AudienceGenerationJobArn') },
      iamAction: FOLLOW[0],
      iamResources: [jobs],
    });
    look.addRetry({ errors: TRANSIENT, ...RETRIES });
    look.addCatch(wait, { errors: TRANSIENT, resultPath: JsonPath.DISCARD }); // a job has not failed because its status could not be read

    const status = (value: string) => Condition.stringEquals('$.Status', value);
    const generated = new Pass(this, 'Generated');
    start.next(wait).next(look).next(new Choice(this, 'Done?')
      .when(status('ACTIVE'), generated)
      .when(Condition.and(status('CREATE_FAILED'), Condition.isPresent('$.StatusDetails.Message')), new Fail(this, 'Failed', {
        errorPath: '$.Status',
        causePath: JsonPath.format('the job {} failed: {}', JsonPath.stringAt('$.AudienceGenerationJobArn'), JsonPath.stringAt('$.StatusDetails.Message')),
      }))
      .when(Condition.or(...['CREATE_FAILED', 'DELETE_PENDING', 'DELETE_IN_PROGRESS', 'DELETE_FAILED'].map(status)), new Fail(this, 'Ended', {
        errorPath: '$.Status', causePath: JsonPath.format('the job {} has no audience', JsonPath.stringAt('$.AudienceGenerationJobArn')),
      }))
      .otherwise(wait));

    this.startState = start;
    this.endStates = [generated];
    this.prefixStates(); // so that one state machine can generate several audiences
  }

  private grantSeed({ seedBucket, seedKey }: GenerateAudienceProps): void {
    const { bucketArn } = seedBucket.bucketRef;
    const conditions = { StringEquals: { 's3:ResourceAccount': placeOf(seedBucket).account } };
    this.seedRole.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [bucketArn], conditions }));
    this.seedRole.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [objectAt(bucketArn, seedKey)], conditions }));
    EncryptedResources.of(seedBucket)?.grantOnKey(this.seedRole, 'kms:Decrypt');
  }
}
