import { CfnDeletionPolicy, Lazy, RemovalPolicy, Resource, Token } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import { CfnCollaboration, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { EncryptedResources } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { MembershipCleanup } from './membership-cleanup';
import { MembershipGrants } from './membership-grants';
import { MembershipLookup } from './membership-lookup';
import type { MembershipLookupOptions } from './membership-lookup';
import { METRICS, membershipMetric } from './membership-metrics';
import { checkResultRegions, warnAboutCreatorLeaves } from './membership-rules';
import type { JobResultConfiguration, QueryResultConfiguration, ResultConfiguration } from './result-configuration';
import { ReplacementGuard } from '../../custom-resources/replacement-guard';
import { ServiceRoleReady } from '../../custom-resources/service-role-ready';
import { cleanRoomsArn, idInArn } from '../../foundation/arns';
import { folder } from '../../foundation/bucket-folders';
import { checkPartition, checkSameRegion } from '../../foundation/environment';
import { checkImport, checkImportedIds } from '../../foundation/imports';
import { addJobResultFormat } from '../../foundation/l1-backports';
import { resourceBehind } from '../../foundation/references';
import { isRetained } from '../../foundation/retention';
import { serviceRole, warnAboutUnboundTrust, writeResults } from '../../foundation/service-role';
import { warn } from '../../foundation/warnings';
import type { CollaborationModel } from '../../program/collaboration-model';
import { paymentConfiguration } from '../../program/member';
import { Program } from '../../program/program';
import type { PaymentResponsibility } from '../collaboration/collaboration-member';
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

  /** Permissions on this membership. */
  readonly grants: MembershipGrants;

  /**
   * A CloudWatch metric of this membership, by the name that Clean Rooms gives it. There is data where collaboration and
   * membership have metrics on, for SQL queries.
   *
   * The user guide prints the dimensions of the metrics as words and not as keys: where no data arrives, compare with the console.
   *
   * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/monitoring-cloudwatch.html
   */
  metric(metricName: string, props?: MetricOptions): Metric;

  /** How long analyses ran, in milliseconds. The average by default. */
  metricAnalysisRuntime(props?: MetricOptions): Metric;

  /** The Clean Rooms processing units that analyses consumed. The sum by default. */
  metricCrpuConsumed(props?: MetricOptions): Metric;

  /** The vCPUs in use at the same time. The maximum by default. */
  metricConcurrentVcpus(props?: MetricOptions): Metric;

  /** The number of analyses. The sum by default. */
  metricAnalysesCount(props?: MetricOptions): Metric;

  /** The queries that ran at the same time. The maximum by default. */
  metricConcurrentQueries(props?: MetricOptions): Metric;
}

/** Properties of a membership, less its collaboration. */
export interface MembershipOptions {
  /**
   * Whether this member gets logs of queries, where the collaboration has them on.
   *
   * @default false
   */
  readonly queryLogging?: boolean;

  /**
   * Whether this member gets logs of jobs, where the collaboration has them on.
   *
   * @default false
   */
  readonly jobLogging?: boolean;

  /**
   * Whether this member gets CloudWatch metrics of queries. Only for a member who can query or pays, where the
   * collaboration has metrics on.
   *
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * What this member accepts to pay for: exactly what the collaboration names it for, or the service refuses the membership.
   *
   * @default - what the collaboration names this member for, where it is defined in this app and no part of what it says of this
   * member's payment is a token; otherwise nothing
   */
  readonly paymentResponsibilities?: PaymentResponsibility[];

  /**
   * Where results of queries go, unless a query says otherwise. For a member who can receive results.
   *
   * @default - each query names the place of its results
   */
  readonly defaultResult?: QueryResultConfiguration;

  /**
   * Where results of PySpark jobs go, unless a job says otherwise. For a member who can receive results.
   *
   * @default - each job names the place of its results
   */
  readonly defaultJobResult?: JobResultConfiguration;

  /**
   * Whether an update may replace the membership, which makes this member leave the collaboration for good: the old one is
   * deleted, or retained where it is the creator's. Without it, a change that would do so fails the deployment before anything
   * is touched.
   *
   * @default - whether the collaboration may be replaced, for the membership of its creator; otherwise false
   */
  readonly allowReplacement?: boolean;

  /**
   * What happens to the membership when it leaves the stack. `RemovalPolicy.DESTROY` makes this member leave the
   * collaboration, which it cannot join again.
   *
   * The creator of a collaboration can leave it only by deleting it: its membership is retained in any case, and deleted
   * after the collaboration, unless this is set to `RemovalPolicy.RETAIN`.
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
 * The part that the account of the stack takes in a collaboration.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/create-membership.html
 * @resource AWS::CleanRooms::Membership
 */
@propertyInjectable
export class Membership extends MembershipBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.Membership';

  /** The membership with the given ARN, `arn:aws:cleanrooms:<region>:<account>:membership/<id>`: another one is refused. */
  public static fromMembershipArn(scope: Construct, id: string, membershipArn: string): IMembership {
    checkImport(scope, { membershipArn }, 'cleanrooms', 'membership/<id>');
    class Import extends MembershipBase {
      public readonly membershipArn = membershipArn;
      public readonly membershipIdentifier = idInArn(membershipArn);
    }
    return new Import(scope, id, { environmentFromArn: membershipArn });
  }

  /** The membership with the given id, of the account and in the Region of the stack. */
  public static fromMembershipIdentifier(scope: Construct, id: string, membershipIdentifier: string): IMembership {
    checkImportedIds(scope, { membershipIdentifier });
    class Import extends MembershipBase {
      public readonly membershipArn = cleanRoomsArn(this, `membership/${membershipIdentifier}`);
      public readonly membershipIdentifier = membershipIdentifier;
    }
    return new Import(scope, id);
  }

  /** The membership by which the account of the stack takes part in a collaboration, found at deployment. */
  public static fromLookup(scope: Construct, id: string, options: MembershipLookupOptions): IMembership {
    const lookup = new MembershipLookup(scope, id, options);
    return Membership.fromMembershipIdentifier(lookup, 'Membership', lookup.membershipIdentifier);
  }

  public readonly membershipArn: string;
  public readonly membershipIdentifier: string;

  /** The role with which Clean Rooms writes the results of queries, where there is a default place for them. */
  public readonly resultRole?: IRole;

  /** The role with which Clean Rooms writes the results of jobs, where there is a default place for them. */
  public readonly jobResultRole?: IRole;

  constructor(scope: Construct, id: string, props: MembershipProps) {
    super(scope, id);
    checkPartition(this);
    checkSameRegion(this, { collaboration: props.collaboration });
    const { model } = Program.add(this);
    const collaboration = () => model.collaboration(props.collaboration);
    Program.of(this).addCheck((_, findings) =>
      findings.fault(this, ...checkResultRegions(resultRegions(props), collaboration().allowedResultRegions)));

    this.resultRole = props.defaultResult && this.roleToWrite('ResultRole', 'queries', props.defaultResult,
      () => collaboration().accountIdsWith('CAN_QUERY'));
    this.jobResultRole = props.defaultJobResult && this.roleToWrite('JobResultRole', 'jobs', props.defaultJobResult, () => {
      const runners = collaboration().accountIdsWith('CAN_RUN_JOB');
      return runners && [...new Set([...runners, this.stack.account])];
    });
    const resource = new CfnMembership(this, 'Resource', {
      collaborationIdentifier: props.collaboration.collaborationRef.collaborationIdentifier,
      queryLogStatus: logStatus(props.queryLogging ?? false),
      jobLogStatus: props.jobLogging === undefined ? undefined : logStatus(props.jobLogging),
      isMetricsEnabled: props.metrics,
      paymentConfiguration: Lazy.uncachedAny({
        produce: () => {
          const accepts = props.paymentResponsibilities ?? this.askedToPay(collaboration());
          return accepts.length ? paymentConfiguration(accepts) : undefined;
        },
      }),
      defaultResultConfiguration: props.defaultResult && {
        roleArn: this.resultRole?.roleArn,
        outputConfiguration: {
          s3: {
            bucket: props.defaultResult.bucket.bucketRef.bucketName,
            keyPrefix: folder(props.defaultResult.prefix) || undefined,
            resultFormat: props.defaultResult.format,
            singleFileOutput: props.defaultResult.singleFileOutput,
          },
        },
      },
      defaultJobResultConfiguration: props.defaultJobResult && {
        roleArn: this.jobResultRole!.roleArn,
        outputConfiguration: {
          s3: { bucket: props.defaultJobResult.bucket.bucketRef.bucketName, keyPrefix: folder(props.defaultJobResult.prefix) || undefined },
        },
      },
    });
    if (props.defaultJobResult?.format) {
      addJobResultFormat(resource, props.defaultJobResult.format);
    }
    [this.resultRole, this.jobResultRole].forEach((role) => role && ServiceRoleReady.before(resource, role));
    this.retainAndGuard(resource, props);

    this.membershipArn = resource.attrArn;
    this.membershipIdentifier = resource.attrMembershipIdentifier;
  }

  /**
   * The creator's membership is deleted after its collaboration, any other one by CloudFormation. Where the collaboration may be
   * replaced, its creator's membership follows it.
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
      resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    }
    new ReplacementGuard(this, 'ReplacementGuard', {
      resource,
      createOnly: (properties) => ({ collaboration: properties.CollaborationIdentifier }),
      remedy: "make a second membership for the other collaboration, or set 'allowReplacement' to leave this one for good",
      replacementAllowed: props.allowReplacement ?? (own !== undefined && ReplacementGuard.allowsReplacementOf(own)),
    });
  }

  /**
   * Returns what the collaboration names this member to pay for. Where a change request changes that for a member who has joined before,
   * the member accepts it by a property of its own.
   */
  private askedToPay(collaboration: CollaborationModel): readonly string[] {
    const { account } = this.stack;
    const member = collaboration.foundingMembers()?.find(({ accountId }) => accountId === account) ?? collaboration.member(account);
    return member?.paysFor ?? [];
  }

  /** The role that writes results: the given one or a new one, with the permissions that the place asks for. */
  private roleToWrite(id: string, results: string, place: ResultConfiguration, accountIds: () => string[] | undefined): IRole {
    const role = place.role ?? serviceRole(this, id, `Clean Rooms writes the results of ${results} with it`, () => ({ accountIds: accountIds() }));
    if (!place.role) {
      Program.of(this).addCheck((_, findings) => findings.warning(this, ...warnAboutUnboundTrust(id, { accountIds: accountIds() }, NAME_MEMBERS)));
    }
    for (const statement of writeResults(place.bucket.bucketRef.bucketArn, place.prefix, place.bucket.env.account)) {
      role.addToPrincipalPolicy(statement);
    }
    EncryptedResources.of(place.bucket)?.grantOnKey(role, 'kms:Decrypt', 'kms:GenerateDataKey');
    return role;
  }
}

/** How to make the members known, whichever import is used. */
const NAME_MEMBERS = "give the import of the collaboration the accounts of its members, as 'memberAccountIds'";

/**
 * Overrides stand when the policies of a resource are changed, as by an aspect for all of an app: the service refuses to delete
 * the creator's membership while the collaboration is there, so that a stack with another policy cannot be deleted.
 */
function forceRetain(resource: CfnMembership): void {
  resource.addOverride('DeletionPolicy', CfnDeletionPolicy.RETAIN);
  resource.addOverride('UpdateReplacePolicy', CfnDeletionPolicy.RETAIN);
}

/** Whether the account of the stack is known to have created the collaboration. */
function isCreator({ stack }: Membership, { env }: refs.ICollaborationRef): boolean {
  return !Token.isUnresolved(stack.account) && env.account === stack.account;
}

/** The Regions of the result buckets that are known, by property. */
function resultRegions(props: MembershipOptions): Record<string, string> {
  return Object.fromEntries(Object.entries({ defaultResult: props.defaultResult, defaultJobResult: props.defaultJobResult })
    .map(([property, place]) => [property, place?.bucket.env.region])
    .filter(([, region]) => region !== undefined && !Token.isUnresolved(region)));
}
