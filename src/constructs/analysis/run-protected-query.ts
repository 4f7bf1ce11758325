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
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';

const JSONATA = /^\{%.*%\}$/s;

/** Properties of the states that run a protected query. */
export interface RunProtectedQueryProps {
  /** The membership of the member who runs the query. */
  readonly membership: refs.IMembershipRef;

  /** What the query asks. Values that the state machine knows alone are given as `JsonPath.stringAt(...)`. */
  readonly statement: QueryStatement;

  /**
   * Where the results go.
   *
   * @default - the default place of the member who receives results
   */
  readonly output?: QueryOutput;

  /**
   * The workers that run the query.
   *
   * @default - the default of the service
   */
  readonly compute?: ComputeConfiguration;

  /**
   * The account that pays. Needed where the collaboration has several candidates.
   *
   * @default - the only candidate
   */
  readonly payerAccountId?: string;

  /**
   * How long to wait between two looks at the query.
   *
   * @default Duration.seconds(15)
   */
  readonly pollInterval?: Duration;
}

/**
 * States that start a protected query, wait for it, and end with the query as the service describes it, under `ProtectedQuery`.
 *
 * A query that fails, times out or is cancelled fails the state machine, with that status as the error and the query as the
 * cause. Step Functions has no integration that waits by itself, so the states look at the query from time to time. The role of
 * the state machine gets what the states need.
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
    checkQueryParts(this, { ...props, templateArn });

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
            Properties: props.compute.sparkProperties && { Spark: props.compute.sparkProperties },
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

/** What is written as a path or in JSONata has a value in a run alone: permissions cannot name it. */
function knownBeforeRuns(value?: string): string | undefined {
  return value !== undefined && (JsonPath.isEncodedJsonPath(value) || JSONATA.test(value)) ? undefined : value;
}
