import { Duration } from 'aws-cdk-lib';
import { Choice, Condition, Fail, JsonPath, Pass, StateMachineFragment, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import type { INextable, State } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { ComputeConfiguration } from './compute-configuration';
import type { QueryOutput } from './query-output';
import { checkQueryParts, writeQueryResults } from './query-parts';
import { arnsOfQuery } from './query-resource-arns';
import type { QueryStatement } from './query-statement';
import { copied } from '../../foundation/copied';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';

const JSONATA = /^\{%.*%\}$/s;

/** Properties of the states that run a protected query. */
export interface RunProtectedQueryProps {
  /** The membership of the member who runs the query. */
  readonly membership: refs.IMembershipRef;

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

/**
 * States that start a protected query, wait for it, and return the description of the query as `ProtectedQuery`.
 *
 * If the query fails, times out or is cancelled, the state machine fails with that status as the error and the query as the cause. Step
 * Functions has no integration that waits for a query, so the states poll its status. The role of the state machine is granted the
 * permissions that the states need.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
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
      iamAction: 'cleanrooms:StartProtectedQuery',
      iamResources: [membershipArn, ...arnsOfQuery(props.membership, templateArn)],
      additionalIamStatements: writeQueryResults(props.output),
    });
    const wait = new Wait(this, 'Wait', { time: WaitTime.duration(props.pollInterval ?? Duration.seconds(15)) });
    const look = new CallAwsService(this, 'Look', {
      service: 'cleanrooms',
      action: 'getProtectedQuery',
      parameters: { MembershipIdentifier: membershipIdentifier, ProtectedQueryIdentifier: JsonPath.stringAt('$.ProtectedQuery.Id') },
      iamAction: 'cleanrooms:GetProtectedQuery',
      iamResources: [membershipArn],
    });
    const succeeded = new Pass(this, 'Succeeded');
    const failed = new Fail(this, 'Failed', {
      errorPath: '$.ProtectedQuery.Status',
      causePath: JsonPath.jsonToString(JsonPath.objectAt('$.ProtectedQuery')),
    });
    const status = (...values: string[]) => Condition.or(...values.map((value) => Condition.stringEquals('$.ProtectedQuery.Status', value)));
    start.next(wait).next(look).next(new Choice(this, 'Done?')
      .when(Condition.stringEquals('$.ProtectedQuery.Status', 'SUCCESS'), succeeded)
      .when(status('FAILED', 'CANCELLED', 'TIMED_OUT'), failed)
      .otherwise(wait));

    this.startState = start;
    this.endStates = [succeeded];
    this.prefixStates(); // so that one state machine can run several queries
  }
}

/** Returns a value, unless it is a path or JSONata, which have values only while the state machine runs. */
function knownBeforeRuns(value?: string): string | undefined {
  return value !== undefined && (JsonPath.isEncodedJsonPath(value) || JSONATA.test(value)) ? undefined : value;
}
