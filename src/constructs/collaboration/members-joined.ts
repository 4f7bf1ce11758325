import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkAwaitedMembers } from './lookup-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType, membershipArnAttribute } from '../../custom-resources/contract';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { idInArn } from '../../foundation/arns';
import { checkPartition, checkSameRegion } from '../../foundation/environment';
import { code, fail, throwIfAny } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import { Program } from '../../program/program';

/** Properties of the wait for members. */
export interface MembersJoinedProps {
  /** The collaboration, which the account of the stack created or is invited to. */
  readonly collaboration: refs.ICollaborationRef;

  /**
   * The accounts of the members to wait for.
   *
   * @default - all members that the collaboration was made with, but the account of the stack, where they are known. One that a change
   * request adds has to be named, and this made to depend on the request; one that was removed before is not waited for
   */
  readonly accountIds?: string[];

  /**
   * How long to wait, whole seconds and at most 14 minutes. Whoever joins later than that needs another deployment.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;
}

/**
 * Waits at deployment until members have joined a collaboration, and then knows their memberships.
 *
 * What needs them, such as a query over the tables of all members, or a role that trusts the membership of one of them, is made
 * after it. It fails at once where an account is no member or has left: that one cannot join any more.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_ListMembers.html
 */
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
      statements: [],
      statementsOn: { resource: props.collaboration, statements: [{ Action: ['cleanrooms:ListMembers'], Resource: collaborationArn }] },
    });
  }

  /** The accounts of the members that it waits for. Throws where none were given and the members of the collaboration are not known yet. */
  public get accountIds(): string[] {
    return this.givenAccountIds ?? this.otherMembers()
      ?? fail(this, code`MembersUnknown`, `the members of '${this.collaboration.node.path}' are not known: name those to wait for by 'accountIds'`);
  }

  /** The ARN of the membership of one of the accounts that it waits for. */
  public membershipArnOf(accountId: string): string {
    if (this.givenAccountIds) return this.resource.getAttString(membershipArnAttribute(this.indexOf(accountId)));
    return Lazy.uncachedString({ produce: () => this.resource.getAttString(membershipArnAttribute(this.indexOf(accountId))) });
  }

  /** The id of the membership of one of the accounts that it waits for. */
  public membershipIdentifierOf(accountId: string): string {
    return idInArn(this.membershipArnOf(accountId));
  }

  private indexOf(accountId: string): number {
    const index = this.accountIds.indexOf(accountId);
    return index !== -1 ? index : fail(this, code`MemberNotAwaited`,
      `the membership of '${accountId}' is not known: 'accountIds' has ${this.accountIds.join(', ')}`);
  }

  /** The members that the collaboration was made with, less this account and those that the program removes; `undefined` where they are not known. */
  private otherMembers(): string[] | undefined {
    const collaboration = Program.of(this).model.collaboration(this.collaboration);
    const founders = collaboration.foundingMembers()?.map(({ accountId }) => accountId);
    const excluded = [Stack.of(this).account, ...collaboration.removedAccountIds()];
    return founders?.every((accountId) => accountId !== undefined) ? founders.filter((accountId) => !excluded.includes(accountId)) : undefined;
  }

  private checkDefault(): ValidationFault[] {
    return this.givenAccountIds ? [] : checkAwaitedMembers(this.accountIds, Stack.of(this).account);
  }
}
