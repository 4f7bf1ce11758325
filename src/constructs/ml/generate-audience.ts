import { Duration, Stack } from 'aws-cdk-lib';
import { EncryptedResources, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { JsonPath, StateMachineFragment } from 'aws-cdk-lib/aws-stepfunctions';
import type { INextable, State } from 'aws-cdk-lib/aws-stepfunctions';
import type { aws_cleanrooms as refs, aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { IConfiguredAudienceModelRef } from './configured-audience-model-grants';
import { GENERATE_AUDIENCE, PASS_COLLABORATION } from './ml-actions';
import { mlRunStates, toPass } from './ml-run-states';
import { mlServiceRole, toPassRole } from './ml-service-role';
import { withReason } from '../../foundation/acknowledgements';
import { cleanRoomsMlArn } from '../../foundation/arns';
import { checkBucket, objectAt, placeOf } from '../../foundation/bucket-folders';
import { checkPartition, checkSameRegion } from '../../foundation/environment';
import { checked } from '../../foundation/parameters';
import { throwIfAny } from '../../foundation/validation-faults';
import { Program } from '../../program/program';
import { acknowledgeInStateMachines } from '../analysis/state-machine-roles';

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
@checked('GenerateAudience')
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
    acknowledgeInStateMachines(this, onJobs);
    const { startState, endStates } = mlRunStates(this, {
      what: 'the job {}',
      start: {
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
        resources: [configuredAudienceModelArn, jobs],
        others: [
          toPassRole(this.seedRole),
          ...collaboration ? [toPass(PASS_COLLABORATION, collaboration.collaborationRef.collaborationArn)] : [],
        ],
      },
      look: {
        action: 'getAudienceGenerationJob',
        parameters: { AudienceGenerationJobArn: JsonPath.stringAt('$.AudienceGenerationJobArn') },
        iamAction: FOLLOW[0],
        resources: [jobs],
      },
      identifier: '$.AudienceGenerationJobArn',
      failed: ['CREATE_FAILED', 'DELETE_PENDING', 'DELETE_IN_PROGRESS', 'DELETE_FAILED'],
      succeeded: 'Generated',
      pollInterval: props.pollInterval ?? Duration.minutes(1),
    });

    this.startState = startState;
    this.endStates = endStates;
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
