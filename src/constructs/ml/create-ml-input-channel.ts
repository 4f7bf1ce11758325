import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { JsonPath, StateMachineFragment } from 'aws-cdk-lib/aws-stepfunctions';
import type { INextable, State } from 'aws-cdk-lib/aws-stepfunctions';
import type { aws_cleanrooms as refs, aws_cleanroomsml as mlRefs, aws_kms as kmsRefs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { PASS_MEMBERSHIP, READ_OWN_ML_INPUT_CHANNEL, TRAIN_MODEL } from './ml-actions';
import { letMlUseKey } from './ml-key-permissions';
import { checkRetention } from './ml-run-rules';
import { mlRunStates, toPass } from './ml-run-states';
import { mlServiceRole, toPassRole } from './ml-service-role';
import { withReason } from '../../foundation/acknowledgements';
import { cleanRoomsMlArn } from '../../foundation/arns';
import { copied } from '../../foundation/copied';
import { checkEncryptionKey } from '../../foundation/encryption-keys';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkAccountId } from '../../foundation/identifiers';
import { checked } from '../../foundation/parameters';
import { grantAcknowledged } from '../../foundation/service-role';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { Program } from '../../program/program';
import { FOLLOW_QUERY } from '../analysis/analysis-actions';
import type { ComputeConfiguration } from '../analysis/compute-configuration';
import { checkArguments, checkCompute, checkRunner, checkTemplate, warnAboutCompute } from '../analysis/protected-analysis-rules';
import { knownBeforeRuns, toRunStatement } from '../analysis/query-parts';
import { OF_ANY_MEMBER } from '../analysis/query-resource-arns';
import type { QueryStatement } from '../analysis/query-statement';
import { acknowledgeInStateMachines } from '../analysis/state-machine-roles';
import type { ResultFormat } from '../membership/result-configuration';

/** Properties of the states that create an ML input channel. */
export interface CreateMlInputChannelProps {
  /** The membership of the member who can query, in the account of the stack. */
  readonly membership: refs.IMembershipRef;

  /** The associated model algorithm that the data is for, which can be another member's. */
  readonly configuredModelAlgorithmAssociation: mlRefs.IConfiguredModelAlgorithmAssociationRef;

  /** The SQL or the analysis template that yields the data. Use `JsonPath.stringAt(...)` for values that are only known while the state machine runs. */
  readonly statement: QueryStatement;

  /** For how long the data is kept: 1 to 30 days. */
  readonly retention: Duration;

  /**
   * The name of the channel, at most 63 characters. It can be a path, such as `JsonPath.stringAt('$.name')`.
   *
   * @default - a unique name for each run
   */
  readonly mlInputChannelName?: string;

  /**
   * The format of the data.
   *
   * @default - the default of the service: CSV
   */
  readonly format?: ResultFormat;

  /**
   * The workers that run the query.
   *
   * @default - the default of the service
   */
  readonly compute?: ComputeConfiguration;

  /**
   * The account that pays for the query.
   *
   * @default - the only candidate
   */
  readonly payerAccountId?: string;

  /**
   * The account that pays for synthetic data, if the template generates it.
   *
   * @default - the only candidate
   */
  readonly syntheticDataPayerAccountId?: string;

  /**
   * The key that encrypts the data. Its policy is changed if the key is defined in this app.
   *
   * @default - a key that AWS owns
   */
  readonly encryptionKey?: kmsRefs.IKeyRef;

  /**
   * The role with which Clean Rooms ML runs the query. It is granted the permissions that it needs.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a new role that can only run this query in the membership
   */
  readonly queryRole?: IRole;

  /**
   * The time between two checks of the channel's status.
   *
   * @default Duration.minutes(1)
   */
  readonly pollInterval?: Duration;
}

/**
 * States that create an ML input channel, wait for it, and return its description, with its `MlInputChannelArn`: the result of a query, for the
 * training of models and for inference.
 *
 * If it fails, the state machine fails with its status as the error and the reason of the service as the cause. The role of the state machine is
 * granted the permissions that the states need. The description has the query in it, and the history of the state machine shows it.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_CreateMLInputChannel.html
 *
 * @example
 * import { App, Duration, Stack } from 'aws-cdk-lib';
 * import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
 * import { ConfiguredModelAlgorithmAssociation, CreateMlInputChannel, Membership, QueryStatement } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Models', { env: { account: '111111111111', region: 'us-east-1' } });
 * const membership = Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333');
 * const algorithm = ConfiguredModelAlgorithmAssociation.fromConfiguredModelAlgorithmAssociationArn(stack, 'Algorithm',
 *   'arn:aws:cleanrooms-ml:us-east-1:111111111111:membership/33333333-3333-4333-8333-333333333333/configured-model-algorithm-association/churn');
 * const create = new CreateMlInputChannel(stack, 'Create', {
 *   membership,
 *   configuredModelAlgorithmAssociation: algorithm,
 *   statement: QueryStatement.sql('SELECT age, visits, has_left FROM customers'),
 *   retention: Duration.days(7),
 * });
 * new StateMachine(stack, 'TrainingData', { definitionBody: DefinitionBody.fromChainable(create) });
 */
@checked('CreateMlInputChannel')
export class CreateMlInputChannel extends StateMachineFragment {
  public readonly startState: State;
  public readonly endStates: INextable[];

  /** The role with which Clean Rooms ML runs the query. */
  public readonly queryRole: IRole;

  constructor(scope: Construct, id: string, props: CreateMlInputChannelProps) {
    super(scope, id);
    const { membership, compute, encryptionKey } = props;
    const { membershipArn, membershipIdentifier } = membership.membershipRef;
    const { configuredModelAlgorithmAssociationArn } = props.configuredModelAlgorithmAssociation.configuredModelAlgorithmAssociationRef;
    const statement = props.statement._render();
    const templateArn = knownBeforeRuns(statement.AnalysisTemplateArn);
    const computeInput = compute && { kind: 'query' as const, workerType: compute.workerType.name, workers: compute.workers };

    checkPartition(this);
    checkSameEnvironment(this, { membership });
    throwIfAny(this, [
      ...checkRetention(props.retention),
      ...checkTemplate({ kind: 'query', arn: templateArn }),
      ...checkArguments(statement.Parameters),
      ...checkAccountId('payerAccountId', props.payerAccountId),
      ...checkAccountId('syntheticDataPayerAccountId', props.syntheticDataPayerAccountId),
      ...computeInput ? checkCompute(computeInput) : [],
      ...checkEncryptionKey(encryptionKey),
    ]);
    warn(this, computeInput ? warnAboutCompute(computeInput) : []);
    Program.add(this).addCheck((model, findings) => findings.fault(this,
      ...checkRunner('query', model.memberOf(membership)), ...checkTemplate({ kind: 'query', format: props.statement._template(model)?.format })));
    letMlUseKey(this, encryptionKey);

    this.queryRole = props.queryRole ?? mlServiceRole(this, 'QueryRole', 'Clean Rooms ML runs queries for the training of models with it');
    grantAcknowledged(this.queryRole, [
      ...toRunStatement(membership, statement, templateArn).map(({ actions, resourceArns }) =>
        withReason(new PolicyStatement({ actions, resources: resourceArns }), OF_ANY_MEMBER)),
      new PolicyStatement({ actions: FOLLOW_QUERY.filter((action) => !action.includes(':List')), resources: [membershipArn] }),
    ]);
    const channels = cleanRoomsMlArn(Stack.of(this), `membership/${membershipIdentifier}/ml-input-channel/*`);
    const toLook = withReason(new PolicyStatement({ actions: READ_OWN_ML_INPUT_CHANNEL, resources: [channels] }), 'the id of a channel is not known before it is created');
    acknowledgeInStateMachines(this, [toLook]);
    const { startState, endStates } = mlRunStates(this, {
      what: 'the ML input channel {}',
      start: {
        action: 'createMLInputChannel',
        parameters: {
          Name: props.mlInputChannelName ?? JsonPath.format('channel-{}', JsonPath.uuid()),
          MembershipIdentifier: membershipIdentifier,
          ConfiguredModelAlgorithmAssociations: [configuredModelAlgorithmAssociationArn],
          RetentionInDays: props.retention.toDays(),
          InputChannel: {
            DataSource: {
              ProtectedQueryInputParameters: {
                SqlParameters: statement,
                ComputeConfiguration: compute && {
                  Worker: {
                    Type: compute.workerType.name,
                    Number: compute.workers,
                    Properties: compute.sparkProperties && { Spark: copied(compute.sparkProperties) },
                  },
                },
                ResultFormat: props.format,
              },
            },
            RoleArn: this.queryRole.roleArn,
          },
          KmsKeyArn: encryptionKey?.keyRef.keyArn,
          PayerConfiguration: (props.payerAccountId ?? props.syntheticDataPayerAccountId) === undefined ? undefined : {
            ComputePayerAccountId: props.payerAccountId, SyntheticDataPayerAccountId: props.syntheticDataPayerAccountId,
          },
        },
        iamAction: TRAIN_MODEL[0],
        resources: [configuredModelAlgorithmAssociationArn],
        others: [toPass(PASS_MEMBERSHIP, membershipArn), toPassRole(this.queryRole)],
      },
      look: {
        action: 'getMLInputChannel',
        parameters: { MembershipIdentifier: membershipIdentifier, MlInputChannelArn: JsonPath.stringAt('$.MlInputChannelArn') },
        iamAction: READ_OWN_ML_INPUT_CHANNEL[0],
        resources: [channels],
      },
      identifier: '$.MlInputChannelArn',
      failed: ['CREATE_FAILED', 'DELETE_PENDING', 'DELETE_IN_PROGRESS', 'DELETE_FAILED', 'INACTIVE'],
      succeeded: 'Created',
      pollInterval: props.pollInterval ?? Duration.minutes(1),
    });

    this.startState = startState;
    this.endStates = endStates;
    this.prefixStates(); // so that one state machine can create several channels
  }
}
