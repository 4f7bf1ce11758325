import { CfnDeletionPolicy, Lazy, RemovalPolicy, Resource, Token } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import { CfnCollaboration, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { EncryptedResources } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { MembershipCleanup } from './membership-cleanup';
import { MembershipGrants } from './membership-grants';
import { MembershipLookup } from './membership-lookup';
import type { MembershipLookupOptions } from './membership-lookup';
import { METRICS, membershipMetric } from './membership-metrics';
import { checkResultPlace, checkRoleOfResults, warnAboutCreatorLeaves } from './membership-rules';
import type { JobResultConfiguration, QueryResultConfiguration, ResultConfiguration } from './result-configuration';
import { resultTrust } from './result-role-trust';
import { ServiceRoleReady } from '../../custom-resources/service-role-ready';
import { LIST_MEMBERSHIPS } from '../../custom-resources/statements';
import { cleanRoomsArn, idInArn } from '../../foundation/arns';
import { placeOf } from '../../foundation/bucket-folders';
import { checkPartition, checkSameRegion } from '../../foundation/environment';
import { checkIdentifier } from '../../foundation/identifiers';
import { isImporting } from '../../foundation/importing';
import { checkImport, checkImportedIds } from '../../foundation/imports';
import { addJobResultFormat } from '../../foundation/l1-backports';
import { checkedAndInjectable, checkedMethods } from '../../foundation/parameters';
import { resolveReference, resourceBehind } from '../../foundation/references';
import { isRetained } from '../../foundation/retention';
import { grantAcknowledged, serviceRole, warnAboutUnboundTrust, writeResults } from '../../foundation/service-role';
import type { ServiceRoleTrust } from '../../foundation/service-role';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import type { CollaborationModel } from '../../program/collaboration-model';
import { recordFacts } from '../../program/facts';
import { paymentConfiguration } from '../../program/member';
import { collaborationJoined } from '../../program/parents';
import { Program } from '../../program/program';
import { howToNameMembers } from '../../program/unknown-members';
import { names } from '../collaboration/collaboration-member';
import type { PaymentResponsibility } from '../collaboration/collaboration-member';
import { keepAlive } from '../collaboration/live-resource';
import { logStatus } from '../collaboration/log-status';

/** A membership, defined in this app or elsewhere. */
export interface IMembership extends IResource, refs.IMembershipRef {
  /**
   * The ARN of the membership.
   * @attribute
   */
  readonly membershipArn: string;

  /**
   * The id of the membership, a UUID.
   * @attribute
   */
  readonly membershipIdentifier: string;

  /** The permissions that can be granted on this membership. */
  readonly grants: MembershipGrants;

  /**
   * Returns a CloudWatch metric of this membership by its name. There is data for SQL queries, if both the collaboration and the
   * membership have `metrics` enabled.
   *
   * The user guide lists the dimensions of the metrics in words and not as keys: if there is no data, compare them with the console.
   *
   * @param metricName The name of a metric in the namespace `AWS/CleanRooms`, such as `AnalysesCount`.
   * @param props The statistic, the period and other settings of the metric, which replace the defaults.
   * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/monitoring-cloudwatch.html
   */
  metric(metricName: string, props?: MetricOptions): Metric;

  /**
   * Returns the metric for the run time of analyses, in milliseconds. Average by default.
   *
   * @param props The statistic, the period and other settings of the metric, which replace the defaults.
   */
  metricAnalysisRuntime(props?: MetricOptions): Metric;

  /**
   * Returns the metric for the Clean Rooms processing units that analyses consumed. Sum by default.
   *
   * @param props The statistic, the period and other settings of the metric, which replace the defaults.
   */
  metricCrpuConsumed(props?: MetricOptions): Metric;

  /**
   * Returns the metric for the vCPUs in use at the same time. Maximum by default.
   *
   * @param props The statistic, the period and other settings of the metric, which replace the defaults.
   */
  metricConcurrentVcpus(props?: MetricOptions): Metric;

  /**
   * Returns the metric for the number of analyses. Sum by default.
   *
   * @param props The statistic, the period and other settings of the metric, which replace the defaults.
   */
  metricAnalysesCount(props?: MetricOptions): Metric;

  /**
   * Returns the metric for the number of queries that run at the same time. Maximum by default.
   *
   * @param props The statistic, the period and other settings of the metric, which replace the defaults.
   */
  metricConcurrentQueries(props?: MetricOptions): Metric;
}

/** Properties of a membership, without its collaboration. */
export interface MembershipOptions {
  /**
   * Whether query logs are delivered to this member. Requires `queryLogging` on the collaboration.
   *
   * @default false
   */
  readonly queryLogging?: boolean;

  /**
   * Whether job logs are delivered to this member. Requires `jobLogging` on the collaboration.
   *
   * @default false
   */
  readonly jobLogging?: boolean;

  /**
   * Whether CloudWatch metrics of queries are published in the account of this member. Requires `metrics` on the collaboration, and a
   * member who can query or is a payer candidate.
   *
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * The costs that this member accepts to pay for. The service requires exactly those that the collaboration names this member for.
   *
   * If a change request changes what this member pays for, list what it pays for afterwards, in the same deployment as the
   * `ChangeRequestApproval` of this account or, for the creator, as the `CollaborationChangeRequest`. The membership is then updated after
   * the request is committed. In between, the collaboration already names the member, which pays nothing new until it has accepted.
   *
   * @default - the costs that the collaboration names this member for, if this app defines it in the same Stage and they are no tokens;
   * otherwise none
   */
  readonly paymentResponsibilities?: PaymentResponsibility[];

  /**
   * The default destination for query results. For a member who can receive results.
   *
   * @default - none: each query names the destination of its results
   */
  readonly defaultResult?: QueryResultConfiguration;

  /**
   * The default destination for the results of PySpark jobs. For a member who can receive results.
   *
   * @default - none: each job names the destination of its results
   */
  readonly defaultJobResult?: JobResultConfiguration;

  /**
   * The id of the membership of the member who runs queries and jobs, if that is another member. New roles that write results then trust this
   * membership by its id instead of all memberships of its account, and the role for queries also the external id of Clean Rooms that has this
   * id. No effect on a `role` that is given.
   *
   * @default - the roles trust the account that runs queries or jobs: the id is not known before that member has joined
   */
  readonly queryRunnerMembershipId?: string;

  /**
   * Whether an update may replace the membership, which makes this member leave the collaboration permanently: the old membership is
   * deleted, or retained if it is the creator's. If `false`, an update that would replace it fails before anything is changed.
   *
   * @default - `allowReplacement` of the collaboration, if this app defines it; otherwise false
   */
  readonly allowReplacement?: boolean;

  /**
   * The removal policy of the membership. With `RemovalPolicy.DESTROY`, this member leaves the collaboration when the membership is
   * removed from the stack, and cannot join it again.
   *
   * The creator can only leave a collaboration by deleting it. Its membership always has the deletion policy `Retain`, and is deleted
   * after the collaboration unless this is `RemovalPolicy.RETAIN`.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Properties of a membership. */
export interface MembershipProps extends MembershipOptions {
  /** The collaboration that the account of the stack joins. */
  readonly collaboration: refs.ICollaborationRef;
}

@checkedMethods('Membership')
abstract class MembershipBase extends Resource implements IMembership {
  public abstract readonly membershipArn: string;
  public abstract readonly membershipIdentifier: string;
  public readonly grants = MembershipGrants.fromMembership(this);

  public get membershipRef(): refs.MembershipReference {
    return { membershipArn: this.membershipArn, membershipIdentifier: this.membershipIdentifier };
  }

  public metric(metricName: string, props?: MetricOptions): Metric {
    return membershipMetric(this, metricName, undefined, props);
  }

  public metricAnalysisRuntime(props?: MetricOptions): Metric {
    return membershipMetric(this, 'AnalysisRuntime', METRICS.AnalysisRuntime, props);
  }

  public metricCrpuConsumed(props?: MetricOptions): Metric {
    return membershipMetric(this, 'CRPUConsumed', METRICS.CRPUConsumed, props);
  }

  public metricConcurrentVcpus(props?: MetricOptions): Metric {
    return membershipMetric(this, 'ConcurrentVCPUs', METRICS.ConcurrentVCPUs, props);
  }

  public metricAnalysesCount(props?: MetricOptions): Metric {
    return membershipMetric(this, 'AnalysesCount', METRICS.AnalysesCount, props);
  }

  public metricConcurrentQueries(props?: MetricOptions): Metric {
    return membershipMetric(this, 'ConcurrentQueries', METRICS.ConcurrentQueries, props);
  }
}

/**
 * A membership, with which the account of the stack takes part in a collaboration.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/create-membership.html
 * @resource AWS::CleanRooms::Membership
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Collaboration, Membership } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Publisher', { env: { account: '222222222222', region: 'us-east-1' } });
 * new Membership(stack, 'Membership', {
 *   collaboration: Collaboration.fromInvitation(stack, 'Collaboration', {
 *     collaborationName: 'campaign-measurement',
 *     creatorAccountId: '111111111111',
 *     memberAccountIds: ['222222222222'],
 *   }),
 *   queryLogging: true,
 * });
 */
@checkedAndInjectable('Membership')
export class Membership extends MembershipBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.Membership';

  /**
   * Imports a membership by its ARN, `arn:aws:cleanrooms:<region>:<account>:membership/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param membershipArn The ARN of the membership. An ARN of another type is an error; a token is not checked.
   */
  public static fromMembershipArn(scope: Construct, id: string, membershipArn: string): IMembership {
    checkImport(scope, { membershipArn }, 'cleanrooms', 'membership/<id>');
    class Import extends MembershipBase {
      public readonly membershipArn = membershipArn;
      public readonly membershipIdentifier = idInArn(membershipArn);
    }
    return new Import(scope, id, { environmentFromArn: membershipArn });
  }

  /**
   * Imports a membership of the account and in the Region of the stack by its id.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param membershipIdentifier The id of the membership, a UUID; a token is not checked.
   */
  public static fromMembershipIdentifier(scope: Construct, id: string, membershipIdentifier: string): IMembership {
    checkImportedIds(scope, { membershipIdentifier });
    class Import extends MembershipBase {
      public readonly membershipArn = cleanRoomsArn(this, `membership/${membershipIdentifier}`);
      public readonly membershipIdentifier = membershipIdentifier;
    }
    return new Import(scope, id);
  }

  /**
   * Finds at deployment the membership of the account of the stack in a collaboration.
   *
   * @param scope The construct in which the lookup is defined. Its stack looks at deployment, in its own account and Region.
   * @param id The id of the lookup in its scope.
   * @param options The collaboration, and how long to wait until the account has joined it. By default it does not wait.
   */
  public static fromLookup(scope: Construct, id: string, options: MembershipLookupOptions): IMembership {
    const lookup = new MembershipLookup(scope, id, options);
    return Membership.fromMembershipIdentifier(lookup, 'Membership', lookup.membershipIdentifier);
  }

  public readonly membershipArn: string;
  public readonly membershipIdentifier: string;

  /** The role with which Clean Rooms writes query results; `undefined` without a `defaultResult`. */
  public readonly resultRole?: IRole;

  /** The role with which Clean Rooms writes the results of jobs; `undefined` without a `defaultJobResult`. */
  public readonly jobResultRole?: IRole;

  constructor(scope: Construct, id: string, props: MembershipProps) {
    super(scope, id);
    checkPartition(this);
    checkSameRegion(this, { collaboration: props.collaboration });
    throwIfAny(this, [
      ...checkResultPlace('defaultResult', props.defaultResult),
      ...checkResultPlace('defaultJobResult', props.defaultJobResult),
      ...checkRoleOfResults(props.defaultResult),
      ...checkIdentifier('queryRunnerMembershipId', props.queryRunnerMembershipId),
    ]);
    const program = Program.add(this);
    const collaboration = () => collaborationJoined(program.model, resource, props.collaboration);
    const paymentResponsibilities = props.paymentResponsibilities && names(props.paymentResponsibilities);
    recordResultBuckets(this, props);

    const [defaultResult, defaultJobResult] = [this.importable(props.defaultResult), this.importable(props.defaultJobResult)];
    const runner = { collaboration, membershipId: props.queryRunnerMembershipId };
    this.resultRole = defaultResult && !defaultResult.withoutRole ? this.roleToWrite('ResultRole', 'queries', defaultResult, collaboration,
      () => resultTrust(this, { ...runner, ability: 'CAN_QUERY' })) : undefined;
    this.jobResultRole = defaultJobResult && this.roleToWrite('JobResultRole', 'jobs', defaultJobResult, collaboration,
      () => resultTrust(this, { ...runner, ability: 'CAN_RUN_JOB' }));
    const resource: CfnMembership = new CfnMembership(this, 'Resource', {
      collaborationIdentifier: props.collaboration.collaborationRef.collaborationIdentifier,
      queryLogStatus: logStatus(props.queryLogging ?? false),
      jobLogStatus: props.jobLogging === undefined ? undefined : logStatus(props.jobLogging),
      isMetricsEnabled: props.metrics,
      paymentConfiguration: Lazy.uncachedAny({
        produce: () => {
          const accepts = paymentResponsibilities ?? this.askedToPay(collaboration());
          return accepts.length ? paymentConfiguration(accepts) : undefined;
        },
      }),
      defaultResultConfiguration: defaultResult && {
        roleArn: this.resultRole?.roleArn,
        outputConfiguration: {
          s3: {
            bucket: defaultResult.bucket.bucketRef.bucketName,
            keyPrefix: defaultResult.prefix || undefined,
            resultFormat: defaultResult.format,
            singleFileOutput: defaultResult.singleFileOutput,
          },
        },
      },
      defaultJobResultConfiguration: defaultJobResult && {
        roleArn: this.jobResultRole!.roleArn,
        outputConfiguration: {
          s3: { bucket: defaultJobResult.bucket.bucketRef.bucketName, keyPrefix: defaultJobResult.prefix || undefined },
        },
      },
    });
    if (defaultJobResult?.format) {
      addJobResultFormat(resource, defaultJobResult.format);
    }
    [this.resultRole, this.jobResultRole].forEach((role) => role && ServiceRoleReady.before(resource, role));
    this.retainAndGuard(resource, props);

    this.membershipArn = resource.attrArn;
    this.membershipIdentifier = resource.attrMembershipIdentifier;
  }

  /**
   * Has the creator's membership deleted after its collaboration, and any other one by CloudFormation.
   */
  private retainAndGuard(resource: CfnMembership, props: MembershipProps): void {
    const collaboration = resourceBehind(props.collaboration, CfnCollaboration.CFN_RESOURCE_TYPE_NAME) as CfnCollaboration | undefined;
    const own = collaboration?.stack.account === this.stack.account ? collaboration : undefined;
    if (own) {
      forceRetain(resource);
      if (!isRetained(props.removalPolicy)) {
        MembershipCleanup.of(own).delete(resource);
      }
    } else {
      warn(this, warnAboutCreatorLeaves(isCreator(this, props.collaboration), props.removalPolicy));
    }
    keepAlive(this, resource, {
      createOnly: (properties) => ({ collaboration: properties.CollaborationIdentifier }),
      allowReplacement: props.allowReplacement,
      // Who has joined cannot join again: an invited membership stays, even if the deployment that creates it fails.
      removalPolicy: own ? undefined : props.removalPolicy ?? RemovalPolicy.RETAIN,
      statements: [{ Action: ['cleanrooms:GetMembership'], Resource: cleanRoomsArn(this, 'membership/*') }, LIST_MEMBERSHIPS],
    });
  }

  /**
   * Returns what the collaboration names this member to pay for. Where a change request changes that for a member who has joined before,
   * the member accepts it by a property of its own.
   */
  private askedToPay(collaboration: CollaborationModel | undefined): readonly string[] {
    const { account } = this.stack;
    const member = collaboration?.foundingMembers()?.find(({ accountId }) => accountId === account) ?? collaboration?.member(account);
    return member?.paysFor ?? [];
  }

  /** The change set of an import has no new role: where results need one, the next deployment adds them. */
  private importable<Place extends ResultConfiguration & Pick<QueryResultConfiguration, 'withoutRole'>>(place: Place | undefined): Place | undefined {
    if (place?.withoutRole) return place;
    return isImporting(this) && (!place?.role || Resource.isOwnedResource(place.role)) ? undefined : place;
  }

  /** Returns the role that writes results: the given one or a new one, with the permissions that the destination needs. */
  private roleToWrite(
    id: string, results: string, place: ResultConfiguration, collaboration: () => CollaborationModel | undefined,
    trust: () => ServiceRoleTrust,
  ): IRole {
    const role = place.role ?? serviceRole(this, id, `Clean Rooms writes the results of ${results} with it`, trust);
    if (!place.role) {
      Program.of(this).addCheck((model, findings) => findings.warning(this, ...warnAboutUnboundTrust(id, trust(),
        () => `${howToNameMembers(model, collaboration())}, or set 'queryRunnerMembershipId'`)));
    }
    grantAcknowledged(role, writeResults(place.bucket.bucketRef.bucketArn, place.prefix, placeOf(place.bucket).account));
    EncryptedResources.of(place.bucket)?.grantOnKey(role, 'kms:Decrypt', 'kms:GenerateDataKey');
    return role;
  }
}

/**
 * Retains the creator's membership. Overrides stay in effect when policies are changed later, for example by an aspect for the whole app:
 * the service refuses to delete the membership before the collaboration, so that a stack with another policy could not be deleted.
 */
function forceRetain(resource: CfnMembership): void {
  resource.addOverride('DeletionPolicy', CfnDeletionPolicy.RETAIN);
  resource.addOverride('UpdateReplacePolicy', CfnDeletionPolicy.RETAIN);
}

/** Whether the account of the stack is known to have created the collaboration. */
function isCreator({ stack }: Membership, { env }: refs.ICollaborationRef): boolean {
  return !Token.isUnresolved(stack.account) && env.account === stack.account;
}

/** Records the Regions of imported buckets: that of a bucket of the program is the Region of its stack. */
function recordResultBuckets(membership: Membership, { defaultResult, defaultJobResult }: MembershipOptions): void {
  const resultBuckets = [defaultResult, defaultJobResult].flatMap((place) => place ? [place.bucket] : [])
    .map((bucket) => ({ bucketName: bucket.bucketRef.bucketName, region: placeOf(bucket).region }))
    .filter(({ bucketName, region }) => typeof resolveReference(bucketName) === 'string' && !Token.isUnresolved(region));
  if (resultBuckets.length) recordFacts(membership, { kind: 'membership', resultBuckets });
}
