import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Choice, Condition, Fail, JitterType, JsonPath, Pass, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import type { Chain, INextable, RetryProps, State, TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { knownBeforeRuns } from '../analysis/query-parts';

/** The errors of calls that can succeed when they are repeated, by the names that Step Functions gives them. */
const THROTTLED = ['CleanRoomsMl.ThrottlingException'];
const TRANSIENT = [...THROTTLED, 'CleanRoomsMl.InternalServiceException', 'CleanRoomsMl.SdkClientException'];

/** Retries for several minutes, with random pauses of at most 2 seconds to a minute. */
const RETRIES: RetryProps = {
  interval: Duration.seconds(2), backoffRate: 2, maxAttempts: 10, maxDelay: Duration.minutes(1), jitterStrategy: JitterType.FULL,
};

/** A call of Clean Rooms ML, and what it is allowed by. */
export interface MlCall {
  readonly action: string;
  readonly parameters: Record<string, unknown>;
  readonly iamAction: string;
  readonly resources: string[];
  readonly others?: PolicyStatement[];
}

/** Something that Clean Rooms ML makes in its own time. */
export interface MlRun {
  /** What it is called in messages, with `{}` in place of its ARN or name. */
  readonly what: string;
  readonly start: MlCall;
  /** Looks how far it is. The answer has its state at `at`. */
  readonly look: MlCall;
  /** The path of its ARN or name in the state of the state machine. */
  readonly identifier: string;
  /** The path of the description, with its status. @default $ */
  readonly at?: string;
  /** The states that end in something else. */
  readonly failed: readonly string[];
  /** The id of the state that succeeds. */
  readonly succeeded: string;
  readonly pollInterval: Duration;
}

/** Returns the statement that lets a state machine name a membership or a collaboration in a call of Clean Rooms ML. */
export function toPass(actions: string[], arn: string): PolicyStatement {
  return new PolicyStatement({ actions, resources: [arn] });
}

/**
 * Returns the ARNs of what calls name by an ARN: itself, or all of its kind in a membership if it is only known when the state machine runs.
 *
 * @param pattern The pattern for the ARNs of its kind.
 */
export function arnOr(given: string, pattern: string): string {
  return knownBeforeRuns(given) ?? pattern;
}

/** What a fragment of a state machine begins and ends with. */
export interface States {
  readonly startState: State;
  readonly endStates: INextable[];
}

/**
 * Returns the states that start something, and poll it until it is ACTIVE or has failed. Its start is retried only if it was throttled, because it
 * could otherwise be started twice; it has not failed because its status could not be read.
 */
export function mlRunStates(scope: Construct, run: MlRun): States {
  const start = new CallAwsService(scope, 'Start', called(run.start));
  start.addRetry({ errors: THROTTLED, ...RETRIES });
  const wait = new Wait(scope, 'Wait', { time: WaitTime.duration(run.pollInterval) });
  const look = new CallAwsService(scope, 'Look', called(run.look));
  look.addRetry({ errors: TRANSIENT, ...RETRIES });
  look.addCatch(wait, { errors: TRANSIENT, resultPath: JsonPath.DISCARD });
  return { startState: start, endStates: pollStates(scope, run, start.next(wait), look, wait) };
}

/**
 * Returns the states for something that has no ARN, and that a list shows by its name among others: the name is made, and looked for in the list.
 * The list is read by JSONata, which can look for a value that is only known when it runs.
 *
 * @param kept What is kept in the state of the state machine beside the `Name`, by its names there.
 * @param list The member of the answer that is the list.
 */
export function mlNamedRunStates(scope: Construct, run: MlRun, name: string, kept: Record<string, string>, list: string): States {
  const named = new Pass(scope, 'Named', { parameters: { Name: name, ...kept } });
  const start = new CallAwsService(scope, 'Start', { ...called(run.start), resultPath: JsonPath.DISCARD });
  start.addRetry({ errors: THROTTLED, ...RETRIES });
  const wait = new Wait(scope, 'Wait', { time: WaitTime.duration(run.pollInterval) });
  const look = CallAwsService.jsonata(scope, 'Look', {
    ...called(run.look),
    outputs: `{% $merge([$states.input, {'Job': $states.result.${list}[Name = $states.input.Name][0]}]) %}`,
  });
  look.addRetry({ errors: TRANSIENT, ...RETRIES });
  look.addCatch(wait, { errors: TRANSIENT, outputs: '{% $states.input %}' });
  return { startState: named, endStates: pollStates(scope, { ...run, at: '$.Job' }, named.next(start).next(wait), look, wait) };
}

/** Adds the states after a wait: a look, and what follows from it. */
function pollStates(scope: Construct, run: MlRun, started: Chain, look: TaskStateBase, wait: Wait): INextable[] {
  const { at = '$', failed } = run;
  const status = (value: string) => Condition.stringEquals(`${at}.Status`, value);
  const isKnown = (condition: Condition) => at === '$' ? condition : Condition.and(Condition.isPresent(`${at}.Status`), condition);
  const identifier = JsonPath.stringAt(run.identifier);
  const succeeded = new Pass(scope, run.succeeded);
  const hasFailed = failed.length === 1 ? status(failed[0]) : Condition.or(...failed.map(status));
  started.next(look).next(new Choice(scope, 'Done?')
    .when(isKnown(status('ACTIVE')), succeeded)
    .when(isKnown(Condition.and(status('CREATE_FAILED'), Condition.isPresent(`${at}.StatusDetails.Message`))), new Fail(scope, 'Failed', {
      errorPath: `${at}.Status`,
      causePath: JsonPath.format(`${run.what} failed: {}`, identifier, JsonPath.stringAt(`${at}.StatusDetails.Message`)),
    }))
    .when(isKnown(hasFailed), new Fail(scope, 'Ended', { errorPath: `${at}.Status`, causePath: JsonPath.format(`${run.what} came to nothing`, identifier) }))
    .otherwise(wait));
  return [succeeded];
}

function called({ action, parameters, iamAction, resources, others }: MlCall) {
  return { service: 'cleanroomsml', action, parameters, iamAction, iamResources: resources, additionalIamStatements: others };
}
