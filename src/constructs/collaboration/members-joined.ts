import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkAwaitedMembers } from './lookup-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType, membershipArnAttribute } from '../../custom-resources/contract';
import { READ_STACK_STATUS } from '../../custom-resources/statements';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { idInArn } from '../../foundation/arns';
import { checkPartition, checkSameRegion } from '../../foundation/environment';
import { checked } from '../../foundation/parameters';
import { code, fail, throwIfAny } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import { accountIdsOf } from '../../program/member';
import { Program } from '../../program/program';

/** Properties of the wait for members. */
export interface MembersJoinedProps {
  /** The collaboration. The account of the stack must be a member of it. */
  readonly collaboration: refs.ICollaborationRef;

  /**
   * The accounts of the members to wait for.
   *
   * @default - all members that the collaboration was created with, except the account of the stack and members that the app removes.
   * To wait for a member that a change request adds, name it and add a dependency on the request
   */
  readonly accountIds?: string[];

  /**
   * How long to wait, in whole seconds and at most an hour. For members who join later, deploy again.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;
}

/**
 * Waits at deployment until members have joined a collaboration, and then provides their memberships.
 *
 * Add a dependency on it to what needs the memberships, such as a query over the tables of all members, or use the memberships, for
 * example in the trust policy of a role. It fails immediately if an account is not a member or has left, and can therefore not join.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_ListMembers.html
 *
 * @example
 * import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
 * import { Collaboration, MembersJoined } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Publisher', { env: { account: '222222222222', region: 'us-east-1' } });
 * const collaboration = Collaboration.fromInvitation(stack, 'Collaboration', {
 *   collaborationName: 'campaign-measurement',
 *   creatorAccountId: '111111111111',
 * });
 * const joined = new MembersJoined(stack, 'Joined', { collaboration, accountIds: ['111111111111'], timeout: Duration.minutes(5) });
 * new CfnOutput(stack, 'MembershipOfAdvertiser', { value: joined.membershipArnOf('111111111111') });
 */
@checked('MembersJoined')
export class MembersJoined extends Construct {
  private readonly collaboration: refs.ICollaborationRef;
  private readonly givenAccountIds?: string[];
  private readonly resource: CleanRoomsCustomResource<typeof ResourceType.MEMBERS_JOINED>;

  constructor(scope: Construct, id: string, props: MembersJoinedProps) {
    super(scope, id);
    this.collaboration = props.collaboration;
    this.givenAccountIds = props.accountIds && [...new Set(props.accountIds)];

    checkPartition(this);
    checkSameRegion(this, { collaboration: props.collaboration });
    throwIfAny(this, this.givenAccountIds ? checkAwaitedMembers(this.givenAccountIds, Stack.of(this).account) : []);
    Program.add(this).addCheck((_, findings) => findings.fault(this, ...this.checkDefault()));

    const { collaborationArn, collaborationIdentifier } = props.collaboration.collaborationRef;
    this.resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.MEMBERS_JOINED,
      properties: {
        CollaborationIdentifier: collaborationIdentifier,
        AccountIds: this.givenAccountIds ?? Lazy.uncachedList({ produce: () => this.accountIds }),
        WaitSeconds: waitTimeoutSeconds(this, props.timeout ?? Duration.minutes(10)),
      },
      statements: [READ_STACK_STATUS],
      statementsOn: { resource: props.collaboration, statements: [{ Action: ['cleanrooms:ListMembers'], Resource: collaborationArn }] },
    });
  }

  /** The accounts of the members that it waits for. Throws an error if none were given and the members of the collaboration are not known. */
  public get accountIds(): string[] {
    return this.givenAccountIds ?? this.otherMembers()
      ?? fail(this, code`MembersUnknown`, `the members of '${this.collaboration.node.path}' are not known: set 'accountIds'`);
  }

  /**
   * Returns the ARN of the membership of one of the accounts that it waits for.
   *
   * @param accountId One of `accountIds`; any other account is an error.
   */
  public membershipArnOf(accountId: string): string {
    if (this.givenAccountIds) return this.resource.getAttString(membershipArnAttribute(this.indexOf(accountId)));
    return Lazy.uncachedString({ produce: () => this.resource.getAttString(membershipArnAttribute(this.indexOf(accountId))) });
  }

  /**
   * Returns the id of the membership of one of the accounts that it waits for.
   *
   * @param accountId One of `accountIds`; any other account is an error.
   */
  public membershipIdentifierOf(accountId: string): string {
    return idInArn(this.membershipArnOf(accountId));
  }

  private indexOf(accountId: string): number {
    const index = this.accountIds.indexOf(accountId);
    return index !== -1 ? index : fail(this, code`MemberNotAwaited`,
      `the membership of '${accountId}' is not known: 'accountIds' has ${this.accountIds.join(', ')}`);
  }

  /** The members that the collaboration was created with, except this account and those that the program removes; `undefined` if not known. */
  private otherMembers(): string[] | undefined {
    const collaboration = Program.of(this).model.collaboration(this.collaboration, this);
    const excluded = [Stack.of(this).account, ...collaboration.removedAccountIds()];
    return accountIdsOf(collaboration.foundingMembers())?.filter((accountId) => !excluded.includes(accountId));
  }

  private checkDefault(): ValidationFault[] {
    return this.givenAccountIds ? [] : checkAwaitedMembers(this.accountIds, Stack.of(this).account);
  }
}
