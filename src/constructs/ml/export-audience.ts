import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { JsonPath, StateMachineFragment } from 'aws-cdk-lib/aws-stepfunctions';
import type { INextable, State } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { AudienceSizes } from './audience-sizes';
import { MANAGE_AUDIENCES } from './ml-actions';
import { arnOr, mlNamedRunStates } from './ml-run-states';
import { withReason } from '../../foundation/acknowledgements';
import { cleanRoomsMlArn } from '../../foundation/arns';
import { checkPartition } from '../../foundation/environment';
import { checked } from '../../foundation/parameters';
import { code, throwIfAny } from '../../foundation/validation-faults';
import { Program } from '../../program/program';
import { acknowledgeInStateMachines } from '../analysis/state-machine-roles';

const [LIST_EXPORTS, START_EXPORT] = MANAGE_AUDIENCES.filter((action) => action.includes('Export'));

/** Properties of the states that export an audience. */
export interface ExportAudienceProps {
  /**
   * The ARN of the job that generated the audience. It can be a path, such as `JsonPath.stringAt('$.AudienceGenerationJobArn')` after
   * `GenerateAudience`.
   */
  readonly audienceGenerationJobArn: string;

  /** The size of the audience: one of those of the configured audience model, such as `AudienceSizes.percentage(10)`. */
  readonly size: AudienceSizes;

  /**
   * The time between two checks of the job's status.
   *
   * @default Duration.minutes(1)
   */
  readonly pollInterval?: Duration;
}

/**
 * States that export an audience, wait for it, and return the `Name` and the description of the export, as `Job`. Clean Rooms ML writes the users to
 * the output of the configured audience model.
 *
 * If the export fails, the state machine fails with its status as the error and the reason of the service as the cause. An export has no ARN, so the
 * states look for its name, which is unique, among the exports of the audience: an audience is taken to have at most 100. The role of the state
 * machine is granted the permissions that the states need: on the job, or, if that is only known when it runs, on those of the account.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_StartAudienceExportJob.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { DefinitionBody, JsonPath, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
 * import { AudienceSizes, ExportAudience } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Models', { env: { account: '111111111111', region: 'us-east-1' } });
 * const send = new ExportAudience(stack, 'Export', {
 *   audienceGenerationJobArn: JsonPath.stringAt('$.AudienceGenerationJobArn'),
 *   size: AudienceSizes.percentage(5),
 * });
 * new StateMachine(stack, 'Exports', { definitionBody: DefinitionBody.fromChainable(send) });
 */
@checked('ExportAudience')
export class ExportAudience extends StateMachineFragment {
  public readonly startState: State;
  public readonly endStates: INextable[];

  constructor(scope: Construct, id: string, props: ExportAudienceProps) {
    super(scope, id);
    const { audienceGenerationJobArn } = props;
    const { Type, Bins } = props.size._render();

    checkPartition(this);
    throwIfAny(this, [
      ...props.size._check(),
      ...Bins.length === 1 ? [] : [{ code: code`SeveralAudienceSizes`, message: `'size' must be one size, got ${Bins.join(', ') || 'none'}` }],
    ]);
    Program.add(this);

    const jobs = [arnOr(audienceGenerationJobArn, cleanRoomsMlArn(Stack.of(this), 'audience-generation-job/*'))];
    const onJobs = [START_EXPORT, LIST_EXPORTS].map((action) =>
      withReason(new PolicyStatement({ actions: [action], resources: jobs }), 'the id of a job is not known before it is started'));
    acknowledgeInStateMachines(this, onJobs);
    const { startState, endStates } = mlNamedRunStates(this, {
      what: 'the export {}',
      start: {
        action: 'startAudienceExportJob',
        parameters: {
          Name: JsonPath.stringAt('$.Name'),
          AudienceGenerationJobArn: JsonPath.stringAt('$.AudienceGenerationJobArn'),
          AudienceSize: { Type, Value: Bins[0] },
        },
        iamAction: START_EXPORT,
        resources: jobs,
      },
      look: {
        action: 'listAudienceExportJobs',
        parameters: { AudienceGenerationJobArn: '{% $states.input.AudienceGenerationJobArn %}', MaxResults: 100 },
        iamAction: LIST_EXPORTS,
        resources: jobs,
      },
      identifier: '$.Name',
      failed: ['CREATE_FAILED'],
      succeeded: 'Exported',
      pollInterval: props.pollInterval ?? Duration.minutes(1),
    }, JsonPath.format('export-{}', JsonPath.uuid()), { AudienceGenerationJobArn: audienceGenerationJobArn }, 'AudienceExportJobs');

    this.startState = startState;
    this.endStates = endStates;
    this.prefixStates(); // so that one state machine can export several sizes
  }
}
