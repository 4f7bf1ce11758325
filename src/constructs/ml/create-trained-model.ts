import { Duration, Stack } from 'aws-cdk-lib';
import type { Size } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { JsonPath, StateMachineFragment } from 'aws-cdk-lib/aws-stepfunctions';
import type { INextable, State } from 'aws-cdk-lib/aws-stepfunctions';
import type { aws_cleanrooms as refs, aws_cleanroomsml as mlRefs, aws_kms as kmsRefs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { PASS_MEMBERSHIP, READ_OWN_TRAINED_MODEL, TRAIN_MODEL } from './ml-actions';
import { letMlUseKey } from './ml-key-permissions';
import { checkDataChannels, checkInstances, checkRunTime, checkVolume } from './ml-run-rules';
import { mlRunStates, toPass } from './ml-run-states';
import { withReason } from '../../foundation/acknowledgements';
import { cleanRoomsMlArn } from '../../foundation/arns';
import { copied } from '../../foundation/copied';
import { checkEncryptionKey } from '../../foundation/encryption-keys';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkAccountId } from '../../foundation/identifiers';
import { checked } from '../../foundation/parameters';
import { throwIfAny } from '../../foundation/validation-faults';
import { Program } from '../../program/program';
import { checkRunner } from '../analysis/protected-analysis-rules';
import { acknowledgeInStateMachines } from '../analysis/state-machine-roles';

/** How the data of a channel is given to several instances. */
export enum DataDistribution {
  /** Each instance has all of it. */
  FULLY_REPLICATED = 'FullyReplicated',

  /** Each instance has a part of the files. */
  SHARDED_BY_S3_KEY = 'ShardedByS3Key',
}

/** How the container of a training reads its data. */
export enum TrainingInputMode {
  /** Files, which are downloaded before the training. */
  FILE = 'File',

  /** Files, which are read from Amazon S3 as they are needed. */
  FAST_FILE = 'FastFile',

  /** Named pipes. */
  PIPE = 'Pipe',
}

/** Data that a model is trained with. */
export interface TrainingDataChannel {
  /** The name by which the container of the training knows the data, such as `train`: at most 64 letters, digits, dots, underscores and hyphens. */
  readonly channelName: string;

  /** The ARN of the ML input channel. It can be a path, such as `JsonPath.stringAt('$.MlInputChannelArn')` after `CreateMlInputChannel`. */
  readonly mlInputChannelArn: string;

  /**
   * How the data is given to several instances.
   *
   * @default - the default of the service: `DataDistribution.FULLY_REPLICATED`
   */
  readonly distribution?: DataDistribution;
}

/** Properties of the states that train a model. */
export interface CreateTrainedModelProps {
  /** The membership of the member who can query, in the account of the stack. */
  readonly membership: refs.IMembershipRef;

  /** The associated model algorithm to train, which can be another member's. */
  readonly configuredModelAlgorithmAssociation: mlRefs.IConfiguredModelAlgorithmAssociationRef;

  /** The data, 1 to 20 channels. */
  readonly dataChannels: TrainingDataChannel[];

  /** The type of the instances, such as `ml.m5.xlarge`. */
  readonly instanceType: string;

  /** The volume of each instance, 1 to 8,192 gibibytes. */
  readonly volumeSize: Size;

  /**
   * The number of instances, 1 to 5.
   *
   * @default - the default of the service: 1
   */
  readonly instanceCount?: number;

  /**
   * The time after which the training is stopped, at most 28 days.
   *
   * @default - the default of the service
   */
  readonly maxRuntime?: Duration;

  /**
   * The name of the model, at most 63 characters. It can be a path, such as `JsonPath.stringAt('$.name')`.
   *
   * @default - a unique name for each run
   */
  readonly trainedModelName?: string;

  /**
   * Parameters of the algorithm, at most 100.
   *
   * @default - those of the container
   */
  readonly hyperparameters?: { [name: string]: string };

  /**
   * Environment variables of the container, at most 100.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * How the container reads its data.
   *
   * @default - the default of the service: `TrainingInputMode.FILE`
   */
  readonly trainingInputMode?: TrainingInputMode;

  /**
   * The account that pays for the training. Required if the collaboration has several candidates.
   *
   * @default - the only candidate
   */
  readonly payerAccountId?: string;

  /**
   * The key that encrypts the model. Its policy is changed if the key is defined in this app.
   *
   * @default - a key that AWS owns
   */
  readonly encryptionKey?: kmsRefs.IKeyRef;

  /**
   * The time between two checks of the model's status.
   *
   * @default Duration.minutes(5)
   */
  readonly pollInterval?: Duration;
}

/**
 * States that train a model, wait for it, and return its description, with its `TrainedModelArn`.
 *
 * If the training fails or is cancelled, the state machine fails with its status as the error and the reason of the service as the cause. The role of
 * the state machine is granted the permissions that the states need.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_CreateTrainedModel.html
 *
 * @example
 * import { App, Size, Stack } from 'aws-cdk-lib';
 * import { DefinitionBody, JsonPath, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
 * import { ConfiguredModelAlgorithmAssociation, CreateTrainedModel, Membership } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Models', { env: { account: '111111111111', region: 'us-east-1' } });
 * const membership = Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333');
 * const algorithm = ConfiguredModelAlgorithmAssociation.fromConfiguredModelAlgorithmAssociationArn(stack, 'Algorithm',
 *   'arn:aws:cleanrooms-ml:us-east-1:111111111111:membership/33333333-3333-4333-8333-333333333333/configured-model-algorithm-association/churn');
 * const train = new CreateTrainedModel(stack, 'Train', {
 *   membership,
 *   configuredModelAlgorithmAssociation: algorithm,
 *   dataChannels: [{ channelName: 'train', mlInputChannelArn: JsonPath.stringAt('$.MlInputChannelArn') }],
 *   instanceType: 'ml.m5.xlarge',
 *   volumeSize: Size.gibibytes(10),
 * });
 * new StateMachine(stack, 'Training', { definitionBody: DefinitionBody.fromChainable(train) });
 */
@checked('CreateTrainedModel')
export class CreateTrainedModel extends StateMachineFragment {
  public readonly startState: State;
  public readonly endStates: INextable[];

  constructor(scope: Construct, id: string, props: CreateTrainedModelProps) {
    super(scope, id);
    const { membership, encryptionKey, maxRuntime } = props;
    const { membershipArn, membershipIdentifier } = membership.membershipRef;
    const { configuredModelAlgorithmAssociationArn } = props.configuredModelAlgorithmAssociation.configuredModelAlgorithmAssociationRef;

    checkPartition(this);
    checkSameEnvironment(this, { membership });
    throwIfAny(this, [
      ...checkDataChannels(props.dataChannels.map(({ channelName }) => channelName)),
      ...checkInstances('training', props.instanceCount),
      ...checkVolume(props.volumeSize),
      ...checkRunTime(maxRuntime),
      ...checkAccountId('payerAccountId', props.payerAccountId),
      ...checkEncryptionKey(encryptionKey),
    ]);
    Program.add(this).addCheck((model, findings) => findings.fault(this, ...checkRunner('query', model.memberOf(membership))));
    letMlUseKey(this, encryptionKey);

    const models = cleanRoomsMlArn(Stack.of(this), `membership/${membershipIdentifier}/trained-model/*`);
    const toLook = withReason(new PolicyStatement({ actions: READ_OWN_TRAINED_MODEL, resources: [models] }), 'the id of a model is not known before it is trained');
    acknowledgeInStateMachines(this, [toLook]);
    const { startState, endStates } = mlRunStates(this, {
      what: 'the trained model {}',
      start: {
        action: 'createTrainedModel',
        parameters: {
          Name: props.trainedModelName ?? JsonPath.format('model-{}', JsonPath.uuid()),
          MembershipIdentifier: membershipIdentifier,
          ConfiguredModelAlgorithmAssociationArn: configuredModelAlgorithmAssociationArn,
          DataChannels: props.dataChannels.map(({ channelName, mlInputChannelArn, distribution }) => (
            { ChannelName: channelName, MlInputChannelArn: mlInputChannelArn, S3DataDistributionType: distribution })),
          ResourceConfig: { InstanceType: props.instanceType, InstanceCount: props.instanceCount, VolumeSizeInGB: props.volumeSize.toGibibytes() },
          StoppingCondition: maxRuntime && { MaxRuntimeInSeconds: maxRuntime.toSeconds() },
          Hyperparameters: copied(props.hyperparameters),
          Environment: copied(props.environment),
          TrainingInputMode: props.trainingInputMode,
          KmsKeyArn: encryptionKey?.keyRef.keyArn,
          MlModelTrainingPayerAccountId: props.payerAccountId,
        },
        iamAction: TRAIN_MODEL[1],
        resources: [configuredModelAlgorithmAssociationArn],
        others: [toPass(PASS_MEMBERSHIP, membershipArn)],
      },
      look: {
        action: 'getTrainedModel',
        parameters: { MembershipIdentifier: membershipIdentifier, TrainedModelArn: JsonPath.stringAt('$.TrainedModelArn') },
        iamAction: READ_OWN_TRAINED_MODEL[0],
        resources: [models],
      },
      identifier: '$.TrainedModelArn',
      failed: [
        'CREATE_FAILED', 'CANCEL_PENDING', 'CANCEL_IN_PROGRESS', 'CANCEL_FAILED', 'DELETE_PENDING', 'DELETE_IN_PROGRESS', 'DELETE_FAILED', 'INACTIVE',
      ],
      succeeded: 'Trained',
      pollInterval: props.pollInterval ?? Duration.minutes(5),
    });

    this.startState = startState;
    this.endStates = endStates;
    this.prefixStates(); // so that one state machine can train several models
  }
}
