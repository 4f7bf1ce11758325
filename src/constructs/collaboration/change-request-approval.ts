import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import type { CollaborationChange } from './collaboration-change';
import { checkCollaborationChanges, checkUnmarked } from './collaboration-change-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { READ_STACK_STATUS } from '../../custom-resources/statements';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { checkPartition, checkSameRegion } from '../../foundation/environment';
import { checked } from '../../foundation/parameters';
import { throwIfAny } from '../../foundation/validation-faults';
import { PaymentAcceptance } from '../../program/payment-acceptance';

/** The vote of a member on a change request. */
export enum ChangeRequestDecision {
  /** Approve the changes. They take effect when all members have approved. */
  APPROVE = 'APPROVE',

  /** Deny the changes. They do not take effect. */
  DENY = 'DENY',
}

/** Properties of the vote on a change request. */
export interface ChangeRequestApprovalProps {
  /** The collaboration. The account of the stack must be a member of it. */
  readonly collaboration: refs.ICollaborationRef;

  /** The changes of the request to vote on: exactly these, in any order. */
  readonly changes: CollaborationChange[];

  /**
   * The vote.
   *
   * @default ChangeRequestDecision.APPROVE
   */
  readonly decision?: ChangeRequestDecision;

  /**
   * Whether to wait until the creator has committed the changes, for what depends on the approval.
   *
   * @default - only if a membership of this stack accepts payments after it
   */
  readonly untilCommitted?: boolean;

  /**
   * Which of the requests for the same changes this is, from 1, in a program that makes one change after the other, such as one with `LiveChange`s. It is
   * done when so many requests for the same changes have been committed, also if a later request has changed the same members in another way.
   *
   * @default - changes that were changed again are not done
   */
  readonly occurrence?: number;

  /**
   * How long to wait for such a request and for its commit, in whole seconds and at most an hour.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;
}

/**
 * Votes at deployment on a change request of the creator of a collaboration. It votes only on a request for exactly the given changes,
 * not on other pending requests, and not on a request with additional changes.
 *
 * It waits until there is such a request, so that both stacks can be deployed at the same time. If the changes are already in effect,
 * it does nothing. A vote cannot be taken back: deleting this construct has no effect.
 *
 * A membership of this stack is created before the vote, because only who has joined can vote. There is one exception: if its
 * `paymentResponsibilities` accept what the changes ask this member to pay for, the membership follows the vote, which then also waits
 * until the creator has committed the changes. Until that moment the member pays what it paid before, and if the creator does not commit
 * in time, the deployment fails and the membership stays as it is. A new membership of this kind joins when the changes are in effect,
 * without a vote.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_UpdateCollaborationChangeRequest.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { ChangeRequestApproval, Collaboration, CollaborationChange } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Publisher', { env: { account: '222222222222', region: 'us-east-1' } });
 * new ChangeRequestApproval(stack, 'Approval', {
 *   collaboration: Collaboration.fromInvitation(stack, 'Collaboration', {
 *     collaborationName: 'campaign-measurement', creatorAccountId: '111111111111',
 *   }),
 *   changes: [CollaborationChange.addMember({ accountId: '333333333333', displayName: 'Retailer' })], // exactly these, and no others
 * });
 */
@checked('ChangeRequestApproval')
export class ChangeRequestApproval extends Construct {
  /** The changes to vote on. */
  public readonly changes: CollaborationChange[];

  /** The id of the request that was voted on. */
  public readonly changeRequestIdentifier: string;

  constructor(scope: Construct, id: string, props: ChangeRequestApprovalProps) {
    super(scope, id);
    this.changes = [...props.changes];
    const changes = () => this.changes.map(({ _properties }) => _properties);

    checkPartition(this);
    checkSameRegion(this, { collaboration: props.collaboration });
    this.check();

    const acceptance = new PaymentAcceptance(this, props.collaboration);
    const { collaborationArn, collaborationIdentifier } = props.collaboration.collaborationRef;
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.CHANGE_REQUEST_APPROVAL,
      properties: {
        CollaborationIdentifier: collaborationIdentifier,
        AccountId: Stack.of(this).account,
        Changes: Lazy.uncachedAny({ produce: changes }) as never,
        Decision: props.decision ?? ChangeRequestDecision.APPROVE,
        UntilCommitted: Lazy.uncachedAny({ produce: () => props.untilCommitted || acceptance.isAwaited() || undefined }) as never,
        Occurrence: props.occurrence,
        WaitSeconds: waitTimeoutSeconds(this, props.timeout ?? Duration.minutes(10)),
      },
      statements: [READ_STACK_STATUS],
      statementsOn: {
        resource: props.collaboration,
        statements: [{
          Action: [
            'cleanrooms:GetCollaboration', 'cleanrooms:ListCollaborationChangeRequests', 'cleanrooms:ListMembers',
            'cleanrooms:UpdateCollaborationChangeRequest',
          ],
          Resource: collaborationArn,
        }],
      },
    });
    if (resource.definition) acceptance.order(resource.definition);

    this.changeRequestIdentifier = resource.getAttString('ChangeRequestIdentifier');
  }

  /**
   * Adds a change to those to vote on. Throws an error if the service would not accept it beside the others.
   *
   * @param change The change, exactly as the request has it. At most 10 in all.
   */
  public addChange(change: CollaborationChange): void {
    this.changes.push(change);
    this.check();
  }

  private check(): void {
    throwIfAny(this, [...checkUnmarked(this.changes), ...checkCollaborationChanges(this.changes.map(({ _properties }) => _properties))]);
  }
}
