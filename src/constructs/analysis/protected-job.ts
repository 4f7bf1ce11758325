import { Duration, Token } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { FOLLOW_JOB } from './analysis-actions';
import { warnAboutArguments } from './analysis-parameter-rules';
import type { ComputeConfiguration } from './compute-configuration';
import { workersOf } from './compute-configuration';
import {
  checkArguments, checkCompute, checkDefaultResultPlace, checkRunner, checkTemplate, warnAboutCompute, warnAboutPayer, warnAboutResultMembers,
} from './protected-analysis-rules';
import { OF_ANY_MEMBER, toStartJobs } from './query-resource-arns';
import { resultPlacesOf } from './result-places';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { LIST_MEMBERSHIPS, READ_STACK_STATUS } from '../../custom-resources/statements';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { withReason } from '../../foundation/acknowledgements';
import { copied } from '../../foundation/copied';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkAccountId } from '../../foundation/identifiers';
import { checked } from '../../foundation/parameters';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { analysisTemplateOf } from '../../program/analysis-template';
import { createAfterTables } from '../../program/prerequisites';
import { Program } from '../../program/program';

/** Properties of a PySpark job that runs at deployment, without its membership. */
export interface ProtectedJobOptions {
  /** The PySpark template to run, which can be another member's. */
  readonly analysisTemplate: refs.IAnalysisTemplateRef;

  /**
   * The values of the template's parameters, at most 1,000 characters each. Required for parameters without a default.
   *
   * @default - no values
   */
  readonly parameters?: { [name: string]: string };

  /**
   * The account of the member who receives the results, at the default location in its membership.
   *
   * @default - the only member who can receive results
   */
  readonly receiverAccountId?: string;

  /**
   * The workers that run the job.
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
   * A text that you change to run the job again.
   *
   * @default - the job runs again only when its other properties change
   */
  readonly version?: string;

  /**
   * The maximum run time, in whole seconds, at most an hour. After that, the job is cancelled and the deployment fails.
   *
   * @default Duration.minutes(14)
   */
  readonly timeout?: Duration;
}

/** Properties of a PySpark job that runs at deployment. */
export interface ProtectedJobProps extends ProtectedJobOptions {
  /** The membership of the member who runs the job. */
  readonly membership: refs.IMembershipRef;
}

/**
 * Runs a PySpark job once at deployment, and waits for it to finish. It runs again, is cancelled and reuses an earlier run under the same
 * conditions as a `ProtectedQuery`.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_StartProtectedJob.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { AnalysisTemplate, Membership, ProtectedJob } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Analysis', { env: { account: '111111111111', region: 'us-east-1' } });
 * new ProtectedJob(stack, 'Churn', {
 *   membership: Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333'),
 *   analysisTemplate: AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Template',
 *     'arn:aws:cleanrooms:us-east-1:222222222222:membership/44444444-4444-4444-8444-444444444444/analysistemplate/66666666-6666-4666-8666-666666666666'),
 * });
 */
@checked('ProtectedJob')
export class ProtectedJob extends Construct {
  /** The id of the last run, a UUID. */
  public readonly protectedJobIdentifier: string;

  /** The location of the results, `s3://<bucket>/<key>`. Empty if the service does not report it. */
  public readonly resultLocation: string;

  /** Total run time. Zero if the service does not report it. */
  public readonly totalDuration: Duration;

  /** The number of Clean Rooms processing unit hours that were billed. Zero if the service does not report it. */
  public readonly billedUnits: number;

  constructor(scope: Construct, id: string, props: ProtectedJobProps) {
    super(scope, id);
    const { membershipArn, membershipIdentifier } = props.membership.membershipRef;
    const { analysisTemplateArn } = props.analysisTemplate.analysisTemplateRef;
    const parameters = copied(props.parameters);
    this.check({ ...props, parameters });

    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.PROTECTED_JOB,
      properties: {
        MembershipIdentifier: membershipIdentifier,
        AnalysisTemplateArn: analysisTemplateArn,
        Parameters: parameters,
        ReceiverAccountId: props.receiverAccountId,
        Workers: props.compute && workersOf(props.compute),
        PayerAccountId: props.payerAccountId,
        Version: props.version,
        WaitSeconds: waitTimeoutSeconds(this, props.timeout ?? Duration.minutes(14)),
      },
      statements: [LIST_MEMBERSHIPS, READ_STACK_STATUS],
      statementsOn: {
        resource: props.membership,
        statements: [
          ...toStartJobs(props.membership, [analysisTemplateArn]).map(({ actions, resourceArns }) =>
            withReason({ Action: actions, Resource: resourceArns }, OF_ANY_MEMBER)),
          { Action: FOLLOW_JOB, Resource: membershipArn },
        ],
      },
    });
    createAfterTables(resource.definition);

    this.protectedJobIdentifier = resource.getAttString('Identifier');
    this.resultLocation = resource.getAttString('ResultLocation');
    this.totalDuration = Duration.millis(Token.asNumber(resource.getAtt('TotalDurationInMillis')));
    this.billedUnits = Token.asNumber(resource.getAtt('BilledUnits'));
  }

  private check({ membership, analysisTemplate, parameters, receiverAccountId, payerAccountId, compute }: ProtectedJobProps): void {
    const computeInput = compute && { kind: 'job' as const, workerType: compute.workerType.name, workers: compute.workers };

    checkPartition(this);
    checkSameEnvironment(this, { membership });
    throwIfAny(this, [
      ...checkTemplate({ kind: 'job', arn: analysisTemplate.analysisTemplateRef.analysisTemplateArn }),
      ...checkArguments(parameters),
      ...checkAccountId('receiverAccountId', receiverAccountId),
      ...checkAccountId('payerAccountId', payerAccountId),
      ...computeInput ? checkCompute(computeInput) : [],
    ]);
    warn(this, computeInput ? warnAboutCompute(computeInput) : []);

    Program.add(this).addCheck((model, findings) => {
      const template = analysisTemplateOf(model, analysisTemplate);
      const collaboration = model.collaborationOf(membership);
      const [members, removed] = [collaboration?.members(), collaboration?.removedAccountIds()];
      const places = resultPlacesOf(model, collaboration, 'DefaultJobResultConfiguration');
      findings.fault(this,
        ...checkRunner('job', model.memberOf(membership)),
        ...checkTemplate({ kind: 'job', format: template?.format }),
        ...checkDefaultResultPlace('job', receiverAccountId === undefined ? places : places?.filter(({ accountId }) => accountId === receiverAccountId)),
      );
      findings.warning(this,
        ...template?.parameters ? warnAboutArguments(template.parameters, parameters ?? {}) : [],
        ...warnAboutPayer('JOB_COMPUTE', payerAccountId, members, removed),
        ...warnAboutResultMembers(receiverAccountId === undefined ? [] : [receiverAccountId], members, removed),
      );
    });
  }
}
