import { Duration, Stack } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { QueryStatement } from '../../../src';
import { REACH, resourcesOf, roomIn } from '../../support/clean-rooms';

describe('a query on a schedule', () => {
  test('runs in a state machine, and raises an alarm', () => {
    const { creator } = roomIn();
    const { stateMachine, alarm, alarmTopic } = creator.scheduleQuery('weekly', {
      statement: QueryStatement.sql(REACH), schedule: ScheduleExpression.cron({ weekDay: 'MON', hour: '6', minute: '0' }),
    });
    const stack = Stack.of(stateMachine);

    expect(stack.stackName).toBe('Campaign-Advertiser-Analysis');
    expect(resourcesOf(stack, 'AWS::Scheduler::Schedule')).toMatchObject([
      { ScheduleExpression: 'cron(0 6 ? * MON *)', Target: { Arn: stack.resolve(stateMachine.stateMachineArn) as object } },
    ]);
    expect(resourcesOf(stack, 'AWS::CloudWatch::Alarm'))
      .toMatchObject([{ AlarmActions: [stack.resolve(alarmTopic.topicArn)], Threshold: 1, TreatMissingData: 'notBreaching' }]);
    expect(alarm.node.path).toContain('ScheduledQueries/weekly');
  });

  test('can tell a topic that is there', () => {
    const { creator } = roomIn();
    const [first, second] = ['first', 'second'].map((id, index) => creator.scheduleQuery(id, {
      statement: QueryStatement.sql(`${REACH} LIMIT ${index}`), schedule: ScheduleExpression.rate(Duration.days(1)),
    }));
    const third = creator.scheduleQuery('third', {
      statement: QueryStatement.sql(REACH), schedule: ScheduleExpression.rate(Duration.days(1)), alarmTopic: first.alarmTopic,
    });

    expect(third.alarmTopic).toBe(first.alarmTopic);
    expect(resourcesOf(Stack.of(second), 'AWS::SNS::Topic')).toHaveLength(2);
  });
});
