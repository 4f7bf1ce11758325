import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Choice, Condition, Fail, JitterType, JsonPath, Pass, StateMachineFragment, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import type { INextable, RetryProps, State } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { START_QUERY } from './analysis-actions';
import type { ComputeConfiguration } from './compute-configuration';
import type { QueryOutput } from './query-output';
import { checkQueryParts, knownBeforeRuns, toRunStatement, writeQueryResults } from './query-parts';
import { OF_ANY_MEMBER } from './query-resource-arns';
import type { QueryStatement } from './query-statement';
import { acknowledgeInStateMachines } from './state-machine-roles';
import { withReason } from '../../foundation/acknowledgements';
import { copied } from '../../foundation/copied';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checked } from '../../foundation/parameters';
import { checkTemplateOfRun } from '../../program/checks/analysis-checks';
import { Program } from '../../program/program';

/** The error of a throttled call, which had no effect, by the name that Step Functions gives it. */
const THROTTLED = ['CleanRooms.ThrottlingException'];

/** The errors of calls that can succeed when they are repeated: errors of the service itself, and broken connections. */
const TRANSIENT = [...THROTTLED, 'CleanRooms.InternalServerException', 'CleanRooms.SdkClientException'];

/** The error for exceptions that the API does not model, such as with HTTP status 502 or 503. Some of them are permanent. */
const NOT_MODELLED = 'CleanRooms.CleanRoomsException';

/** Retries for several minutes, with random pauses of at most 2 seconds to a minute. */
const RETRIES: RetryProps = {
  interval: Duration.seconds(2), backoffRate: 2, maxAttempts: 10, maxDelay: Duration.minutes(1), jitterStrategy: JitterType.FULL,
};

/** Properties of the states that run a protected query, without its membership. */
export interface RunProtectedQueryOptions {
  /** The SQL or the analysis template to run. Use `JsonPath.stringAt(...)` for values that are only known while the state machine runs. */
  readonly statement: QueryStatement;

  /**
   * The location of the results.
   *
   * @default - the default location in the membership of the member who receives results
   */
  readonly output?: QueryOutput;

  /**
   * The workers that run the query.
   *
   * @default - the default of the service
   */
  readonly compute?: ComputeConfiguration;

  /**
   * The account that pays. Required if the collaboration has several candidates.
   *
   * @default - the only candidate
   */
  readonly payerAccountId?: string;

  /**
   * The time between two checks of the query's status.
   *
   * @default Duration.seconds(15)
   */
  readonly pollInterval?: Duration;
}

/** Properties of the states that run a protected query. */
export interface RunProtectedQueryProps extends RunProtectedQueryOptions {
  /** The membership of the member who runs the query. */
  readonly membership: refs.IMembershipRef;
}

/**
 * States that start a protected query, wait for it, and return the description of the query as `ProtectedQuery`.
 *
 * If the query fails, times out or is cancelled, the state machine fails with that status as the error. The cause has the id of the query
 * and the service's reason, but neither its SQL nor its parameters.
 *
 * Step Functions has no integration that waits for a query, so the states poll its status. Throttling and errors of the service are
 * retried: a query has not failed because its status could not be read. Its start is retried only if it was throttled, because it could
 * otherwise run twice. The role of the state machine is granted the permissions that the states need.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
 * import { Membership, QueryStatement, RunProtectedQuery } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Analysis', { env: { account: '111111111111', region: 'us-east-1' } });
 * const query = new RunProtectedQuery(stack, 'Reach', {
 *   membership: Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333'),
 *   statement: QueryStatement.sql('SELECT campaign, COUNT(DISTINCT hashed_email) FROM impressions GROUP BY campaign'),
 * });
 * new StateMachine(stack, 'Weekly', { definitionBody: DefinitionBody.fromChainable(query) });
 */
@checked('RunProtectedQuery')
export class RunProtectedQuery extends StateMachineFragment {
  public readonly startState: State;
  public readonly endStates: INextable[];

  constructor(scope: Construct, id: string, props: RunProtectedQueryProps) {
    super(scope, id);
    const { membershipArn, membershipIdentifier } = props.membership.membershipRef;
    const statement = props.statement._render();
    const templateArn = knownBeforeRuns(statement.AnalysisTemplateArn);

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership });
    checkQueryParts(this, { ...props, templateArn, text: knownBeforeRuns(statement.QueryString) });
    Program.of(this).addCheck((model, findings) => checkTemplateOfRun(findings, this, model.collaborationOf(props.membership), templateArn));

    const [toStart, ...others] = toRunStatement(props.membership, statement, templateArn);
    const toReadAndWrite = [
      ...others.map(({ actions, resourceArns }) => withReason(new PolicyStatement({ actions, resources: resourceArns }), OF_ANY_MEMBER)),
      ...writeQueryResults(props.output),
    ];
    const start = new CallAwsService(this, 'Start', {
      service: 'cleanrooms',
      action: 'startProtectedQuery',
      parameters: {
        Type: 'SQL',
        MembershipIdentifier: membershipIdentifier,
        SqlParameters: statement,
        ResultConfiguration: props.output && { OutputConfiguration: props.output._render() },
        ComputeConfiguration: props.compute && {
          Worker: {
            Type: props.compute.workerType.name,
            Number: props.compute.workers,
            Properties: props.compute.sparkProperties && { Spark: copied(props.compute.sparkProperties) },
          },
        },
        QueryComputePayerAccountId: props.payerAccountId,
      },
      iamAction: START_QUERY[0],
      iamResources: toStart.resourceArns,
      additionalIamStatements: toReadAndWrite,
    });
    const toStartQuery = withReason(new PolicyStatement({ actions: START_QUERY, resources: toStart.resourceArns }), OF_ANY_MEMBER);
    const statements = [toStartQuery, ...toReadAndWrite];
    acknowledgeInStateMachines(this, statements);
    start.addRetry({ errors: THROTTLED, ...RETRIES });
    const wait = new Wait(this, 'Wait', { time: WaitTime.duration(props.pollInterval ?? Duration.seconds(15)) });
    const look = new CallAwsService(this, 'Look', {
      service: 'cleanrooms',
      action: 'getProtectedQuery',
      parameters: { MembershipIdentifier: membershipIdentifier, ProtectedQueryIdentifier: JsonPath.stringAt('$.ProtectedQuery.Id') },
      iamAction: 'cleanrooms:GetProtectedQuery',
      iamResources: [membershipArn],
    });
    look.addRetry({ errors: [...TRANSIENT, NOT_MODELLED], ...RETRIES });
    look.addCatch(wait, { errors: TRANSIENT, resultPath: JsonPath.DISCARD }); // what was known of the query before stays its description

    const status = (...values: string[]) => Condition.or(...values.map((value) => Condition.stringEquals('$.ProtectedQuery.Status', value)));
    const hasFailed = status('FAILED', 'CANCELLED', 'TIMED_OUT');
    const succeeded = new Pass(this, 'Succeeded');
    start.next(wait).next(look).next(new Choice(this, 'Done?')
      .when(Condition.stringEquals('$.ProtectedQuery.Status', 'SUCCESS'), succeeded)
      .when(Condition.and(hasFailed, Condition.isPresent('$.ProtectedQuery.Error.Message')), this.failure('Failed',
        'the protected query {} ended as {}: {}: {}', 'Id', 'Status', 'Error.Code', 'Error.Message'))
      .when(hasFailed, this.failure('Ended', 'the protected query {} ended as {}', 'Id', 'Status'))
      .otherwise(wait));

    this.startState = start;
    this.endStates = [succeeded];
    this.prefixStates(); // so that one state machine can run several queries
  }

  /** Creates a state that fails with the status of the query as the error, and a cause with the given members of its description. */
  private failure(id: string, cause: string, ...members: string[]): Fail {
    const values = members.map((member) => JsonPath.stringAt(`$.ProtectedQuery.${member}`));
    return new Fail(this, id, { errorPath: '$.ProtectedQuery.Status', causePath: JsonPath.format(cause, ...values) });
  }
}
