import { Lazy, Resource, Stack } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct, IDependable } from 'constructs';
import type { CollaborationChange } from './collaboration-change';
import { CollaborationChangeRequest, WhenNotApproved } from './collaboration-change-request';
import { CollaborationGrants } from './collaboration-grants';
import { CollaborationLookup } from './collaboration-lookup';
import type { CollaborationInvitation } from './collaboration-lookup';
import type { CollaborationCreator, MemberSpecification } from './collaboration-member';
import { names } from './collaboration-member';
import type { CollaborationOptions } from './collaboration-options';
import { warnAboutCollaboration } from './collaboration-rules';
import type { LiveChange } from './live-change';
import { checkLiveChange, checkMarks } from './live-change-rules';
import { LiveChanges, asItWillBe } from './live-changes';
import { keepAlive, RETAIN_ONCE_CREATED } from './live-resource';
import { logStatus } from './log-status';
import { MemberRemoval } from './member-removal';
import { renderMembers, renderMlAbilities, specified } from './rendered-members';
import type { RenderedProperties } from '../../custom-resources/replacement-guard';
import { LIST_COLLABORATIONS } from '../../custom-resources/statements';
import { cleanRoomsArn, idInArn } from '../../foundation/arns';
import { copied } from '../../foundation/copied';
import { checkPartition } from '../../foundation/environment';
import { groupIn } from '../../foundation/group-in';
import { checkAccountId, checkAccountIds, checkIdentifier } from '../../foundation/identifiers';
import { checkImport } from '../../foundation/imports';
import { checkedAndInjectable, checkedMethods } from '../../foundation/parameters';
import { isGenerated, physicalNameOf } from '../../foundation/physical-names';
import { isKnown } from '../../foundation/tokens';
import { throwIfAny } from '../../foundation/validation-faults';
import { checkCollaboration } from '../../program/checks/collaboration-rules';
import { checkNameIsUnique } from '../../program/checks/name-rules';
import { recordFacts } from '../../program/facts';
import { paymentConfigurations } from '../../program/member';
import { Program } from '../../program/program';
import type { MembershipOptions } from '../membership/membership';
import { Membership } from '../membership/membership';

/** A collaboration, defined in this app or elsewhere. */
export interface ICollaboration extends IResource, refs.ICollaborationRef {
  /**
   * The ARN of the collaboration.
   * @attribute
   */
  readonly collaborationArn: string;

  /**
   * The id of the collaboration, a UUID.
   * @attribute
   */
  readonly collaborationIdentifier: string;

  /** The permissions that can be granted on this collaboration. */
  readonly grants: CollaborationGrants;

  /**
   * Adds a membership, with which the account of the stack joins this collaboration.
   *
   * @param id The id of the membership in the scope of the collaboration.
   * @param options Logs, payments and results of the member. By default no logs, and no default result place.
   */
  addMembership(id: string, options?: MembershipOptions): Membership;
}

/** Properties of a collaboration. */
export interface CollaborationProps extends CollaborationOptions {
  /**
   * The name of the collaboration, visible to its members. 1 to 100 characters. See also `allowDuplicateName`.
   *
   * @default - a name generated from the path of the construct
   */
  readonly collaborationName?: string;

  /** The member who creates the collaboration: the account of the stack. Changing it replaces the collaboration. */
  readonly creator: CollaborationCreator;

  /**
   * The members to invite: at most 9, with a default quota of 5. What is added to or changed in the list of a live collaboration is marked with a
   * `LiveChange`, by `since`, `changes` or `leaves`; anything else would replace the collaboration.
   *
   * @default - the creator is the only member
   */
  readonly members?: MemberSpecification[];
}

/** Attributes of a collaboration that is defined elsewhere. */
export interface CollaborationAttributes {
  /** The id of the collaboration, a UUID. */
  readonly collaborationIdentifier: string;

  /**
   * The account that created the collaboration.
   *
   * @default - the account of the stack
   */
  readonly creatorAccountId?: string;

  /**
   * The accounts of the members other than the creator, including the account of the stack. If they are given, roles that Clean Rooms
   * assumes trust only the members.
   *
   * @default - the members are not known, and roles trust memberships of every account
   */
  readonly memberAccountIds?: string[];
}

@checkedMethods('Collaboration')
abstract class CollaborationBase extends Resource implements ICollaboration {
  public abstract readonly collaborationArn: string;
  public abstract readonly collaborationIdentifier: string;
  public readonly grants = CollaborationGrants.fromCollaboration(this);

  public get collaborationRef(): refs.CollaborationReference {
    return { collaborationArn: this.collaborationArn, collaborationIdentifier: this.collaborationIdentifier };
  }

  public addMembership(id: string, options: MembershipOptions = {}): Membership {
    return new Membership(this, id, { ...options, collaboration: this });
  }
}

/**
 * A collaboration: members analyse their data together without showing it to each other.
 *
 * By default, it is retained when it is removed from the stack, and an update that would replace it fails. The creator needs a
 * membership like every other member.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/working-with-collaborations.html
 * @resource AWS::CleanRooms::Collaboration
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Collaboration, MemberAbility } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * const collaboration = new Collaboration(stack, 'Collaboration', {
 *   collaborationName: 'campaign-measurement',
 *   creator: { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
 *   members: [{ accountId: '222222222222', displayName: 'Publisher' }],
 *   queryLogging: true,
 * });
 * collaboration.addMembership('Membership', { queryLogging: true });
 */
@checkedAndInjectable('Collaboration')
export class Collaboration extends CollaborationBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.Collaboration';

  /**
   * Imports a collaboration by its ARN, `arn:aws:cleanrooms:<region>:<creator's account>:collaboration/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param collaborationArn The ARN of the collaboration. An ARN of another type is an error; a token is not checked.
   */
  public static fromCollaborationArn(scope: Construct, id: string, collaborationArn: string): ICollaboration {
    checkImport(scope, { collaborationArn }, 'cleanrooms', 'collaboration/<id>');
    class Import extends CollaborationBase {
      public readonly collaborationArn = collaborationArn;
      public readonly collaborationIdentifier = idInArn(collaborationArn);
    }
    return new Import(scope, id, { environmentFromArn: collaborationArn });
  }

  /**
   * Imports a collaboration that the account of the stack created, by its id.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param collaborationIdentifier The id of the collaboration, a UUID; a token is not checked.
   */
  public static fromCollaborationIdentifier(scope: Construct, id: string, collaborationIdentifier: string): ICollaboration {
    return Collaboration.fromCollaborationAttributes(scope, id, { collaborationIdentifier });
  }

  /**
   * Imports a collaboration in the Region of the stack by its attributes.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param attrs What identifies the collaboration, and what is known of it. What is left out is not checked.
   */
  public static fromCollaborationAttributes(scope: Construct, id: string, attrs: CollaborationAttributes): ICollaboration {
    throwIfAny(scope, [
      ...checkIdentifier('collaborationIdentifier', attrs.collaborationIdentifier),
      ...checkAccountId('creatorAccountId', attrs.creatorAccountId),
      ...checkAccountIds('memberAccountIds', attrs.memberAccountIds),
    ]);
    const account = attrs.creatorAccountId ?? Stack.of(scope).account;
    class Import extends CollaborationBase {
      public readonly collaborationArn = cleanRoomsArn(this, `collaboration/${attrs.collaborationIdentifier}`, { account });
      public readonly collaborationIdentifier = attrs.collaborationIdentifier;
    }
    const collaboration = new Import(scope, id, { account });
    recordFacts(collaboration, {
      kind: 'collaboration',
      collaborationIdentifier: attrs.collaborationIdentifier,
      creatorAccountId: account,
      memberAccountIds: copied(attrs.memberAccountIds),
    });
    return collaboration;
  }

  /**
   * Finds at deployment, by its name, a collaboration that another account created and to which it invites the account of the stack.
   * Later updates keep the collaboration that was found.
   *
   * @param scope The construct in which the lookup is defined. Its stack looks at deployment, in its own account and Region.
   * @param id The id of the lookup in its scope.
   * @param invitation The name of the collaboration, the account of its creator, and how long to wait for the invitation.
   */
  public static fromInvitation(scope: Construct, id: string, invitation: CollaborationInvitation): ICollaboration {
    const lookup = new CollaborationLookup(scope, id, invitation);
    const { creatorAccountId, memberAccountIds } = invitation;
    const { collaborationIdentifier } = lookup;
    return Collaboration.fromCollaborationAttributes(lookup, 'Collaboration', { collaborationIdentifier, creatorAccountId, memberAccountIds });
  }

  public readonly collaborationArn: string;
  public readonly collaborationIdentifier: string;

  /** The member who creates the collaboration, as given in the properties. */
  public readonly creator: CollaborationCreator;

  private readonly given: MemberSpecification[] = [];
  private readonly added: MemberSpecification[] = [];
  private readonly removed: string[] = [];
  private readonly removals: MemberRemoval[] = [];
  private readonly requests: { readonly change: LiveChange; readonly request: CollaborationChangeRequest }[] = [];
  private readonly live: LiveChanges;
  private committed?: unknown[];
  private readonly check: () => void;

  constructor(scope: Construct, id: string, props: CollaborationProps) {
    super(scope, id, { physicalName: props.collaborationName });
    this.creator = copied(props.creator);
    this.live = new LiveChanges((change) => this.request(change));
    const allowedResultRegions = copied(props.allowedResultRegions);
    const autoApprovals = props.autoApprovalChanges?.map(({ since }) => since) ?? [];

    checkPartition(this);
    const program = Program.add(this);
    const parts = (creator: CollaborationCreator, members: readonly MemberSpecification[]) => ({
      creator: specified(creator, this.stack.account),
      members: members.map((member) => specified(member, member.accountId)),
      jobLogging: props.jobLogging ?? false,
      analyticsEngine: props.analyticsEngine?.name,
      allowedResultRegions,
    });
    const founders = () => this.specifications().filter(({ since }) => !since);
    const lasting = () => parts(asItWillBe(this.creator), this.specifications().map(asItWillBe));
    this.check = () => throwIfAny(this, [...checkMarks(this.creator, this.specifications(), autoApprovals), ...checkCollaboration(lasting())]);
    program.addCheck((_, findings) => findings.warning(this, ...warnAboutCollaboration(lasting())));

    const name = physicalNameOf(this, props.collaborationName, this.physicalName, { maxLength: 100 });
    const payments = () => {
      const { creator, members } = parts(this.creator, founders());
      return paymentConfigurations([creator, ...members]);
    };
    const resource = new CfnCollaboration(this, 'Resource', {
      name,
      description: props.description ?? name,
      creatorDisplayName: props.creator.displayName,
      creatorMemberAbilities: names(props.creator.abilities),
      creatorMlMemberAbilities: renderMlAbilities(props.creator),
      creatorPaymentConfiguration: Lazy.uncachedAny({ produce: () => payments()[0] }),
      members: Lazy.uncachedAny({ produce: () => renderMembers(founders(), payments().slice(1)) }),
      queryLogStatus: logStatus(props.queryLogging ?? false),
      jobLogStatus: props.jobLogging === undefined ? undefined : logStatus(props.jobLogging),
      isMetricsEnabled: props.metrics,
      analyticsEngine: props.analyticsEngine?.name,
      dataEncryptionMetadata: copied(props.dataEncryption),
      allowedResultRegions,
      autoApprovedChangeTypes: props.autoApprovedChangeTypes && names(props.autoApprovedChangeTypes),
    });
    keepAlive(this, resource, {
      createOnly,
      nameIsGenerated: isGenerated(props.collaborationName),
      byName: { name: ({ Name }) => Name, duplicateAllowed: props.allowDuplicateName ?? false },
      allowReplacement: props.allowReplacement ?? false,
      removalPolicy: props.removalPolicy ?? RETAIN_ONCE_CREATED,
      statements: [
        {
          Action: ['cleanrooms:GetCollaboration', 'cleanrooms:ListMembers', 'cleanrooms:ListCollaborationChangeRequests'],
          Resource: cleanRoomsArn(this, 'collaboration/*'),
        },
        LIST_COLLABORATIONS,
      ],
    });

    if (!props.allowDuplicateName) {
      program.addCheck((model, findings) => findings.fault(this, ...checkNameIsUnique(
        model.find(resource)?.knownName, model.namesakesOf(resource).map(({ path }) => path))));
    }

    this.collaborationArn = resource.attrArn;
    this.collaborationIdentifier = resource.attrCollaborationIdentifier;

    this.given.push(...copied(props.members ?? []));
    this.check();
    this.live.changeMember(this.stack.account, this.creator);
    this.given.forEach((member) => this.mark(member));
    props.autoApprovalChanges?.forEach((change) => this.live.autoApprove(copied(change)));
  }

  /**
   * The invited members as they will be when this app is deployed: those of `members` and those that were added, with what changes of them, and
   * without those who leave. Members that a separate `CollaborationChangeRequest` adds are not among them.
   */
  public get members(): MemberSpecification[] {
    return this.specifications().filter(({ leaves }) => !leaves).map(asItWillBe);
  }

  /**
   * Adds a member, as if it were in `members`. In which order members are added makes no difference. Throws an error if the service would not
   * accept this member beside the others. A live collaboration would be replaced, which its guard refuses: mark a member that comes later with
   * `since`.
   *
   * @param member The account, the name, the abilities and the costs of the member.
   */
  public addMember(member: MemberSpecification): void {
    const added = copied(member);
    this.added.push(added);
    this.added.sort((one, other) => one.accountId < other.accountId ? -1 : 1);
    this.check();
    this.mark(added);
  }

  /**
   * Returns the changes that are marked with a change: what the other members vote on, with a `ChangeRequestApproval`.
   *
   * @param change The mark, as it stands in the members and settings of this collaboration.
   */
  public changesSince(change: LiveChange): CollaborationChange[] {
    return this.live.of(change);
  }

  /**
   * Returns which of the changes with the same content a change is, from 1, for `ChangeRequestApprovalProps.occurrence`: an ability can be given, taken and
   * given again.
   *
   * @param change The mark of the change.
   */
  public occurrenceOf(change: LiveChange): number {
    return Lazy.uncachedNumber({ produce: () => this.live.occurrenceOf(change) });
  }

  /**
   * Calls back with each change that gets a mark from now on.
   * @internal
   */
  public _whenMarked(change: LiveChange, follower: (added: CollaborationChange) => void): void {
    this.live.follow(change, follower);
  }

  /**
   * The request for a change that is not done.
   * @internal
   */
  public _requestOf({ name }: LiveChange): IDependable {
    return this.requests.find(({ change }) => change.name === name)!.request;
  }

  /** All members that the program knows, also those who come later and those who leave. */
  private specifications(): MemberSpecification[] {
    return [...this.given, ...this.added];
  }

  private mark(member: MemberSpecification): void {
    this.live.addMember(member);
    if (member.leaves && !this.removed.includes(member.accountId)) {
      this.removed.push(member.accountId);
      const removal = new MemberRemoval(groupIn(this, 'Removals'), idOf(member), { collaboration: this, accountId: member.accountId });
      this.removals.push(removal);
      removal.node.addDependency(...this.requests.map(({ request }) => request));
    }
  }

  /** Requests what has the mark, or records that it is in effect. */
  private request(change: LiveChange): void {
    throwIfAny(this, checkLiveChange(change));
    if (change.done) {
      if (!this.committed) recordFacts(this, { kind: 'committedChanges', changes: this.committed = [] });
      const { committed } = this;
      const commit = ({ _properties }: CollaborationChange) => committed.push(_properties);
      this.live.of(change).forEach(commit);
      this.live.follow(change, commit);
      return;
    }
    const request = new CollaborationChangeRequest(groupIn(this, 'Changes'), change.name, {
      collaboration: this,
      changes: this.live.of(change),
      occurrence: this.occurrenceOf(change),
      timeout: change.timeout,
      whenNotApproved: WhenNotApproved.KEEP_OPEN,
    });
    this.live.follow(change, (added) => request.addChange(added));
    this.requests.forEach((other) => {
      const [earlier, later] = other.change._order < change._order ? [other.request, request] : [request, other.request];
      later.node.addDependency(earlier);
    });
    this.requests.push({ change, request });
    // What cannot be undone comes last.
    this.removals.forEach((removal) => removal.node.addDependency(request));
  }
}

/** The values that CloudFormation can only change by replacing the collaboration. */
function createOnly(properties: RenderedProperties): Record<string, unknown> {
  return {
    creator: {
      displayName: properties.CreatorDisplayName,
      abilities: properties.CreatorMemberAbilities,
      mlAbilities: properties.CreatorMLMemberAbilities,
      payment: properties.CreatorPaymentConfiguration,
    },
    members: properties.Members,
    queryLogging: properties.QueryLogStatus,
    jobLogging: properties.JobLogStatus,
    dataEncryption: properties.DataEncryptionMetadata,
    allowedResultRegions: properties.AllowedResultRegions,
    autoApprovedChangeTypes: properties.AutoApprovedChangeTypes,
  };
}

/** The id of the construct of a member: its account, or its name where that is a token. */
function idOf({ accountId, displayName }: MemberSpecification): string {
  return isKnown(accountId) ? accountId : displayName;
}
