import { Alarm, ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { acknowledge } from '../../foundation/acknowledgements';
import { checked } from '../../foundation/parameters';
import { RunProtectedQuery } from '../analysis/run-protected-query';
import type { RunProtectedQueryOptions } from '../analysis/run-protected-query';

/** Properties of a query that runs on a schedule, without its membership. */
export interface ScheduledQueryOptions extends RunProtectedQueryOptions {
  /** When the query runs, such as `ScheduleExpression.cron({ weekDay: 'MON', hour: '6', minute: '0' })`. */
  readonly schedule: ScheduleExpression;

  /**
   * The topic that is told when a query did not succeed.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a new topic
   */
  readonly alarmTopic?: ITopic;
}

/** Properties of a query that runs on a schedule. */
export interface ScheduledQueryProps extends ScheduledQueryOptions {
  /** The membership of the member who runs the query. */
  readonly membership: refs.IMembershipRef;
}

/**
 * Runs a protected query on a schedule, and raises an alarm when it does not succeed.
 *
 * Amazon EventBridge Scheduler starts a state machine, which runs the query and waits for it (`RunProtectedQuery`).
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
 * import { Membership, QueryStatement, ScheduledQuery } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Analysis', { env: { account: '111111111111', region: 'us-east-1' } });
 * new ScheduledQuery(stack, 'Weekly', {
 *   membership: Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333'),
 *   statement: QueryStatement.sql('SELECT campaign, COUNT(DISTINCT hashed_email) FROM impressions GROUP BY campaign'),
 *   schedule: ScheduleExpression.cron({ weekDay: 'MON', hour: '6', minute: '0' }),
 * });
 */
@checked('ScheduledQuery')
export class ScheduledQuery extends Construct {
  /** The state machine that runs the query. */
  public readonly stateMachine: StateMachine;

  /** The alarm for queries that fail, are cancelled or time out. */
  public readonly alarm: Alarm;

  /**
   * The topic that the alarm notifies.
   *
   * [disable-awslint:prefer-ref-interface]
   */
  public readonly alarmTopic: ITopic;

  constructor(scope: Construct, id: string, props: ScheduledQueryProps) {
    super(scope, id);
    const { schedule, alarmTopic, ...query } = props;
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      definitionBody: DefinitionBody.fromChainable(new RunProtectedQuery(this, 'Query', query)),
    });
    const definition = this.stateMachine.node.defaultChild!;
    acknowledge(definition, 'AwsSolutions-SF1', 'Step Functions keeps the history of each execution for 90 days, and the alarm says which did not succeed: '
      + 'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html');
    acknowledge(definition, 'AwsSolutions-SF2', 'the query runs in Clean Rooms, where X-Ray does not follow it: '
      + 'https://docs.aws.amazon.com/xray/latest/devguide/xray-services.html');
    new Schedule(this, 'Schedule', { schedule, target: new StepFunctionsStartExecution(this.stateMachine, {}) });
    this.alarmTopic = alarmTopic ?? new Topic(this, 'AlarmTopic', { enforceSSL: true });
    this.alarm = new Alarm(this, 'Alarm', {
      alarmDescription: `The query of ${this.node.path} did not succeed`,
      metric: new MathExpression({
        label: 'queries that did not succeed',
        expression: 'failed + aborted + timedOut',
        usingMetrics: {
          failed: this.stateMachine.metricFailed(),
          aborted: this.stateMachine.metricAborted(),
          timedOut: this.stateMachine.metricTimedOut(),
        },
      }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.alarm.addAlarmAction(new SnsAction(this.alarmTopic));
  }
}
