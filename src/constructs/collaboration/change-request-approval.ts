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

/** What a member says to a change request. */
export enum ChangeRequestDecision {
  /** The changes may take effect, as far as this member is concerned. */
  APPROVE = 'APPROVE',

  /** The changes do not take effect. */
  DENY = 'DENY',
}

/** Properties of the vote on a change request. */
export interface ChangeRequestApprovalProps {
  /** The collaboration, of which the account of the stack is a member. */
  readonly collaboration: refs.ICollaborationRef;

  /** The changes that the request must ask for: exactly these, in any order. */
  readonly changes: CollaborationChange[];

  /**
   * What to say to a request of these changes.
   *
   * @default ChangeRequestDecision.APPROVE
   */
  readonly decision?: ChangeRequestDecision;

  /**
   * How long to wait until such a request is made, whole seconds and at most 14 minutes.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;
}

/**
 * Votes at deployment on a change request of the creator of a collaboration: on one that asks for exactly the given changes, and
 * on nothing else that is pending, nor on one that comes with more than that.
 *
 * It waits until there is such a request, so that both stacks can be deployed at the same time. Where the changes are in
 * effect already, there is nothing to vote on. A vote cannot be taken back: deleting this does nothing.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_UpdateCollaborationChangeRequest.html
 */
export class ChangeRequestApproval extends Construct {
  /** The changes that are voted on. */
  public readonly changes: CollaborationChange[];

  /** The id of the request that was voted on. */
  public readonly changeRequestIdentifier: string;

  constructor(scope: Construct, id: string, props: ChangeRequestApprovalProps) {
    super(scope, id);
    this.changes = props.changes;
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
