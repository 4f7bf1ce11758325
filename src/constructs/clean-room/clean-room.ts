import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CleanRoomMember } from './clean-room-member';
import type { MemberParts } from './clean-room-member';
import { CleanRoomPartner } from './clean-room-partner';
import type { CleanRoomPartnerOptions } from './clean-room-partner';
import { checkJoin, checkMemberName, checkMemberPlace, checkScope } from './clean-room-rules';
import type { RoomMember } from './clean-room-rules';
import type { CleanRoomInvitation, CleanRoomLaterMember, CleanRoomMemberSettings } from './member-settings';
import { RoomChanges } from './room-changes';
import { RoomRegister } from './room-register';
import { MemberStacks, Phase, RoomStacks } from './room-stacks';
import { checked } from '../../foundation/parameters';
import { throwIfAny } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import { Program } from '../../program/program';
import { Collaboration } from '../collaboration/collaboration';
import { PaymentResponsibility, names } from '../collaboration/collaboration-member';
import type { CollaborationOptions } from '../collaboration/collaboration-options';
import type { LiveChange } from '../collaboration/live-change';
import { settingsOf } from '../collaboration/live-changes';

/** The member who creates a clean room. */
export interface CleanRoomCreatorOptions extends CleanRoomMemberSettings, CleanRoomInvitation {
  /** The name of the member, in the app and, without a `displayName`, for the other members. Letters, digits and hyphens. */
  readonly name: string;

  /**
   * The name of the member that the other members see. 1 to 100 characters.
   *
   * @default - `name`
   */
  readonly displayName?: string;
}

/** Options of a member whose stacks this app has. */
export interface CleanRoomMemberOptions extends CleanRoomMemberSettings, CleanRoomInvitation, CleanRoomLaterMember {
  /**
   * The name of the member that the other members see. 1 to 100 characters.
   *
   * @default - the name of the member in the app
   */
  readonly displayName?: string;
}

/** Properties of a clean room. */
export interface CleanRoomProps extends CollaborationOptions {
  /** The name of the collaboration, by which its members find it. 1 to 100 characters. */
  readonly collaborationName: string;

  /** The member who creates the collaboration. */
  readonly creator: CleanRoomCreatorOptions;

  /**
   * The Region of the collaboration and of everything in it.
   *
   * @default - the Region of the creator's `stack`
   */
  readonly region?: string;

  /**
   * How long a stack waits for what the stack of another member makes, at most an hour. The CDK CLI deploys stacks in an order in which
   * nothing has to wait; what members deploy for themselves may come later.
   *
   * @default Duration.minutes(1)
   */
  readonly timeout?: Duration;
}

/** Options of a member who joins a clean room that another app defines. */
export interface JoinCleanRoomOptions extends CleanRoomMemberSettings {
  /** The exact name of the collaboration. */
  readonly collaborationName: string;

  /** The account that created the collaboration. */
  readonly creatorAccountId: string;

  /**
   * The name of the member, which names its stack.
   *
   * @default 'Member'
   */
  readonly name?: string;

  /**
   * The Region of the collaboration.
   *
   * @default - the Region of `stack`
   */
  readonly region?: string;

  /**
   * The accounts of the members other than the creator, including this one. If they are given, roles that Clean Rooms assumes trust only the
   * members.
   *
   * @default - the members are not known, and roles trust memberships of every account
   */
  readonly memberAccountIds?: string[];

  /**
   * The accounts that may receive the results of queries on the tables of this member, unless a table names others.
   *
   * @default - each table names them
   */
  readonly resultReceivers?: string[];

  /**
   * The costs that this member accepts to pay for: exactly those that the collaboration names it for.
   *
   * @default - none
   */
  readonly paymentResponsibilities?: PaymentResponsibility[];

  /**
   * Whether the collaboration has metrics, which this member then gets.
   *
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * Whether an update may replace the membership, which makes this member leave the collaboration permanently.
   *
   * @default false
   */
  readonly allowReplacement?: boolean;

  /**
   * What happens to the membership, and to what else is retained by default, when it is removed from the app. With `RemovalPolicy.DESTROY`,
   * this member leaves the collaboration, and cannot join it again.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * How long to wait for the invitation and for what other members bring, at most an hour.
   *
   * @default Duration.minutes(1)
   */
  readonly timeout?: Duration;
}

/**
 * A clean room: a collaboration with all its members, each in its account, from one definition.
 *
 * It stands in an app or a stage, and fills the stacks of its members. What follows from the definition is derived: who may receive results, which
 * payments are accepted, whom roles trust, what stacks look up from each other, wait for, and in which order. `cdk deploy --all` takes a new room
 * from nothing to answering queries; each stack can also be deployed alone (`--exclusively`), by its owner, with nobody else's credentials.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/what-is.html
 *
 * @example
 * import { App } from 'aws-cdk-lib';
 * import { Bucket } from 'aws-cdk-lib/aws-s3';
 * import { AllowedColumns, AnalysisRule, CleanRoom, MemberAbility, TableSource } from 'cdk-cleanrooms';
 *
 * const app = new App();
 * const room = new CleanRoom(app, 'Campaign', {
 *   collaborationName: 'campaign-measurement',
 *   region: 'us-east-1',
 *   queryLogging: true,
 *   creator: { name: 'Advertiser', account: '111111111111', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
 * });
 * const publisher = room.addMember('Publisher', { account: '222222222222' });
 * publisher.addTable('impressions', {
 *   source: TableSource.glueTable({
 *     databaseName: 'ads', tableName: 'impressions', bucket: Bucket.fromBucketName(publisher.stack, 'Data', 'ads-data'), prefix: 'impressions',
 *   }),
 *   allowedColumns: AllowedColumns.of('hashed_email', 'campaign'),
 *   analysisRule: AnalysisRule.aggregation().joinOn('hashed_email').countDistinct('hashed_email').groupBy('campaign').requireAtLeast(100, 'hashed_email'),
 * });
 * app.synth();
 */
@checked('CleanRoom')
export class CleanRoom extends Construct {
  /**
   * Joins a clean room that another app defines, by the name of its collaboration and the account of its creator.
   *
   * @param scope The app or the stage.
   * @param id The id of the clean room in the app, which is the first part of the name of its stack.
   * @param options The name of the collaboration, the account of its creator, and what this member is and pays for.
   */
  public static join(scope: Construct, id: string, options: JoinCleanRoomOptions): CleanRoomMember {
    const room = new Construct(scope, id);
    const { collaborationName, creatorAccountId, name = 'Member', memberAccountIds, timeout = DEFAULT_TIMEOUT } = options;
    keepCrossStackReferences(room);
    const register = new RoomRegister(room, false);
    const member = memberOf(name, options);
    throwIfAny(room, [...checkScope(room), ...checkMemberName(name), ...checkPlace(room, name, options), ...checkJoin(member, creatorAccountId)]);
    register.addMember(member);
    const stacks = stacksOf(new RoomStacks(room), room, name, Phase.ENTRY, options.region, options);
    return CleanRoomMember._create({
      member,
      room,
      register,
      stacks,
      collaboration: Collaboration.fromInvitation(stacks.entry, 'Collaboration', { collaborationName, creatorAccountId, memberAccountIds, timeout }),
      settings: options,
      ofRoom: {},
      metrics: options.metrics ?? false,
      paymentResponsibilities: options.paymentResponsibilities,
      resultReceivers: options.resultReceivers,
      allowReplacement: options.allowReplacement,
      removalPolicy: options.removalPolicy,
      timeout,
    });
  }

  /** The member who creates the collaboration. */
  public readonly creator: CleanRoomMember;

  /** The collaboration, in the stack of its creator. */
  public readonly collaboration: Collaboration;

  private readonly membersHere: CleanRoomMember[];
  private readonly partnersKnown: CleanRoomPartner[] = [];
  private readonly membersLeaving: (CleanRoomMember | CleanRoomPartner)[] = [];
  private readonly changes: RoomChanges;
  private readonly register = new RoomRegister(this, true);
  private readonly stacks = new RoomStacks(this);
  private readonly region: string;

  constructor(scope: Construct, id: string, private readonly props: CleanRoomProps) {
    super(scope, id);
    const { collaborationName, creator, region, timeout: _timeout, ...options } = props;
    const { name, displayName = name } = creator;
    throwIfAny(this, [...checkScope(this), ...checkMemberName(name), ...checkPlace(this, name, { ...creator, region })]);
    Program.add(this);
    keepCrossStackReferences(this);

    const member = memberOf(name, creator, { creates: true });
    this.register.addMember(member);
    const stacks = stacksOf(this.stacks, this, name, Phase.FOUNDATION, region, creator);
    this.region = Stack.of(stacks.entry).region;
    this.collaboration = new Collaboration(stacks.entry, 'Collaboration', {
      ...options,
      collaborationName,
      creator: {
        displayName,
        abilities: creator.abilities,
        mlAbilities: creator.mlAbilities,
        paymentResponsibilities: creator.paymentResponsibilities,
        changes: creator.changes,
      },
    });
    this.changes = new RoomChanges({
      collaborationName, creator: member, stacks, collaboration: this.collaboration, partners: () => this.register.partners(),
    });
    this.changes.see(...marksOf(creator), ...(options.autoApprovalChanges ?? []).map(({ since }) => since));
    this.creator = CleanRoomMember._create({ ...this.partsOf(member, creator), stacks, collaboration: this.collaboration });
    this.membersHere = [this.creator];
  }

  /** The members whose stacks this app has as they will be, the creator first: with those who come later, without those who leave. */
  public get members(): CleanRoomMember[] {
    return this.membersHere.filter((member) => !this.membersLeaving.includes(member));
  }

  /** The members who deploy for themselves as they will be: with those who come later, without those who leave. */
  public get partners(): CleanRoomPartner[] {
    return this.partnersKnown.filter((partner) => !this.membersLeaving.includes(partner));
  }

  /**
   * Adds a member whose stacks this app has. Its name, letters, digits and hyphens, names its stacks. A member that is added to a live room is marked
   * with `since`: without it, the creator's guard refuses the deployment.
   *
   * @param name The name of the member: letters, digits and hyphens, unique in the clean room.
   * @param options The account of the member, its abilities, what it pays for, and where its results go.
   */
  public addMember(name: string, options: CleanRoomMemberOptions): CleanRoomMember {
    const member = this.invite(name, options, { faults: checkPlace(this, name, { ...options, region: this.region }) });
    const stacks = stacksOf(this.stacks, this, name, Phase.ENTRY, this.region, options);
    const collaboration = Collaboration.fromInvitation(stacks.entry, 'Collaboration', {
      collaborationName: this.props.collaborationName,
      creatorAccountId: this.creator.account,
      timeout: this.props.timeout ?? DEFAULT_TIMEOUT,
    });
    const added = CleanRoomMember._create({ ...this.partsOf(member, options), stacks, collaboration });
    this.membersHere.push(added);
    if (options.leaves) this.membersLeaving.push(added);
    this.changes.addVoter({ member, stacks, collaboration });
    return added;
  }

  /**
   * Adds a member who deploys for itself: another company, which needs `CleanRoom.join` in an app of its own.
   *
   * @param name The name of the member: letters, digits and hyphens, unique in the clean room.
   * @param options The account of the member, its abilities, and what it pays for.
   */
  public addPartner(name: string, options: CleanRoomPartnerOptions): CleanRoomPartner {
    const faults = checkPlace(this, name, { account: options.account, region: this.region });
    const member = this.invite(name, options, { faults, deploysItself: true });
    const added = CleanRoomPartner._create(this, this.collaboration, this.register, member);
    this.partnersKnown.push(added);
    if (options.leaves) this.membersLeaving.push(added);
    return added;
  }

  /** Makes a member of the collaboration. */
  private invite(
    name: string, options: CleanRoomMemberOptions | CleanRoomPartnerOptions,
    { faults, deploysItself }: { readonly faults: ValidationFault[]; readonly deploysItself?: boolean },
  ): RoomMember {
    throwIfAny(this, [...checkMemberName(name), ...faults]);
    const member = memberOf(name, options, { deploysItself });
    this.register.addMember(member);
    const { displayName = name, abilities, mlAbilities, paymentResponsibilities, changes, since, leaves } = options;
    this.collaboration.addMember({
      accountId: member.account, displayName, abilities, mlAbilities, paymentResponsibilities, changes, since, leaves,
    });
    this.changes.see(since, ...marksOf(options));
    return member;
  }

  private partsOf(member: RoomMember, settings: CleanRoomMemberOptions): Omit<MemberParts, 'collaboration' | 'stacks'> {
    const { queryLogging = false, jobLogging, metrics = false, removalPolicy, timeout = DEFAULT_TIMEOUT } = this.props;
    return {
      member,
      room: this,
      register: this.register,
      settings,
      ofRoom: { queryLogging, jobLogging, metrics },
      paymentResponsibilities: paymentRequested(settings),
      metrics: metrics && (member.abilities.includes('CAN_QUERY') || settingsOf(settings).at(-1)!.paymentResponsibilities.length > 0),
      removalPolicy,
      timeout,
    };
  }
}

const DEFAULT_CROSS_STACK_REFERENCES = '@aws-cdk/core:defaultCrossStackReferences';

/** Enough for what the service has just made to be seen in another account. */
const DEFAULT_TIMEOUT = Duration.minutes(1);

/** Has stacks refer to each other as they do by default: the CDK warns whoever does not say how. */
function keepCrossStackReferences({ node }: Construct): void {
  if (node.tryGetContext(DEFAULT_CROSS_STACK_REFERENCES) === undefined) node.setContext(DEFAULT_CROSS_STACK_REFERENCES, 'strong');
}

function memberOf(
  name: string, { account, stack, since, leaves, ...settings }: Pick<CleanRoomMemberOptions, 'account' | 'stack' | 'abilities' | 'changes' | 'since' | 'leaves'>,
  { creates = false, deploysItself = false } = {},
): RoomMember {
  const { abilities } = settingsOf(settings).at(-1)!;
  return { name, account: account ?? stack?.account ?? '', abilities: names(abilities), creates, deploysItself, since, leaves };
}

/** What a member accepts to pay for in the deployment of a change; `undefined` where it pays as it does. */
function paymentRequested(settings: CleanRoomInvitation): PaymentResponsibility[] | undefined {
  const isRequested = settings.changes?.some(({ since, paymentResponsibilities }) => paymentResponsibilities && !since.done);
  return isRequested ? settingsOf(settings).at(-1)!.paymentResponsibilities : undefined;
}

/** The changes of a member. */
function marksOf({ changes = [] }: CleanRoomInvitation): LiveChange[] {
  return changes.map(({ since }) => since);
}

function checkPlace(
  room: Construct, name: string, { account, stack, region }: Pick<CleanRoomMemberSettings, 'account' | 'stack'> & { readonly region?: string },
) {
  return checkMemberPlace({ room, name, account, stack, roomRegion: region });
}

/** Returns the stacks of a member, the first of which is the given one or is made here. */
function stacksOf(
  stacks: RoomStacks, room: Construct, name: string, phase: Phase.FOUNDATION | Phase.ENTRY, region: string | undefined,
  settings: CleanRoomMemberSettings,
): MemberStacks {
  const { account, stack: given, stackProps = {} } = settings;
  const stack = given ? stacks.add(given, phase) : stacks.create(name, phase, { ...stackProps, env: { account, region } });
  return new MemberStacks(stacks, room, name, { stack, isGiven: given !== undefined }, stackProps);
}
