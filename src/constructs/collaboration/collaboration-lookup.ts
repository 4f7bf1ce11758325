import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkName } from './lookup-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { LIST_COLLABORATIONS, READ_STACK_STATUS } from '../../custom-resources/statements';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { checkPartition } from '../../foundation/environment';
import { checkAccountId, checkAccountIds } from '../../foundation/identifiers';
import { throwIfAny } from '../../foundation/validation-faults';

/** An invitation to a collaboration. */
export interface CollaborationInvitation {
  /** The exact name of the collaboration. */
  readonly collaborationName: string;

  /**
   * The account that created the collaboration. If it has invited the account of the stack to several of the given name, the only one that
   * has been joined is found; if there is none, the deployment fails and lists them.
   */
  readonly creatorAccountId: string;

  /**
   * The accounts of the members other than the creator, including the account of the stack. If they are given, roles that Clean Rooms
   * assumes trust only the members.
   *
   * @default - the members of the collaboration if this app defines it in the same Stage; otherwise they are not known, and roles trust
   * memberships of every account
   */
  readonly memberAccountIds?: string[];

  /**
   * How long to wait for the invitation, in whole seconds and at most an hour.
   *
   * @default - no wait: without the invitation, the deployment fails and lists the invitations that there are
   */
  readonly timeout?: Duration;
}

/**
 * Finds at deployment a collaboration that the account of the stack is invited to or has joined.
 *
 * Later updates find the same collaboration, even if its creator creates another one with the same name.
 *
 * @internal
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
      statements: [LIST_COLLABORATIONS, READ_STACK_STATUS],
    });

    this.collaborationIdentifier = resource.getAttString('CollaborationIdentifier');
  }
}
