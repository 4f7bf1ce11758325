import { Duration } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import type { CollaborationChange } from './collaboration-change';
import { checkCollaborationChanges } from './collaboration-change-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { throwIfAny } from '../../foundation/validation-faults';
import { membershipsBefore } from '../../program/prerequisites';

/** Properties of a change request. */
export interface CollaborationChangeRequestProps {
  /** The collaboration, which the account of the stack has created. */
  readonly collaboration: refs.ICollaborationRef;

  /**
   * What is to change: 1 to 10 changes, which take effect together. Other changes here are another request; what an earlier one
   * has changed stays.
   */
  readonly changes: CollaborationChange[];

  /**
   * How long to wait until all members have approved, whole seconds and at most 14 minutes. After that the request is
   * cancelled, and the deployment fails.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;
}

/**
 * Changes a live collaboration in place, which CloudFormation could only replace: asks for the changes at deployment, waits until
 * the members who have joined approve, and commits. What depends on it is made when the changes are in effect.
 *
 * The members approve with a `ChangeRequestApproval` each, or in the console, while it waits; changes that the
 * collaboration approves by itself need nobody. Leave the collaboration's own `members` as they are, and the request in the
 * program: what is defined after it, such as the membership of a member that it adds, is checked against the members as it leaves
 * them.
 *
 * The same request is not made twice: one that is open is taken up, and where its changes are in effect there is nothing to
 * do. When it is deleted, the changes stay: only another request takes them back.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_CreateCollaborationChangeRequest.html
 */
export class CollaborationChangeRequest extends Construct {
  /** What is to change. */
  public readonly changes: CollaborationChange[];

  /** The id of the request, which is committed. */
  public readonly changeRequestIdentifier: string;

  constructor(scope: Construct, id: string, props: CollaborationChangeRequestProps) {
    super(scope, id);
    this.changes = props.changes;
    const changes = this.changes.map(({ _properties }) => _properties);

    checkPartition(this);
    checkSameEnvironment(this, { collaboration: props.collaboration });
    throwIfAny(this, checkCollaborationChanges(changes));

    const { collaborationArn, collaborationIdentifier } = props.collaboration.collaborationRef;
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.COLLABORATION_CHANGE_REQUEST,
      properties: {
        CollaborationIdentifier: collaborationIdentifier,
        Changes: changes,
        WaitSeconds: waitTimeoutSeconds(this, props.timeout ?? Duration.minutes(10)),
      },
      statements: [],
      statementsOn: {
        resource: props.collaboration,
        statements: [{
          Action: [
            'cleanrooms:CreateCollaborationChangeRequest', 'cleanrooms:GetCollaborationChangeRequest',
            'cleanrooms:ListCollaborationChangeRequests', 'cleanrooms:UpdateCollaborationChangeRequest',
          ],
          Resource: collaborationArn,
        }],
      },
    });
    resource.node.addDependency(membershipsBefore(this, props.collaboration));

    this.changeRequestIdentifier = resource.getAttString('ChangeRequestIdentifier');
  }
}
