import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { JsonPath, StateMachineFragment } from 'aws-cdk-lib/aws-stepfunctions';
import type { INextable, State } from 'aws-cdk-lib/aws-stepfunctions';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { EXPORT_TRAINED_MODEL, PASS_COLLABORATION, PASS_MEMBERSHIP, READ_TRAINED_MODEL } from './ml-actions';
import { arnOr, mlNamedRunStates, toPass } from './ml-run-states';
import { withReason } from '../../foundation/acknowledgements';
import { cleanRoomsMlArn } from '../../foundation/arns';
import { checkPartition, checkSameEnvironment, checkSameRegion } from '../../foundation/environment';
import { checkAccountId } from '../../foundation/identifiers';
import { checked } from '../../foundation/parameters';
import { throwIfAny } from '../../foundation/validation-faults';
import { Program } from '../../program/program';
import { acknowledgeInStateMachines } from '../analysis/state-machine-roles';

/** Properties of the states that export a trained model. */
export interface ExportTrainedModelProps {
  /** The membership of the member who trained the model, in the account of the stack. */
  readonly membership: refs.IMembershipRef;

  /** The collaboration of the membership. */
  readonly collaboration: refs.ICollaborationRef;

  /** The ARN of the trained model. It can be a path, such as `JsonPath.stringAt('$.TrainedModelArn')` after `CreateTrainedModel`. */
  readonly trainedModelArn: string;

  /** The account that receives the model: a member with `MlMemberAbility.CAN_RECEIVE_MODEL_OUTPUT` and an `MlConfiguration`. */
  readonly receiverAccountId: string;

  /**
   * The time between two checks of the job's status.
   *
   * @default Duration.minutes(1)
   */
  readonly pollInterval?: Duration;
}

/**
 * States that export a trained model to a member, wait for it, and return the `Name` and the description of the export, as `Job`. Clean Rooms ML writes
 * the files to the place in the `MlConfiguration` of the receiver.
 *
 * If the export fails, the state machine fails with its status as the error and the reason of the service as the cause. An export has no ARN, so
 * the states look for its name, which is unique, among the exports of the model: a model is taken to have at most 100. The role of the state machine
 * is granted the permissions that the states need: on the model, or, if that is only known when it runs, on those of the membership.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_StartTrainedModelExportJob.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { DefinitionBody, JsonPath, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
 * import { Collaboration, ExportTrainedModel, Membership } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Models', { env: { account: '111111111111', region: 'us-east-1' } });
 * const membership = Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333');
 * const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111');
 * const send = new ExportTrainedModel(stack, 'Export', {
 *   membership,
 *   collaboration,
 *   trainedModelArn: JsonPath.stringAt('$.TrainedModelArn'),
 *   receiverAccountId: '222222222222',
 * });
 * new StateMachine(stack, 'Exports', { definitionBody: DefinitionBody.fromChainable(send) });
 */
@checked('ExportTrainedModel')
export class ExportTrainedModel extends StateMachineFragment {
  public readonly startState: State;
  public readonly endStates: INextable[];

  constructor(scope: Construct, id: string, props: ExportTrainedModelProps) {
    super(scope, id);
    const { membership, collaboration, trainedModelArn, receiverAccountId } = props;
    const { membershipArn, membershipIdentifier } = membership.membershipRef;
    const { collaborationArn, collaborationIdentifier } = collaboration.collaborationRef;

    checkPartition(this);
    checkSameEnvironment(this, { membership });
    checkSameRegion(this, { collaboration });
    throwIfAny(this, checkAccountId('receiverAccountId', receiverAccountId));
    Program.add(this);

    const models = [arnOr(trainedModelArn, cleanRoomsMlArn(Stack.of(this), `membership/${membershipIdentifier}/trained-model/*`))];
    const onModels = [EXPORT_TRAINED_MODEL, [READ_TRAINED_MODEL[1]]].map((actions) =>
      withReason(new PolicyStatement({ actions, resources: models }), 'what is made while the state machine runs has no id before'));
    acknowledgeInStateMachines(this, onModels);
    const { startState, endStates } = mlNamedRunStates(this, {
      what: 'the export {}',
      start: {
        action: 'startTrainedModelExportJob',
        parameters: {
          Name: JsonPath.stringAt('$.Name'),
          MembershipIdentifier: membershipIdentifier,
          TrainedModelArn: JsonPath.stringAt('$.TrainedModelArn'),
          OutputConfiguration: { Members: [{ AccountId: receiverAccountId }] },
        },
        iamAction: EXPORT_TRAINED_MODEL[0],
        resources: models,
        others: [toPass(PASS_MEMBERSHIP, membershipArn)],
      },
      look: {
        action: 'listCollaborationTrainedModelExportJobs',
        parameters: { CollaborationIdentifier: collaborationIdentifier, TrainedModelArn: '{% $states.input.TrainedModelArn %}', MaxResults: 100 },
        iamAction: READ_TRAINED_MODEL[1],
        resources: models,
        others: [toPass(PASS_COLLABORATION, collaborationArn)],
      },
      identifier: '$.Name',
      failed: ['CREATE_FAILED'],
      succeeded: 'Exported',
      pollInterval: props.pollInterval ?? Duration.minutes(1),
    }, JsonPath.format('export-{}', JsonPath.uuid()), { TrainedModelArn: trainedModelArn }, 'CollaborationTrainedModelExportJobs');

    this.startState = startState;
    this.endStates = endStates;
    this.prefixStates(); // so that one state machine can export to several members
  }
}
