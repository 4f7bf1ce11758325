import { Duration, Stack } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import type { CollaborationChange } from './collaboration-change';
import { checkCollaborationChanges } from './collaboration-change-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { checkPartition, checkSameRegion } from '../../foundation/environment';
import { throwIfAny } from '../../foundation/validation-faults';
import { membershipsBefore } from '../../program/prerequisites';

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
   * How long to wait for such a request, in whole seconds and at most 14 minutes.
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
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_UpdateCollaborationChangeRequest.html
 */
export class ChangeRequestApproval extends Construct {
  /** The changes to vote on. */
  public readonly changes: CollaborationChange[];

  /** The id of the request that was voted on. */
  public readonly changeRequestIdentifier: string;

  constructor(scope: Construct, id: string, props: ChangeRequestApprovalProps) {
    super(scope, id);
    this.changes = [...props.changes];
    const changes = this.changes.map(({ _properties }) => _properties);

    checkPartition(this);
    checkSameRegion(this, { collaboration: props.collaboration });
    throwIfAny(this, checkCollaborationChanges(changes));

    const { collaborationArn, collaborationIdentifier } = props.collaboration.collaborationRef;
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.CHANGE_REQUEST_APPROVAL,
      properties: {
        CollaborationIdentifier: collaborationIdentifier,
        AccountId: Stack.of(this).account,
        Changes: changes,
        Decision: props.decision ?? ChangeRequestDecision.APPROVE,
        WaitSeconds: waitTimeoutSeconds(this, props.timeout ?? Duration.minutes(10)),
      },
      statements: [],
      statementsOn: {
        resource: props.collaboration,
        statements: [{
          Action: ['cleanrooms:ListCollaborationChangeRequests', 'cleanrooms:UpdateCollaborationChangeRequest'],
          Resource: collaborationArn,
        }],
      },
    });
    resource.node.addDependency(membershipsBefore(this, props.collaboration));

    this.changeRequestIdentifier = resource.getAttString('ChangeRequestIdentifier');
  }
}
