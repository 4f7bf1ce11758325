import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkName } from './lookup-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { checkPartition } from '../../foundation/environment';
import { checkAccountId, checkAccountIds } from '../../foundation/identifiers';
import { throwIfAny } from '../../foundation/validation-faults';

/** What an invited account knows of a collaboration. */
export interface CollaborationInvitation {
  /** The name of the collaboration, exactly. */
  readonly collaborationName: string;

  /** The account that created the collaboration. Names are not unique; of one creator's collaborations only one may have the name. */
  readonly creatorAccountId: string;

  /**
   * The accounts of the other members, among them the one of the stack. With them the roles that Clean Rooms assumes trust
   * these accounts alone.
   *
   * @default - not known
   */
  readonly memberAccountIds?: string[];

  /**
   * How long to wait for the invitation, whole seconds and at most 14 minutes.
   *
   * @default - not at all: the deployment fails and says what there are invitations to
   */
  readonly timeout?: Duration;
}

/**
 * Finds at deployment a collaboration that the account of the stack is invited to, or has joined since.
 *
 * What was found is found again by later updates, even if its creator makes another one of the same name.
 */
export class CollaborationLookup extends Construct {
  /** The id of the collaboration. */
  public readonly collaborationIdentifier: string;

  constructor(scope: Construct, id: string, invitation: CollaborationInvitation) {
    super(scope, id);
    const { collaborationName, creatorAccountId, timeout = Duration.seconds(0) } = invitation;

    checkPartition(this);
    throwIfAny(this, [
      ...checkName('collaborationName', collaborationName, 100),
      ...checkAccountId('creatorAccountId', creatorAccountId),
      ...checkAccountIds('memberAccountIds', invitation.memberAccountIds),
    ]);

    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.COLLABORATION_LOOKUP,
      properties: { CollaborationName: collaborationName, CreatorAccountId: creatorAccountId, WaitSeconds: waitTimeoutSeconds(this, timeout) },
      statements: [{ Action: ['cleanrooms:ListCollaborations'], Resource: '*' }], // no resource type: the reference allows nothing narrower
    });

    this.collaborationIdentifier = resource.getAttString('CollaborationIdentifier');
  }
}
