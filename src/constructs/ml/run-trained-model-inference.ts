import { Duration, Stack } from 'aws-cdk-lib';
import type { Size } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { JsonPath, StateMachineFragment } from 'aws-cdk-lib/aws-stepfunctions';
import type { INextable, State } from 'aws-cdk-lib/aws-stepfunctions';
import type { aws_cleanrooms as refs, aws_cleanroomsml as mlRefs, aws_kms as kmsRefs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { FOLLOW_INFERENCE, INFER, PASS_MEMBERSHIP } from './ml-actions';
import { letMlUseKey } from './ml-key-permissions';
import { checkInstances } from './ml-run-rules';
import { arnOr, mlRunStates, toPass } from './ml-run-states';
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

/** Properties of the states that run inference with a trained model. */
export interface RunTrainedModelInferenceProps {
  /** The membership of the member who can query, in the account of the stack. */
  readonly membership: refs.IMembershipRef;

  /** The associated model algorithm that the model was trained with, which can be another member's. */
  readonly configuredModelAlgorithmAssociation: mlRefs.IConfiguredModelAlgorithmAssociationRef;

  /** The ARN of the trained model. It can be a path, such as `JsonPath.stringAt('$.TrainedModelArn')` after `CreateTrainedModel`. */
  readonly trainedModelArn: string;

  /** The ARN of the ML input channel with the data. It can be a path, such as `JsonPath.stringAt('$.MlInputChannelArn')`. */
  readonly mlInputChannelArn: string;

  /** The account that receives the results: a member with `MlMemberAbility.CAN_RECEIVE_INFERENCE_OUTPUT` and an `MlConfiguration`. */
  readonly receiverAccountId: string;

  /** The type of the instances, such as `ml.r7i.48xlarge`. */
  readonly instanceType: string;

  /**
   * The number of instances, 1 to 10.
   *
   * @default - the default of the service: 1
   */
  readonly instanceCount?: number;

  /**
   * The name of the job, at most 63 characters. It can be a path, such as `JsonPath.stringAt('$.name')`.
   *
   * @default - a unique name for each run
   */
  readonly jobName?: string;

  /**
   * The MIME type of the results, such as `text/csv`.
   *
   * @default - that of the container
   */
  readonly accept?: string;

  /**
   * Environment variables of the container, at most 100.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * The most data in one request to the container, in whole mebibytes.
   *
   * @default - the default of the service
   */
  readonly maxPayload?: Size;

  /**
   * The account that pays for the inference. Required if the collaboration has several candidates.
   *
   * @default - the only candidate
   */
  readonly payerAccountId?: string;

  /**
   * The key that encrypts the data of the job. Its policy is changed if the key is defined in this app.
   *
   * @default - a key that AWS owns
   */
  readonly encryptionKey?: kmsRefs.IKeyRef;

  /**
   * The time between two checks of the job's status.
   *
   * @default Duration.minutes(1)
   */
  readonly pollInterval?: Duration;
}

/**
 * States that run inference with a trained model on the data of an ML input channel, wait for it, and return the description of the job, with its
 * `TrainedModelInferenceJobArn`. Clean Rooms ML writes the results to the place in the `MlConfiguration` of the receiver.
 *
 * If the job fails or is cancelled, the state machine fails with its status as the error and the reason of the service as the cause. The role of the
 * state machine is granted the permissions that the states need: on the model and the channel, or, if they are only known when it runs, on those of
 * the membership.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_StartTrainedModelInferenceJob.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { DefinitionBody, JsonPath, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
 * import { ConfiguredModelAlgorithmAssociation, Membership, RunTrainedModelInference } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Models', { env: { account: '111111111111', region: 'us-east-1' } });
 * const membership = Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333');
 * const algorithm = ConfiguredModelAlgorithmAssociation.fromConfiguredModelAlgorithmAssociationArn(stack, 'Algorithm',
 *   'arn:aws:cleanrooms-ml:us-east-1:111111111111:membership/33333333-3333-4333-8333-333333333333/configured-model-algorithm-association/churn');
 * const infer = new RunTrainedModelInference(stack, 'Infer', {
 *   membership,
 *   configuredModelAlgorithmAssociation: algorithm,
 *   trainedModelArn: JsonPath.stringAt('$.TrainedModelArn'),
 *   mlInputChannelArn: JsonPath.stringAt('$.MlInputChannelArn'),
 *   instanceType: 'ml.m5.xlarge',
 *   receiverAccountId: '222222222222',
 * });
 * new StateMachine(stack, 'Inference', { definitionBody: DefinitionBody.fromChainable(infer) });
 */
@checked('RunTrainedModelInference')
export class RunTrainedModelInference extends StateMachineFragment {
  public readonly startState: State;
  public readonly endStates: INextable[];

  constructor(scope: Construct, id: string, props: RunTrainedModelInferenceProps) {
    super(scope, id);
    const { membership, encryptionKey, trainedModelArn, mlInputChannelArn, receiverAccountId } = props;
    const { membershipArn, membershipIdentifier } = membership.membershipRef;
    const { configuredModelAlgorithmAssociationArn } = props.configuredModelAlgorithmAssociation.configuredModelAlgorithmAssociationRef;

    checkPartition(this);
    checkSameEnvironment(this, { membership });
    throwIfAny(this, [
      ...checkInstances('inference', props.instanceCount),
      ...checkAccountId('receiverAccountId', receiverAccountId),
      ...checkAccountId('payerAccountId', props.payerAccountId),
      ...checkEncryptionKey(encryptionKey),
    ]);
    Program.add(this).addCheck((model, findings) => findings.fault(this, ...checkRunner('query', model.memberOf(membership))));
    letMlUseKey(this, encryptionKey);

    const all = (kind: string) => cleanRoomsMlArn(Stack.of(this), `membership/${membershipIdentifier}/${kind}/*`);
    const jobs = all('trained-model-inference-job');
    const inferOn = [
      configuredModelAlgorithmAssociationArn, arnOr(trainedModelArn, all('trained-model')), arnOr(mlInputChannelArn, all('ml-input-channel')),
    ];
    const toRun = [
      new PolicyStatement({ actions: INFER, resources: inferOn }), new PolicyStatement({ actions: [FOLLOW_INFERENCE[1]], resources: [jobs] }),
    ].map((statement) => withReason(statement, 'what is made while the state machine runs has no id before'));
    acknowledgeInStateMachines(this, toRun);
    const { startState, endStates } = mlRunStates(this, {
      what: 'the inference job {}',
      start: {
        action: 'startTrainedModelInferenceJob',
        parameters: {
          Name: props.jobName ?? JsonPath.format('inference-{}', JsonPath.uuid()),
          MembershipIdentifier: membershipIdentifier,
          TrainedModelArn: trainedModelArn,
          ConfiguredModelAlgorithmAssociationArn: configuredModelAlgorithmAssociationArn,
          ResourceConfig: { InstanceType: props.instanceType, InstanceCount: props.instanceCount },
          OutputConfiguration: { Accept: props.accept, Members: [{ AccountId: receiverAccountId }] },
          DataSource: { MlInputChannelArn: mlInputChannelArn },
          ContainerExecutionParameters: props.maxPayload && { MaxPayloadInMB: props.maxPayload.toMebibytes() },
          Environment: copied(props.environment),
          KmsKeyArn: encryptionKey?.keyRef.keyArn,
          MlModelInferencePayerAccountId: props.payerAccountId,
        },
        iamAction: INFER[0],
        resources: inferOn,
        others: [toPass(PASS_MEMBERSHIP, membershipArn)],
      },
      look: {
        action: 'getTrainedModelInferenceJob',
        parameters: { MembershipIdentifier: membershipIdentifier, TrainedModelInferenceJobArn: JsonPath.stringAt('$.TrainedModelInferenceJobArn') },
        iamAction: FOLLOW_INFERENCE[1],
        resources: [jobs],
      },
      identifier: '$.TrainedModelInferenceJobArn',
      failed: ['CREATE_FAILED', 'CANCEL_PENDING', 'CANCEL_IN_PROGRESS', 'CANCEL_FAILED', 'INACTIVE'],
      succeeded: 'Inferred',
      pollInterval: props.pollInterval ?? Duration.minutes(1),
    });

    this.startState = startState;
    this.endStates = endStates;
    this.prefixStates(); // so that one state machine can run several jobs
  }
}
