import { Duration, Lazy } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import type { CollaborationChange } from './collaboration-change';
import { checkCollaborationChanges, checkUnmarked } from './collaboration-change-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { READ_STACK_STATUS } from '../../custom-resources/statements';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checked } from '../../foundation/parameters';
import { throwIfAny } from '../../foundation/validation-faults';
import { PaymentAcceptance } from '../../program/payment-acceptance';

/** What becomes of a change request that the members have not approved in time. */
export enum WhenNotApproved {
  /** It is cancelled, and the deployment fails. */
  CANCEL = 'CANCEL',

  /** It stays open, with the votes that there are, and the deployment fails. The next deployment continues it. */
  KEEP_OPEN = 'KEEP_OPEN',

  /**
   * It stays open, and the deployment goes on. Another `CollaborationChangeRequest` for the same changes, which is deployed later, commits it. It is
   * cancelled if this construct is deleted before.
   */
  CONTINUE = 'CONTINUE',
}

/** Properties of a change request. */
export interface CollaborationChangeRequestProps {
  /** The collaboration. It must have been created by the account of the stack. */
  readonly collaboration: refs.ICollaborationRef;

  /**
   * The changes to request: 1 to 10, which take effect together. If this list is changed, a new request is made; the changes of earlier
   * requests stay.
   */
  readonly changes: CollaborationChange[];

  /**
   * Which of the requests for the same changes this is, from 1, in a program that makes one change after the other, such as one with `LiveChange`s. It is
   * done when so many requests for the same changes have been committed, also if a later request has changed the same members in another way.
   *
   * @default - changes that were changed again are not done
   */
  readonly occurrence?: number;

  /**
   * How long to wait for the approval of all members, in whole seconds and at most an hour.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;

  /**
   * What happens when the members have not approved the request by then.
   *
   * @default WhenNotApproved.CANCEL
   */
  readonly whenNotApproved?: WhenNotApproved;
}

/**
 * Changes a live collaboration in place, which CloudFormation could only replace. At deployment it requests the changes, waits until
 * all members who have joined approve them, and commits them. Resources that depend on it are created when the changes are in effect.
 *
 * Each member approves with a `ChangeRequestApproval` or in the console while it waits; changes of an automatically approved type need
 * no approval. Leave `members` of the collaboration as they are, and keep the request in the app: everything else in the app, such as
 * the membership of a member that it adds, is checked against the members that result from it.
 *
 * All changes of a request take effect together: to exchange payers, change both members in one request. A new payer is only named by the
 * request. It pays when its membership has accepted that with `paymentResponsibilities`, which is updated after the request: see
 * `MembershipOptions.paymentResponsibilities`.
 *
 * A request is not made twice: an open request for the same changes is continued, and if the changes are already in effect, nothing is
 * requested. Deleting this construct does not undo the changes; make another request for that.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_CreateCollaborationChangeRequest.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Collaboration, CollaborationChange, CollaborationChangeRequest } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * new CollaborationChangeRequest(stack, 'RetailerJoins', {
 *   collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111'),
 *   changes: [CollaborationChange.addMember({ accountId: '333333333333', displayName: 'Retailer' })],
 * });
 */
@checked('CollaborationChangeRequest')
export class CollaborationChangeRequest extends Construct {
  /** The requested changes. */
  public readonly changes: CollaborationChange[];

  /** The id of the request. */
  public readonly changeRequestIdentifier: string;

  constructor(scope: Construct, id: string, props: CollaborationChangeRequestProps) {
    super(scope, id);
    this.changes = [...props.changes];
    const changes = () => this.changes.map(({ _properties }) => _properties);

    checkPartition(this);
    checkSameEnvironment(this, { collaboration: props.collaboration });
    this.check();

    const acceptance = new PaymentAcceptance(this, props.collaboration);
    const { collaborationArn, collaborationIdentifier } = props.collaboration.collaborationRef;
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.COLLABORATION_CHANGE_REQUEST,
      properties: {
        CollaborationIdentifier: collaborationIdentifier,
        Changes: Lazy.uncachedAny({ produce: changes }) as never,
        Occurrence: props.occurrence,
        WaitSeconds: waitTimeoutSeconds(this, props.timeout ?? Duration.minutes(10)),
        WhenNotApproved: props.whenNotApproved === WhenNotApproved.CANCEL ? undefined : props.whenNotApproved,
      },
      statements: [READ_STACK_STATUS],
      statementsOn: {
        resource: props.collaboration,
        statements: [{
          Action: [
            'cleanrooms:CreateCollaborationChangeRequest', 'cleanrooms:GetCollaborationChangeRequest',
            'cleanrooms:ListCollaborationChangeRequests', 'cleanrooms:ListMembers', 'cleanrooms:UpdateCollaborationChangeRequest',
          ],
          Resource: collaborationArn,
        }],
      },
    });
    if (resource.definition) acceptance.order(resource.definition);

    this.changeRequestIdentifier = resource.getAttString('ChangeRequestIdentifier');
  }

  /**
   * Adds a change to the request. Throws an error if the service would not accept it beside the others.
   *
   * @param change The change. At most 10 in all.
   */
  public addChange(change: CollaborationChange): void {
    this.changes.push(change);
    this.check();
  }

  private check(): void {
    throwIfAny(this, [...checkUnmarked(this.changes), ...checkCollaborationChanges(this.changes.map(({ _properties }) => _properties))]);
  }
}
